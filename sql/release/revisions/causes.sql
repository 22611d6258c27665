/*
order = 3
description = "计入的每处不同由哪条变了的记录引起;没有记录引起的,记录为空"
*/
with contracts as (
    select figure, contracts from figure_definitions
),

cases_of_records as (
    select id, contract, unnest(case_nos) as case_no from changed_records
),

own as (
    select counts.id as count_id, records.id as record_id, 1 as place
    from changed_counts as counts
    inner join changed_records as records on counts.contract = records.contract and counts.key = records.key
    union all
    -- What the figure reads of another export, by the case.
    select counts.id, records.id, 2
    from changed_counts as counts
    inner join contracts on counts.figure = contracts.figure
    cross join unnest(counts.case_nos) as cases(case_no)
    inner join cases_of_records as records on cases.case_no = records.case_no
    where counts.contract <> records.contract and list_contains(contracts.contracts, records.contract)
),

-- Only where there is none of these: an object may have been visited many times.
without_own as (
    select counts.*
    from changed_counts as counts
    anti join own on counts.id = own.count_id
),

related as (
    -- A task is made of its visits; of several visits of an object the first counts.
    select counts.id as count_id, records.id as record_id, 1 as place
    from without_own as counts
    inner join changed_records as records
        on counts.contract = records.contract
        and case when counts.is_own then counts.object end = records.object
    union all
    select counts.id, records.id, 1
    from without_own as counts
    inner join changed_records as records
        on counts.contract = records.contract
        and case when not counts.is_own then counts.key end = records.task_no
),

-- A payment has the unit and field of its case.
of_cases as (
    select counts.id as count_id, records.id as record_id, 1 as place
    from without_own as counts
    anti join related on counts.id = related.count_id
    cross join unnest(counts.case_nos) as cases(case_no)
    inner join cases_of_records as records on cases.case_no = records.case_no
    where counts.contract = 'payments' and records.contract = 'cases'
),

nearest as (
    select count_id, record_id, min(place) as place
    from (from own union all from related union all from of_cases) as linked
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
