/*
order = 113
title = "行政许可办件"
unit = "件"
measure = "count"
date = "finished_on"
definition = """
本年度办结的行政许可办件数,按办结日期归年。\
办结指填有办结日期且办理结果不是撤回申请、终止(结果空白也算办结);准予、不予、撤销、注销等其他结果都算办结。\
未办结的不计。"""
basis = "法治政府建设年度工作报告的惯例口径;《行政许可法》第三十四条、第三十八条(审查与决定)"
phrase = "办理行政许可{value}件"
synonyms = ["行政许可办结", "许可办件量"]
wordings = ["行政许可", "行政许可事项", "行政许可案件", "许可事项", "许可办件", "办理许可", "办结许可", "行政许可件", "许可类", "许可类事项", "许可类办件"]
*/
select
    *,
    finished_on as occurred_on
from core.permits
where is_finished
    and item_kind = '行政许可'
