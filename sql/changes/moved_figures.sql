/*
order = 1
description = "与上一次发布的相比有变动的指标:两边都有的年度里,数值、记录数、状态、缺少的月份或写法不同的"
*/
with before as (
    select
        figures.figure,
        figures.year,
        figures.title,
        figures.unit,
        figures.measure,
        figures.value,
        printed_figure(
            figures.value, figures.numerator, figures.denominator, figures.unit, definitions.rounds_down
        ) as printed,
        figures.status,
        figures.missing_months,
        figures.note,
        figures.records
    from previous.figures as figures
    inner join previous.figure_definitions as definitions on figures.figure = definitions.figure
),

after as (
    select
        figures.figure,
        figures.year,
        figures.title,
        figures.unit,
        figures.measure,
        figures.value,
        printed_figure(
            figures.value, figures.numerator, figures.denominator, figures.unit, definitions.rounds_down
        ) as printed,
        figures.status,
        figures.missing_months,
        figures.note,
        figures.records
    from figures as figures
    inner join figure_definitions as definitions on figures.figure = definitions.figure
),

final as (
    select
        coalesce(before.figure, after.figure) as figure,
        coalesce(before.year, after.year) as year,
        case when before.figure is not null then before end as then_figure,
        case when after.figure is not null then after end as now_figure
    from before
    full outer join after on before.figure = after.figure and before.year = after.year
)

select final.*
from final
semi join before on final.year = before.year
semi join after on final.year = after.year
where final.then_figure is distinct from final.now_figure
    -- That another month has passed without a file changes nothing where there was none.
    and not coalesce(
        final.then_figure.status = final.now_figure.status and final.now_figure.status in ('无数据', '不适用'),
        false
    )
