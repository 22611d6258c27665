/*
name = "行政强制"
description = "一行是一份强制文书,连同所属的案件"

[columns]
"年度" = "归年日期所在的年度"
*/
select
    coercions.document_no as 强制文书号,
    coercions.measure as 强制种类,
    coercions.act as 强制类别,
    coercions.decided_on as 决定日期,
    coercions.completed_on as 执行完毕日期,
    coercions.applied_on as 申请法院日期,
    coercions.year_on as 归年日期,
    year(coercions.year_on) as 年度,
    coercions.case_no as 案号,
    cases.case_name as 案件名称,
    cases.party_name as 当事人,
    coercions.org_unit as 执法机构,
    coercions.org_unit_written as 执法机构原文,
    files.file as 文件,
    coercions.sheet as 工作表,
    coercions.row as 行号
from core.coercions as coercions
left join core.cases as cases on coercions.case_no = cases.case_no
inner join files as files on coercions.file_sha256 = files.sha256 and files.status = 'in force'
