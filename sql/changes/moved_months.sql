/*
order = 2
description = "有变动的指标在哪些月份有变动,那里有多少条记录。存量指标的月份为 1。记录少的指标先逐条比较,超过总数的不比"
*/
with before as (
    select
        figure,
        year,
        coalesce(month, 1) as month,
        org_unit,
        field,
        records,
        numerator,
        denominator
    from previous.figure_cells
),

after as (
    select
        figure,
        year,
        coalesce(month, 1) as month,
        org_unit,
        field,
        records,
        numerator,
        denominator
    from figure_cells
),

differing as (
    select distinct
        figure,
        year,
        month
    from ((from before except from after) union all (from after except from before)) as cells
),

records as (
    select
        cells.figure,
        cells.year,
        cells.month,
        sum(cells.records) as records
    from (from before union all from after) as cells
    semi join differing
        on cells.figure = differing.figure and cells.year = differing.year and cells.month = differing.month
    semi join (
        -- What is new or given up is not compared with anything.
        from moved_figures
        where then_figure is not null and now_figure is not null
    ) as moved
        on cells.figure = moved.figure and cells.year = moved.year
    group by cells.figure, cells.year, cells.month
),

totals as (
    select
        figure,
        year,
        sum(sum(records)) over (order by sum(records), figure, year) <= getvariable('compared_at_most') as is_compared
    from records
    group by figure, year
)

select
    records.figure,
    records.year,
    records.month,
    records.records,
    totals.is_compared
from records
inner join totals on records.figure = totals.figure and records.year = totals.year
