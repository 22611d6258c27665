/*
name = "年度指标"
description = "一行是一个指标一个年度的数值及上年数值和增减;没有数值的看状态,不等于零"

[columns]
"打印数值" = "报告中的写法,四舍五入一次:万元二至四位小数,百分比至多二位小数;没有数值的为空"
"上年数值" = "上年的数值,单位见单位列,上年没有数值的为空"
"上年打印数值" = "上年数值在报告中的写法,上年没有数值的为空"
"上年状态" = "上年的状态"
"增减" = "本年数值减上年数值,百分比的为百分点;有一年没有数值的为空"
"增减百分比" = "增减占上年数值的百分比,至六位小数;上年为零、有一年没有数值的和百分比指标为空,单位为%"
*/
select
    figures.year as 年度,
    figures.position as 次序,
    figures.figure as 名称,
    figures.title as 指标,
    figures.value as 数值,
    printed_figure(
        figures.value, figures.numerator, figures.denominator, figures.unit, definitions.rounds_down
    ) as 打印数值,
    figures.unit as 单位,
    figures.status as 状态,
    figures.missing_months as 缺少的月份,
    previous_year.value as 上年数值,
    printed_figure(
        previous_year.value, previous_year.numerator, previous_year.denominator, figures.unit, definitions.rounds_down
    ) as 上年打印数值,
    previous_year.status as 上年状态,
    figures.value - previous_year.value as 增减,
    case
        when figures.unit <> '%'
            then exact_quotient(figures.value - previous_year.value, previous_year.value, 100)
    end as 增减百分比,
    figures.numerator as 分子,
    figures.denominator as 分母,
    figures.records as 记录数,
    figures.note as 附注,
    definitions.definition as 口径
from figures as figures
inner join figure_definitions as definitions on figures.figure = definitions.figure
left join figures as previous_year
    on figures.figure = previous_year.figure and figures.year = previous_year.year + 1
order by figures.year, figures.position
