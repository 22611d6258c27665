/*
name = "办件"
description = "一行是一件许可、备案或其他权力事项的办件;申请人为自然人的姓名和全部证件号码已脱敏"

[columns]
"办结年度" = "办结日期所在的年度"
"办结月份" = "办结日期所在的月份"
*/
select
    permits.item_no as 办件编号,
    permits.item_name as 事项名称,
    permits.item_code as 事项编码,
    permits.item_kind as 事项类型,
    permits.applicant as 申请人,
    permits.applicant_kind as 申请人类型,
    permits.applicant_id as 申请人证件号码散列,
    permits.applied_on as 申请日期,
    permits.accepted_on as 受理日期,
    permits.acceptance as 受理结果,
    permits.is_accepted as 是否受理,
    permits.within_authority as 是否权限范围内,
    permits.finished_on as 办结日期,
    year(permits.finished_on) as 办结年度,
    month(permits.finished_on) as 办结月份,
    permits.result as 办理结果,
    permits.is_finished as 是否办结,
    permits.legal_days as 法定时限,
    permits.promised_days as 承诺时限,
    permits.excluded_days as 不计时限天数,
    permits.days_from_on as 时限起算日期,
    permits.working_days as 用时工作日,
    permits.limit_days as 衡量时限,
    permits.is_on_time as 是否按期办结,
    permits.on_the_spot as 是否即办,
    permits.channel as 申请渠道,
    permits.fee as 收费金额,
    permits.org_unit as 办理科室,
    permits.org_unit_written as 办理科室原文,
    permits.is_reported_kind as 是否计入三类事项,
    files.file as 文件,
    permits.sheet as 工作表,
    permits.row as 行号
from core.permits as permits
inner join files as files on permits.file_sha256 = files.sha256 and files.status = 'in force'
