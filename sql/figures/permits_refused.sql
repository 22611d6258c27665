/*
order = 232
title = "不予许可"
unit = "件"
measure = "count"
date = "finished_on"
definition = """
本年度办结的行政许可办件中办理结果为不予、不予变更、不予延续的件数,按办结日期归年。"""
basis = "《行政许可法》第三十八条第二款(不予行政许可的决定);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "不予许可{value}件"
synonyms = ["不予行政许可"]
wordings = ["不予许可决定", "不予行政许可决定", "作出不予许可"]
*/
select
    *,
    finished_on as occurred_on
from core.permits
where is_finished
    and item_kind = '行政许可'
    and result in ('不予', '不予变更', '不予延续')
