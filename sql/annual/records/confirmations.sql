/*
title = "行政确认"
definition = "本年度办结的行政确认事项,按办结日期归年;撤回申请、终止的不计。"
*/
select
    *,
    finished_on as occurred_on
from core.permits
where is_finished
    and item_kind = '行政确认'
