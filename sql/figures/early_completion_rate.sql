/*
order = 234
title = "提前办结率"
unit = "%"
measure = "share"
date = "finished_on"
uses_calendar = true
definition = """
分母为行政许可、行政备案、其他行政权力三类本年度办结且有承诺时限的办件,分子为其中实际用时少于承诺时限的办件:自受理日期(没有的自申请日期)次日起算至办结日期、扣除不计时限天数后的工作日数小于承诺时限。\
办结指填有办结日期且办理结果不是撤回申请、终止(结果空白也算办结)。\
按办结日期归年;工作日按国务院节假日安排(含调休)计算。"""
basis = "《行政许可法》第四十二条、第八十二条;行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "提前办结率{value}%"
synonyms = ["提速办结率"]
wordings = ["提前办结"]
*/
select
    *,
    finished_on as occurred_on,
    working_days < promised_days as counted
from core.permits
where is_reported_kind
    and is_finished
    and promised_days is not null
    and working_days is not null
