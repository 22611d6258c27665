/*
order = 102
title = "收缴罚没款"
unit = "万元"
measure = "sum"
date = "paid_on"
definition = """
本年度实际收缴的罚款、没收违法所得和没收非法财物变价款之和,逐笔按缴款日期归年,与案件在哪一年作出决定无关。\
加处罚款(滞纳金)不计;款项类别空白的按罚没款计;案号对不上案件的缴款仍计入,另行提示。"""
basis = "法治政府建设年度工作报告的惯例口径;《行政处罚法》(2021年修订)第六十七条(罚缴分离)、第七十四条(罚没款上缴国库)"
phrase = "收缴罚没款{value}万元"
synonyms = ["罚没收入", "罚没款入库", "实缴罚没款"]
other_basis = "罚没款按收缴还是按决定"
*/
select
    *,
    paid_on as occurred_on,
    amount as quantity
from core.payments
where is_collected
