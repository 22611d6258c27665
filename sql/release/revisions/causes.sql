/*
order = 3
description = "计入的每处不同由哪条变了的记录引起;没有记录引起的,记录为空"
*/
with contracts as (
    select figure, contracts from figure_definitions
),

linked as (
    select counts.id as count_id, records.id as record_id, 1 as distance, 1 as place
    from changed_counts as counts
    inner join changed_records as records on counts.contract = records.contract and counts.key = records.key
    union all
    -- What the figure reads of another export, by the case.
    select counts.id, records.id, 1, 2
    from changed_counts as counts
    inner join contracts on counts.figure = contracts.figure
    inner join changed_records as records
        on counts.contract <> records.contract
        and list_contains(contracts.contracts, records.contract)
        and list_has_any(counts.case_nos, records.case_nos)
    union all
    -- A task is made of its visits; of several visits of an object the first counts.
    select counts.id, records.id, 2, 1
    from changed_counts as counts
    inner join changed_records as records
        on counts.contract = records.contract
        and case when counts.is_own then counts.object = records.object else counts.key = records.task_no end
    union all
    -- A payment has the unit and field of its case.
    select counts.id, records.id, 3, 1
    from changed_counts as counts
    inner join changed_records as records
        on counts.contract = 'payments'
        and records.contract = 'cases'
        and list_has_any(counts.case_nos, records.case_nos)
),

nearest as (
    select count_id, record_id, min(place) as place
    from (select * from linked qualify distance = min(distance) over (partition by count_id)) as near
    group by count_id, record_id
),

final as (
    -- What several records did together stands with the first of them.
    select
        counts.*,
        nearest.record_id,
        row_number() over (partition by counts.id order by nearest.place, nearest.record_id) = 1 as is_first
    from changed_counts as counts
    left join nearest on counts.id = nearest.count_id
)

select * from final
