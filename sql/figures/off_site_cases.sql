/*
order = 208
title = "非现场执法案件"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为行政处罚且本年度作出处罚决定的案件中标明非现场执法的起数,该栏空白视为否,按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第四十一条(电子技术监控设备);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "非现场执法案件{value}起"
synonyms = ["非现场案件", "电子抓拍案件"]
wordings = ["非现场执法", "非现场处罚", "非现场查处", "非现场执法查处", "非现场执法办理案件", "非现场方式", "非现场方式查处", "非现场方式办理", "非现场监管查处", "非现场执法办案", "非现场办案", "非现场"]
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_penalized
    and off_site
