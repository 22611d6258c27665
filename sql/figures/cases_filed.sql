/*
order = 201
title = "立案"
unit = "起"
measure = "count"
date = "filed_on"
definition = """
本年度立案的案件数,按立案日期归年,不论处理结果和程序类型。\
没有立案日期的案件(如部分简易程序案件)不计。"""
basis = "《行政处罚法》(2021年修订)第五十四条(立案);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "立案{value}起"
synonyms = ["立案数", "立案数量", "受案"]
wordings = ["立案案件", "新立案", "立案件数", "立案查处案件", "立案查处违法案件", "立案查处", "立案调查", "新收案件", "新立案件", "新收", "受理立案"]
other_basis = "案件按立案、按决定还是按结案"
*/
select
    *,
    filed_on as occurred_on
from core.cases
where filed_on is not null
