/*
order = 118
title = "滞办拖办"
unit = "件"
measure = "count"
date = "finished_on"
uses_calendar = true
definition = """
行政许可、行政备案、其他行政权力三类本年度办结的办件中未按期办结的件数,按办结日期归年。\
办结指填有办结日期且办理结果不是撤回申请、终止(结果空白也算办结)。\
即办(当场办结)的视为按期;其余自受理日期次日起算至办结日期,扣除不计时限天数后的工作日数不超过承诺时限的为按期,没有承诺时限的按法定时限,没有受理日期的自申请日期起算;不属按期的即为滞办拖办。\
无从判断时限的办件不计。\
工作日按国务院节假日安排(含调休)计算。"""
basis = "《行政许可法》第四十二条(期限)、第四十五条(不计入期限的时间)、第八十二条(期限以工作日计算);法治政府建设年度工作报告的惯例口径"
phrase = "滞办拖办{value}件"
synonyms = ["超期办件", "逾期办件", "超时办结"]
wordings = ["滞办、拖办", "滞办和拖办", "滞办", "拖办", "滞办件", "滞办拖办件", "滞办拖办现象", "超期办结", "逾期办结", "超期件", "逾期件"]
*/
select
    *,
    finished_on as occurred_on
from core.permits
where is_reported_kind
    and is_finished
    and not is_on_time
