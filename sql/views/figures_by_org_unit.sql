/*
name = "指标分机构"
description = "一行是一个指标一个年度在一个机构的数值;各行的记录数相加等于全年。没有机构的指标不在其中"

[columns]
"年度" = "年度"
"机构" = "机构,原文空白的为未填"
"名称" = "指标的名称,用于 figure('名称', 年度) 和 trace('名称', 年度)"
"数值" = "数值,单位见单位列;分母为零的为空"
"分子" = "分子,计数和求和的指标为空,金额的单位为元"
"分母" = "分母,计数和求和的指标为空,金额的单位为元"
"记录数" = "记录数,单位为条"
*/
select
    cells.year as 年度,
    cells.org_unit as 机构,
    definitions.position as 次序,
    cells.figure as 名称,
    definitions.title as 指标,
    case
        when definitions.measure in ('count', 'sum') or cells.denominator <> 0
            then figure_value(definitions.measure, definitions.unit, cells.numerator, cells.denominator)
    end as 数值,
    definitions.unit as 单位,
    case when definitions.measure not in ('count', 'sum') then cells.numerator end as 分子,
    case when definitions.measure not in ('count', 'sum') then cells.denominator end as 分母,
    cells.records as 记录数
from (
    -- Joined before it is grouped: DuckDB 1.5.0 to 1.5.2 lose rows of a group that is joined and filtered after.
    select
        parts.figure,
        parts.year,
        parts.org_unit,
        cast(sum(parts.records) as bigint) as records,
        cast(sum(parts.numerator) as decimal(38, 2)) as numerator,
        cast(sum(parts.denominator) as decimal(38, 2)) as denominator
    from figure_cells as parts
    inner join figure_definitions as split on parts.figure = split.figure
    where split.has_org_unit and not split.is_not_applicable
    group by parts.figure, parts.year, parts.org_unit
) as cells
inner join figure_definitions as definitions on cells.figure = definitions.figure
order by cells.year, definitions.position, cells.org_unit
