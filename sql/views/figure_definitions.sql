/*
name = "指标口径"
description = "一行是一个指标的口径、依据和报告中的写法"
*/
select
    definitions.position as 次序,
    definitions.figure as 名称,
    definitions.title as 指标,
    definitions.unit as 单位,
    definitions.definition as 口径,
    definitions.basis as 依据,
    definitions.phrase as 报告写法,
    definitions.synonyms as 其他叫法,
    definitions.contracts as 数据种类
from figure_definitions as definitions
order by definitions.position
