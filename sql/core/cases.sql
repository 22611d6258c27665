/*
title = "案件"
description = "一行是一起在册案件,当事人姓名、证件号码、车牌号已脱敏"
contract = "cases"

[columns]
org_unit_written = "机构,按原文的写法;改了名的,org_unit 按名称对照写作现名"
field_written = "业务领域,按原文的写法;名称对照里有的,field 写作规定的业务领域"
is_penalized = "是否作出行政处罚:处理结果为行政处罚且有决定日期"
is_decided = "是否作出决定:处理结果为行政处罚或不予处罚且有决定日期"
levied_yuan = "决定的罚没款:罚款、没收违法所得、没收非法财物之和,空白按零计,单位为元"
collected_yuan = "该案已缴的款项,不论何时缴纳,加处罚款不计在内,单位为元"
ended_on = "办结日期:结案日期,没有的取移送日期,再没有的按程序和结果取决定或立案日期;空白表示尚未办结"
publication_workdays = "自决定次日到公示之日的工作日数,空白表示没有公示或没有工作日历,单位为工作日"
is_published_on_time = "是否在决定之日起七个工作日内公示,没有公示的为否,尚未决定或没有工作日历的为空"
is_publication_due = "截止日时七个工作日的公示期限是否已满"

[masked]
case_name = "其中的当事人姓名、车牌、证件号码和手机号以 * 代替"
party_name = "自然人只留第一个字,其余以 * 代替;组织的名称照公布"
party_id = "键控散列(HMAC-SHA-256),同一号码散列相同"
plate_no = "键控散列(HMAC-SHA-256),同一号牌散列相同"
offence = "其中的当事人姓名、车牌、证件号码和手机号以 * 代替"
extension_reason = "其中的当事人姓名、车牌、证件号码和手机号以 * 代替"
officers = "只留第一个字,其余以 * 代替"
officer_ids = "误填的身份证号为键控散列(HMAC-SHA-256),执法证号照公布"
*/
with parties as (
    select
        cases.*,
        -- A name that is a person's elsewhere is hidden here too: an individual business may bear its owner's name.
        is_natural_person(cases.party_kind, cases.party_id, cases.party_name) or persons.name is not null as is_person
    from staging.cases as cases
    left join staging.person_names as persons on cases.party_name = persons.name
),

-- For the days that there are: to look for those of every case in the calendar lays out all columns of all cases.
publications as (
    select
        periods.decided_on,
        periods.published_on,
        workdays_between(periods.decided_on, periods.published_on) as publication_workdays,
        is_within_publication_limit(periods.decided_on, periods.published_on) as is_within_limit,
        has_publication_limit_passed(periods.decided_on, parameters.as_of) as is_publication_due
    from (select distinct decided_on, published_on from staging.cases) as periods
    cross join staging.parameters as parameters
),

collected as (
    select
        case_no,
        sum(amount) as collected_yuan
    from core.payments
    where is_collected
    group by case_no
),

final as (
    select
        parties.file_sha256,
        parties.sheet,
        parties.row,
        parties.record_key,
        parties.shown_key,
        parties.export_on,
        parties.case_no,
        mask_text(
            parties.case_name, case when parties.is_person then parties.party_name end, parties.plate_no
        ) as case_name,
        mask_party(parties.party_name, parties.is_person) as party_name,
        parties.party_kind,
        keyed(parties.party_id) as party_id,
        keyed(parties.plate_no) as plate_no,
        parties.field,
        parties.field_written,
        mask_text(
            parties.offence, case when parties.is_person then parties.party_name end, parties.plate_no
        ) as offence,
        parties.source,
        parties.procedure,
        parties.off_site,
        parties.org_unit,
        parties.org_unit_written,
        parties.filed_on,
        parties.decision_no,
        parties.decided_on,
        parties.closed_on,
        parties.outcome,
        parties.penalty_kinds,
        parties.fine,
        parties.confiscated_income,
        parties.confiscated_goods,
        parties.waived_fine,
        parties.reduced_fine,
        parties.leniency,
        parties.hearing_held,
        parties.legal_review,
        parties.collective_discussion,
        parties.major_case,
        mask_text(
            parties.extension_reason, case when parties.is_person then parties.party_name end, parties.plate_no
        ) as extension_reason,
        parties.transferred_on,
        parties.revoked_on,
        parties.published_on,
        parties.inspection_task_no,
        list_transform(parties.officers, lambda officer: mask_name(officer)) as officers,
        list_transform(
            parties.officer_ids,
            lambda officer_id: case when is_resident_id(officer_id) then keyed(officer_id) else officer_id end
        ) as officer_ids,
        -- Flags are never null: a case without an outcome or a date is simply not one of them.
        coalesce(parties.outcome = '行政处罚', false) and parties.decided_on is not null as is_penalized,
        coalesce(parties.outcome in ('行政处罚', '不予处罚'), false) and parties.decided_on is not null as is_decided,
        cast(
            coalesce(parties.fine, 0)
            + coalesce(parties.confiscated_income, 0)
            + coalesce(parties.confiscated_goods, 0) as decimal(18, 2)
        ) as levied_yuan,
        cast(coalesce(collected.collected_yuan, 0) as decimal(18, 2)) as collected_yuan,
        coalesce(
            parties.closed_on,
            parties.transferred_on,
            case when parties.procedure = '简易程序' or parties.outcome = '不予处罚' then parties.decided_on end,
            case when parties.outcome = '撤销立案' then parties.filed_on end
        ) as ended_on,
        publications.publication_workdays,
        -- A case that is not published is not published in time; null only where a calendar is unknown.
        case
            when parties.decided_on is null then null
            when parties.published_on is null then false
            else publications.is_within_limit
        end as is_published_on_time,
        publications.is_publication_due
    from parties
    left join collected on parties.case_no = collected.case_no
    left join publications
        on parties.decided_on is not distinct from publications.decided_on
        and parties.published_on is not distinct from publications.published_on
)

select * from final
