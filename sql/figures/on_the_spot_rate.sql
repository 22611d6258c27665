/*
order = 235
title = "即办率"
unit = "%"
measure = "share"
date = "finished_on"
definition = """
分母为行政许可、行政备案、其他行政权力三类本年度办结的办件,分子为其中即办(当场办结)的办件,该栏空白视为否。\
办结指填有办结日期且办理结果不是撤回申请、终止(结果空白也算办结)。\
按办结日期归年。"""
basis = "《行政许可法》第三十四条第二款(当场作出决定);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "即办率{value}%"
synonyms = ["当场办结率", "即办件占比"]
wordings = ["即办件率", "即办件比例", "当场办结比例", "即办件…占…", "当场办结…占…", "当场办结"]
*/
select
    *,
    finished_on as occurred_on,
    coalesce(on_the_spot, false) as counted
from core.permits
where is_reported_kind
    and is_finished
