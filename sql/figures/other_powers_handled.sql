/*
order = 115
title = "其他行政权力事项"
unit = "件"
measure = "count"
date = "finished_on"
definition = """
本年度办结的其他行政权力办件数,按办结日期归年。\
办结指填有办结日期且办理结果不是撤回申请、终止(结果空白也算办结);准予、不予、撤销、注销等其他结果都算办结。\
未办结的不计。"""
basis = "法治政府建设年度工作报告的惯例口径"
phrase = "其他行政权力事项{value}件"
synonyms = ["其他权力事项", "其他行政权力办件"]
wordings = ["其他行政权力", "其他权力", "其他权利事项", "其他行政权利事项", "其他行政权力件", "其他行政权力事项办件", "其它行政权力", "其它行政权力事项"]
*/
select
    *,
    finished_on as occurred_on
from core.permits
where is_finished
    and item_kind = '其他行政权力'
