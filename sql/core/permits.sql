/*
title = "政务服务办件"
description = "一行是一件许可、备案或其他权力事项的办件,申请人为自然人的姓名和全部证件号码已脱敏"
contract = "permits"

[columns]
org_unit_written = "机构,按原文的写法;改了名的,org_unit 按名称对照写作现名"
is_finished = "是否办结:有办结日期,结果不是撤回申请、终止"
is_reported_kind = "是否报告所计的三类:行政许可、行政备案、其他行政权力"
is_accepted = "是否受理:按受理结果,没有的有受理日期为是;两者都没有的为空"
days_from_on = "办理时限的起算日:受理日期,没有的取申请日期"
working_days = "办理所用的工作日数,起算日不计、办结日计,扣除不计时限天数,单位为工作日"
limit_days = "衡量所用的时限:承诺时限,没有的取法定时限,单位为工作日"
is_on_time = "是否按期办结:即办为是,其余看工作日数是否不超过时限;没有办结、没有时限或没有工作日历的为空"

[masked]
item_name = "其中的申请人姓名、车牌、证件号码和手机号以 * 代替"
applicant = "自然人只留第一个字,其余以 * 代替;组织的名称照公布"
applicant_id = "键控散列(HMAC-SHA-256),同一号码散列相同"
*/
-- For the days that there are: to look for those of every item in the calendar lays out all columns of all items.
with processings as (
    select
        applied_on,
        accepted_on,
        finished_on,
        excluded_days,
        item_working_days(applied_on, accepted_on, finished_on, excluded_days) as working_days
    from (select distinct applied_on, accepted_on, finished_on, excluded_days from staging.permits) as periods
),

applicants as (
    select
        permits.*,
        is_natural_person(permits.applicant_kind, permits.applicant_id, permits.applicant)
        or persons.name is not null as is_person,
        is_item_finished(permits.finished_on, permits.result) as is_finished,
        processings.working_days,
        coalesce(permits.promised_days, permits.legal_days) as limit_days
    from staging.permits as permits
    left join processings
        on permits.applied_on is not distinct from processings.applied_on
        and permits.accepted_on is not distinct from processings.accepted_on
        and permits.finished_on is not distinct from processings.finished_on
        and permits.excluded_days is not distinct from processings.excluded_days
    left join staging.person_names as persons on permits.applicant = persons.name
),

final as (
    select
        file_sha256,
        sheet,
        row,
        record_key,
        shown_key,
        export_on,
        item_no,
        mask_text(item_name, case when is_person then applicant end, null) as item_name,
        item_code,
        item_kind,
        mask_party(applicant, is_person) as applicant,
        applicant_kind,
        keyed(applicant_id) as applicant_id,
        applied_on,
        accepted_on,
        acceptance,
        within_authority,
        finished_on,
        result,
        legal_days,
        promised_days,
        excluded_days,
        on_the_spot,
        channel,
        fee,
        org_unit,
        org_unit_written,
        is_finished,
        is_reported_item_kind(item_kind) as is_reported_kind,
        case
            when acceptance is not null then acceptance = '受理'
            when accepted_on is not null then true
        end as is_accepted,
        coalesce(accepted_on, applied_on) as days_from_on,
        working_days,
        limit_days,
        -- Null where it cannot be judged: not finished, no limit, or a year whose calendar is unknown.
        case
            when not is_finished then null
            when on_the_spot then true
            else working_days <= limit_days
        end as is_on_time
    from applicants
)

select * from final
