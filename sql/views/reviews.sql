/*
name = "复议诉讼"
description = "一行是一件行政复议或行政诉讼,连同原来的处罚案件"

[columns]
"受理年度" = "受理日期所在的年度"
*/
select
    reviews.review_no as 文书号,
    reviews.kind as 类型,
    reviews.accepted_on as 受理日期,
    reviews.concluded_on as 审结日期,
    year(reviews.accepted_on) as 受理年度,
    reviews.outcome as 审理结果,
    reviews.is_corrected as 是否被纠正,
    reviews.is_found_unlawful as 是否被认定违法,
    reviews.chief_attended as 负责人是否出庭,
    reviews.case_no as 原案号,
    cases.case_name as 原案件名称,
    cases.org_unit as 原执法机构,
    cases.levied_yuan as 原罚没款,
    files.file as 文件,
    reviews.sheet as 工作表,
    reviews.row as 行号
from core.reviews as reviews
left join core.cases as cases on reviews.case_no = cases.case_no
inner join files as files on reviews.file_sha256 = files.sha256 and files.status = 'in force'
