/*
name = "普法活动"
description = "一行是一场普法宣传活动"

[columns]
"活动年度" = "活动日期所在的年度"
*/
select
    outreach.event_no as 活动编号,
    outreach.event_name as 活动名称,
    outreach.held_on as 活动日期,
    year(outreach.held_on) as 活动年度,
    outreach.participants as 参与人数,
    outreach.materials as 发放资料份数,
    outreach.place as 活动地点,
    outreach.org_unit as 活动机构,
    outreach.org_unit_written as 活动机构原文,
    files.file as 文件,
    outreach.sheet as 工作表,
    outreach.row as 行号
from core.outreach as outreach
inner join files as files on outreach.file_sha256 = files.sha256 and files.status = 'in force'
