/*
title = "发布时的指标与现在的指标"
description = "一行是一次发布中的一个指标:发布时的数值,和这份数据库中同一期间的数值"

[columns]
release = "发布的编号,如 2023-r1"
figure = "指标的名称"
year = "年度"
through_month = "算到哪个月,全年为 12"
title = "发布时指标的中文名称"
unit = "发布时数值的单位"
value = "发布时的数值,单位见 unit"
numerator = "发布时的分子,计数和求和的指标为空,金额的单位为元"
denominator = "发布时的分母,计数和求和的指标为空,金额的单位为元"
printed = "发布时的写法"
status = "发布时的状态"
missing_months = "发布时没有文件覆盖的月份"
records = "发布时背后的记录数,单位为条"
is_latest = "是否同一期间的最近一次发布"
value_now = "现在的数值,指标已取消的为空"
printed_now = "现在的写法,指标已取消的为空"
status_now = "现在的状态,指标已取消的为空"
differs = "现在的写法或状态是否与发布时不同"
*/
with now as (
    select
        figures.figure,
        figures.year,
        figures.through_month,
        figures.value,
        printed_figure(
            figures.value, figures.numerator, figures.denominator, figures.unit, definitions.rounds_down
        ) as printed,
        figures.status
    from staging.figures_of_released_periods as figures
    inner join figure_definitions as definitions on figures.figure = definitions.figure
),

final as (
    select
        released.*,
        dense_rank() over (
            partition by released.year, released.through_month order by releases.number desc
        ) = 1 as is_latest,
        now.value as value_now,
        now.printed as printed_now,
        now.status as status_now,
        now.printed is distinct from released.printed or now.status is distinct from released.status as differs
    from staging.released_figures as released
    inner join releases on released.release = releases.release
    left join now
        on released.figure = now.figure
        and released.year = now.year
        and released.through_month = now.through_month
)

select final.*
from final
left join figure_definitions as definitions on final.figure = definitions.figure
order by final.release, definitions.position, final.figure
