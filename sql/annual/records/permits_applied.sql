/*
title = "行政许可申请"
part_of = "permits_handled"
definition = "本年度收到的行政许可申请,按申请日期归年,不论是否受理、结果如何。"
*/
select
    *,
    applied_on as occurred_on
from core.permits
where item_kind = '行政许可'
