/*
order = 117
title = "当场或承诺期内办结率"
unit = "%"
measure = "share"
date = "finished_on"
uses_calendar = true
definition = """
行政许可、行政备案、其他行政权力三类本年度办结的办件中按期办结的比例,按办结日期归年。\
办结指填有办结日期且办理结果不是撤回申请、终止(结果空白也算办结)。\
即办(当场办结)的视为按期;其余自受理日期次日起算至办结日期,扣除不计时限天数后的工作日数不超过承诺时限的为按期,没有承诺时限的按法定时限,没有受理日期的自申请日期起算。\
既无承诺时限又无法定时限且非即办的办件无从判断,不计入分母,另行提示。\
工作日按国务院节假日安排(含调休)计算。"""
basis = "《行政许可法》第四十二条(期限)、第四十五条(不计入期限的时间)、第八十二条(期限以工作日计算);承诺时限由本机关公布;法治政府建设年度工作报告的惯例口径"
phrase = "当场或承诺期内办结率{value}%"
synonyms = ["按期办结率", "按时办结率", "承诺期内办结率"]
*/
select
    *,
    finished_on as occurred_on,
    is_on_time as counted
from core.permits
where is_reported_kind
    and is_finished
    and is_on_time is not null
