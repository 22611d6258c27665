/*
order = 101
title = "查处各类违法案件"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为行政处罚、且在本年度作出处罚决定的案件数,一案一起,简易程序和普通程序都算。\
按处罚决定日期归年,与立案、结案、缴款的日期无关。\
处罚决定后来被撤销的,仍计入作出决定的年度;不予处罚、撤销立案、移送司法和办理中的案件不计。"""
basis = "法治政府建设年度工作报告的惯例口径;《行政处罚法》(2021年修订)第五十一条、第五十七条(当场处罚和普通程序的处罚决定)"
phrase = "查处各类违法案件{value}起"
synonyms = ["行政处罚案件", "处罚案件数", "办结行政处罚"]
other_basis = "案件按立案、按决定还是按结案"
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_penalized
