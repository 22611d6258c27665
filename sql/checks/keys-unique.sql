/*
title = "没有重复的主键"
level = "hold"
message = "同一主键出现了两条以上记录;请检查取最新一版的规则,同一主键只应有一条在用的记录"
*/
with keys as (
    select 'cases' as core_table, record_key as key from core.cases
    union all
    select 'carried_in_cases' as core_table, record_key || '|' || carried_on as key from core.carried_in_cases
    union all
    select 'payments' as core_table, record_key || '|' || coalesce(kind, '') || '|' || paid_on as key from core.payments
    union all
    select 'permits' as core_table, record_key as key from core.permits
    union all
    select 'inspection_visits' as core_table, record_key as key from core.inspection_visits
    union all
    select 'inspection_tasks' as core_table, record_key as key from core.inspection_tasks
    union all
    select 'coercions' as core_table, record_key as key from core.coercions
    union all
    select 'reviews' as core_table, record_key as key from core.reviews
    union all
    select 'outreach' as core_table, record_key as key from core.outreach
    union all
    select 'complaints' as core_table, record_key as key from core.complaints
    union all
    select 'declared' as core_table, record_key as key from core.declared
)

-- A receipt has one item of each kind and day.
select
    core_table,
    key,
    count(*) as records
from keys
group by core_table, key
having count(*) > 1
