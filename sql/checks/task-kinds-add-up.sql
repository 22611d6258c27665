/*
title = "各类检查任务之和等于检查任务"
level = "hold"
message = "双随机抽查、专项检查、即时检查、个案检查之和与掌上执法检查不等;请检查任务类型的词表和这几项指标的定义"
*/
with totals as (
    select
        year,
        coalesce(sum(records) filter (where figure = 'inspection_tasks'), 0) as whole,
        coalesce(sum(records) filter (
            where figure in (
                'random_inspections',
                'special_inspections',
                'instant_inspections',
                'case_inspections'
            )
        ), 0) as parts
    from figure_cells
    group by year
)

select *
from totals
where whole <> parts
