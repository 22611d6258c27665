/*
title = "比率在0与100%之间"
level = "report"
message = "有比率小于0或大于100%,照实公布;请核对其分子和分母的来源,如多缴、承诺时限长于法定时限"
*/
with totals as (
    select
        cells.figure,
        cells.year,
        sum(cells.numerator) as numerator,
        sum(cells.denominator) as denominator
    from figure_cells as cells
    inner join figure_definitions as definitions on cells.figure = definitions.figure
    where definitions.unit = '%'
    group by cells.figure, cells.year
)

select *
from totals
where numerator < 0
    or numerator > denominator
