/*
name = "投诉"
description = "一行是一件投诉,连同所投诉的办件和案件"

[columns]
"投诉年度" = "投诉日期所在的年度"
*/
select
    complaints.complaint_no as 投诉编号,
    complaints.received_on as 投诉日期,
    year(complaints.received_on) as 投诉年度,
    complaints.about as 投诉事项类别,
    complaints.upheld as 是否属实,
    complaints.item_no as 办件编号,
    permits.item_name as 事项名称,
    permits.org_unit as 办理科室,
    complaints.case_no as 案号,
    cases.case_name as 案件名称,
    cases.org_unit as 执法机构,
    files.file as 文件,
    complaints.sheet as 工作表,
    complaints.row as 行号
from core.complaints as complaints
left join core.permits as permits on complaints.item_no = permits.item_no
left join core.cases as cases on complaints.case_no = cases.case_no
inner join files as files on complaints.file_sha256 = files.sha256 and files.status = 'in force'
