/*
order = 114
title = "行政备案"
unit = "件"
measure = "count"
date = "finished_on"
definition = """
本年度办结的行政备案办件数,按办结日期归年。\
办结指填有办结日期且办理结果不是撤回申请、终止(结果空白也算办结);准予、不予、撤销、注销等其他结果都算办结。\
未办结的不计。"""
basis = "法治政府建设年度工作报告的惯例口径"
phrase = "行政备案{value}件"
synonyms = ["备案办件"]
wordings = ["备案", "行政备案事项", "行政备案办件", "备案事项", "办理备案", "备案件"]
*/
select
    *,
    finished_on as occurred_on
from core.permits
where is_finished
    and item_kind = '行政备案'
