/*
title = "行政许可受理"
part_of = "permits_handled"
definition = "本年度受理的行政许可申请,按受理日期归年;受理结果为不予受理的不计。"
*/
select
    *,
    accepted_on as occurred_on
from core.permits
where item_kind = '行政许可'
    and accepted_on is not null
    and is_accepted
