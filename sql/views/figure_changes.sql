/*
name = "指标变动"
description = "一行是一个指标一个年度与上一次发布相比变动的一个原因;没有变动的指标不列,首次构建为空"
*/
select
    changes.year as 年度,
    changes.figure as 名称,
    changes.title as 指标,
    changes.value_before as 上次数值,
    changes.value_now as 现在数值,
    changes.printed_before as 上次打印数值,
    changes.printed_now as 现在打印数值,
    changes.unit as 单位,
    changes.status_before as 上次状态,
    changes.status_now as 现在状态,
    changes.cause_title as 原因,
    changes.why as 说明,
    changes.records as 记录数,
    changes.numerator_change as 分子增减,
    changes.denominator_change as 分母增减
from figure_changes as changes
