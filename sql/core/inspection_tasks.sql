/*
title = "检查任务"
description = "一行是一次检查任务,日期、任务类型、检查机构和业务领域取自其首次检查"
contract = "inspections"

[columns]
first_inspected_on = "首次检查的日期,任务按它归年"
visits = "检查的次数(一个对象一次),单位为家次"
has_mobile_visit = "是否有一次检查用掌上终端"
is_all_mobile = "是否每次检查都用掌上终端"
is_cross_department = "是否有一次检查跨部门"
is_all_credit_rule = "是否每次检查都应用信用规则"
*/
with ranked as (
    -- By the clear object key: the published one is keyed for persons and would order otherwise.
    select
        inspections.*,
        row_number() over (
            partition by inspections.task_no
            order by
                inspections.inspected_on,
                coalesce(inspections.object_id, inspections.object_name),
                inspections.record_key
        ) as visit_number
    from staging.inspections as inspections
),

tasks as (
    select
        task_no,
        count(*) as visits,
        bool_or(coalesce(terminal = '掌上', false)) as has_mobile_visit,
        bool_and(coalesce(terminal = '掌上', false)) as is_all_mobile,
        bool_or(coalesce(cross_department, false)) as is_cross_department,
        bool_and(coalesce(credit_rule, false)) as is_all_credit_rule
    from staging.inspections
    group by task_no
),

final as (
    select
        first_visits.file_sha256,
        first_visits.sheet,
        first_visits.row,
        first_visits.task_no as record_key,
        first_visits.task_no as shown_key,
        first_visits.export_on,
        first_visits.task_no,
        first_visits.org_unit,
        first_visits.field,
        first_visits.task_kind,
        first_visits.inspected_on as first_inspected_on,
        tasks.visits,
        tasks.has_mobile_visit,
        tasks.is_all_mobile,
        tasks.is_cross_department,
        tasks.is_all_credit_rule
    from ranked as first_visits
    inner join tasks on first_visits.task_no = tasks.task_no
    where first_visits.visit_number = 1
)

select * from final
