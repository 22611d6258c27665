/*
title = "简易程序与普通程序之和等于全部处罚案件"
level = "hold"
message = "简易程序案件与普通程序案件之和与查处各类违法案件不等;请检查程序类型的词表和这几项指标的定义"
*/
with totals as (
    select
        year,
        coalesce(sum(records) filter (where figure = 'cases_penalized'), 0) as whole,
        coalesce(sum(records) filter (where figure in ('simplified_cases', 'ordinary_cases')), 0) as parts
    from figure_cells
    group by year
)

select *
from totals
where whole <> parts
