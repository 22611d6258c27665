/*
order = 2
description = "发布时与现在计入不同的记录:各指标中计入与否、归入的年度和日期、机构、领域,或计入分子和分母多少有变"
*/
with placed as (
    select 'then' as side, counted.*, records.contract, records.key as own_key, records.case_no, records.task_no, records.object
    from then_counted as counted
    left join then_records as records using (file_sha256, sheet, row)
    union all
    select 'now' as side, counted.*, records.contract, records.key as own_key, records.case_no, records.task_no, records.object
    from now_counted as counted
    left join now_records as records using (file_sha256, sheet, row)
),

copies as (
    select
        *,
        {occurred_on: occurred_on, org_unit: org_unit, field: field, n: numerator, d: denominator} as content,
        row_number() over (
            partition by side, figure, key, occurred_on, org_unit, field, numerator, denominator
            order by file_sha256, sheet, row
        ) as copy
    from placed
),

unmatched as (
    select
        copies.*,
        year(copies.occurred_on) as year
    from copies
    anti join copies as others
        on copies.figure = others.figure
        and copies.key = others.key
        and copies.content is not distinct from others.content
        and copies.copy = others.copy
        and copies.side <> others.side
),

final as (
    select
        row_number() over (order by figure, year, key) as id,
        figure,
        year,
        key,
        max(shown_key) as shown_key,
        max(contract) as contract,
        bool_or(key = own_key) as is_own,
        list(distinct case_no) as case_nos,
        max(object) as object,
        max(file_sha256) filter (where side = 'then') as sha256_then,
        max(sheet) filter (where side = 'then') as sheet_then,
        max(row) filter (where side = 'then') as row_then,
        max(file_sha256) filter (where side = 'now') as sha256_now,
        max(sheet) filter (where side = 'now') as sheet_now,
        max(row) filter (where side = 'now') as row_now,
        coalesce(sum(numerator) filter (where side = 'now'), 0)
        - coalesce(sum(numerator) filter (where side = 'then'), 0) as numerator_change,
        coalesce(sum(denominator) filter (where side = 'now'), 0)
        - coalesce(sum(denominator) filter (where side = 'then'), 0) as denominator_change
    from unmatched
    group by figure, year, key
)

select * from final
