/*
title = "各月、各机构、各领域之和等于全年"
level = "hold"
message = "某项指标按月、按机构(含未填)、按领域分组之和与全年直接计算的不等;请检查该指标的查询是否重复或遗漏记录"
*/
with cells as (
    select
        figure,
        year,
        sum(records) as records,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from figure_cells
    group by figure, year
)

-- figure_totals is counted straight from the records of each figure, without any split: not from the cells.
select
    coalesce(totals.figure, cells.figure) as figure,
    coalesce(totals.year, cells.year) as year,
    totals.records,
    cells.records as records_of_cells,
    totals.numerator,
    cells.numerator as numerator_of_cells
from figure_totals as totals
full outer join cells on totals.figure = cells.figure and totals.year = cells.year
where totals.records is distinct from cells.records
    or totals.numerator is distinct from cells.numerator
    or totals.denominator is distinct from cells.denominator
