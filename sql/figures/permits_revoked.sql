/*
order = 233
title = "撤销许可"
unit = "件"
measure = "count"
date = "finished_on"
definition = """
本年度办结的行政许可办件中办理结果为撤销的件数,按办结日期归年。"""
basis = "《行政许可法》第六十九条(撤销);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "撤销许可{value}件"
synonyms = ["撤销行政许可"]
wordings = ["撤销行政许可决定", "撤销许可决定"]
*/
select
    *,
    finished_on as occurred_on
from core.permits
where is_finished
    and item_kind = '行政许可'
    and result = '撤销'
