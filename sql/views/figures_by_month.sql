/*
name = "指标分月"
description = "一行是一个指标一个月的数值,到截止日所在的月份为止,以后的月份有记录的也列出;没有文件覆盖也没有记录的月份没有数值,不等于零;存量指标不分月"

[columns]
"年度" = "年度"
"次序" = "在报告中的次序"
"名称" = "指标的名称,用于 figure('名称', 年度) 和 trace('名称', 年度)"
"指标" = "指标的中文名称"
"单位" = "数值的单位"
"月份" = "月份 1 至 12"
"数值" = "当月的数值,单位见单位列;无数据、无对象、不适用的为空"
"分子" = "当月的分子,计数和求和的指标为空,金额的单位为元"
"分母" = "当月的分母,计数和求和的指标为空,金额的单位为元"
"记录数" = "当月的记录数,单位为条"
"状态" = "正常;部分(有记录,而当月没有文件覆盖);无对象(分母为零);无数据(当月没有文件覆盖,也没有记录);不适用(没有这项职权)"
*/
with months as (
    select
        figures.figure,
        figures.year,
        cast(numbers.month as integer) as month
    from figures as figures
    cross join (select unnest(generate_series(1, 12)) as month) as numbers
    cross join build as build
    where make_date(figures.year, numbers.month, 1) <= build.as_of
        or (figures.year, numbers.month) in (select (year, month) from figure_cells where month is not null)
),

cover as (
    select
        definitions.figure,
        covered.month,
        count(*) = max(len(definitions.contracts)) as is_covered
    from figure_definitions as definitions
    inner join covered_months as covered on list_contains(definitions.contracts, covered.contract)
    group by definitions.figure, covered.month
),

sums as (
    select
        figure,
        year,
        month,
        sum(records) as records,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from figure_cells
    group by figure, year, month
),

settled as (
    select
        months.year,
        months.month,
        definitions.position,
        definitions.figure,
        definitions.title,
        definitions.unit,
        definitions.measure,
        cast(coalesce(sums.numerator, 0) as decimal(38, 2)) as numerator,
        cast(coalesce(sums.denominator, 0) as decimal(38, 2)) as denominator,
        cast(coalesce(sums.records, 0) as bigint) as records,
        case
            when definitions.is_not_applicable then '不适用'
            when not coalesce(cover.is_covered, false) and coalesce(sums.records, 0) = 0 then '无数据'
            when definitions.measure not in ('count', 'sum') and coalesce(sums.denominator, 0) = 0 then '无对象'
            when not coalesce(cover.is_covered, false) then '部分'
            else '正常'
        end as status
    from months
    inner join figure_definitions as definitions on months.figure = definitions.figure and definitions.has_months
    left join cover on months.figure = cover.figure and make_date(months.year, months.month, 1) = cover.month
    left join sums on months.figure = sums.figure and months.year = sums.year and months.month = sums.month
)

select
    settled.year as 年度,
    settled.month as 月份,
    settled.position as 次序,
    settled.figure as 名称,
    settled.title as 指标,
    case
        when settled.status in ('正常', '部分')
            then figure_value(settled.measure, settled.unit, settled.numerator, settled.denominator)
    end as 数值,
    settled.unit as 单位,
    settled.status as 状态,
    case when settled.measure not in ('count', 'sum') then settled.numerator end as 分子,
    case when settled.measure not in ('count', 'sum') then settled.denominator end as 分母,
    settled.records as 记录数
from settled
order by settled.year, settled.month, settled.position
