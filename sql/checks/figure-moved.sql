/*
title = "已结束年度的指标没有大幅变动"
level = "hold"
message = "已结束年度的指标与上次发布相比变动过大,或当年指标大幅减少;请查明是补录、更正还是漏放文件,确认无误后放行"
*/
with now as (
    select
        figure,
        year,
        sum(records) as records,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from figure_cells
    group by figure, year
),

before as (
    select
        figure,
        year,
        sum(records) as records,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from previous.figure_cells
    group by figure, year
),

compared as (
    -- Only what was published before can have moved: a year or a figure that is new is not a movement.
    select
        before.figure,
        before.year,
        before.year < year(parameters.as_of) as is_closed,
        before.records as old_records,
        coalesce(now.records, 0) as new_records,
        before.numerator as old_numerator,
        coalesce(now.numerator, 0) as new_numerator,
        definitions.measure = 'share' as is_share,
        case
            when definitions.measure in ('count', 'sum') then before.numerator
            else before.numerator / nullif(before.denominator, 0)
        end as old_value,
        coalesce(
            case
                when definitions.measure in ('count', 'sum') then now.numerator
                else now.numerator / nullif(now.denominator, 0)
            end,
            0
        ) as new_value,
        parameters.moved_share,
        parameters.moved_records
    from before
    inner join figure_definitions as definitions on before.figure = definitions.figure
    left join now on before.figure = now.figure and before.year = now.year
    cross join staging.parameters as parameters
),

-- A share moves by its counted records as well as by all of them.
moved as (
    select
        *,
        case
            when is_share then greatest(abs(new_records - old_records), abs(new_numerator - old_numerator))
            else abs(new_records - old_records)
        end as moved_by,
        case
            when is_share then greatest(old_records - new_records, old_numerator - new_numerator)
            else old_records - new_records
        end as fell_by
    from compared
)

select
    figure,
    year,
    old_value,
    new_value,
    old_records,
    new_records
from moved
where (is_closed and moved_by > moved_records and abs(new_value - old_value) > moved_share * abs(old_value))
    or (not is_closed and fell_by > moved_records and old_value - new_value > moved_share * abs(old_value))
