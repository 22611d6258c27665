/*
order = 6
description = "一行是一个指标一个年度的变动的一个原因,及由此变动的记录数和数量"
*/
with counted as (
    select
        figure,
        year,
        cause,
        why,
        count(distinct coalesce(record_id, -id)) as records,
        sum(numerator_change) as numerator_change,
        sum(denominator_change) as denominator_change
    from explained
    group by figure, year, cause, why
    union all by name
    select
        figure,
        year,
        cause,
        why
    from staging.state_causes
),

final as (
    select
        moved.figure,
        moved.year,
        coalesce(moved.now_figure.title, moved.then_figure.title) as title,
        coalesce(moved.now_figure.unit, moved.then_figure.unit) as unit,
        moved.then_figure.value as value_before,
        moved.now_figure.value as value_now,
        moved.then_figure.printed as printed_before,
        moved.now_figure.printed as printed_now,
        moved.then_figure.status as status_before,
        moved.now_figure.status as status_now,
        counted.cause,
        titles.title as cause_title,
        counted.why,
        counted.records,
        counted.numerator_change,
        case
            when coalesce(moved.now_figure.measure, moved.then_figure.measure) not in ('count', 'sum')
                then counted.denominator_change
        end as denominator_change
    from moved_figures as moved
    inner join counted on moved.figure = counted.figure and moved.year = counted.year
    inner join staging.cause_titles as titles on counted.cause = titles.cause
)

select final.*
from final
left join figure_definitions as definitions on final.figure = definitions.figure
order by final.year desc, definitions.position, final.figure, final.records desc, final.cause, final.why
