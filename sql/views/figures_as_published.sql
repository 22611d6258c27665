/*
name = "发布值与现值"
description = "一行是最近一次发布中的一个指标:发布时的数值和现在的数值。差异的原因用 enfstat revisions 查看"
*/
select
    released.year as 年度,
    released.through_month as 算到月份,
    released.release as 发布编号,
    released.figure as 名称,
    released.title as 指标,
    released.unit as 单位,
    released.printed as 发布值,
    released.printed_now as 现值,
    released.differs as 有无差异,
    released.status as 发布时状态,
    released.status_now as 现状态,
    released.value as 发布数值,
    released.value_now as 现数值
from figures_as_published as released
where released.is_latest
