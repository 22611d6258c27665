/*
title = "检查任务不多于检查家次"
level = "hold"
message = "某年度的检查任务多于检查家次;请检查这两项指标的定义,每次任务至少有一家次"
*/
with totals as (
    select
        year,
        coalesce(sum(records) filter (where figure = 'inspection_tasks'), 0) as tasks,
        coalesce(sum(records) filter (where figure = 'inspection_visits'), 0) as visits
    from figure_cells
    group by year
)

select *
from totals
where tasks > visits
