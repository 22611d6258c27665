/*
order = 202
title = "结案"
unit = "起"
measure = "count"
date = "closed_on"
definition = """
本年度结案的案件数,按结案日期归年,不论处理结果和程序类型,也不论哪一年立案或作出决定。\
没有结案日期的案件不计。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "结案{value}起"
synonyms = ["结案数", "结案数量", "办结案件"]
wordings = ["结案案件", "案件结案", "已结案", "案件办结", "结案件数", "审结", "审结案件"]
other_basis = "案件按立案、按决定还是按结案"
*/
select
    *,
    closed_on as occurred_on
from core.cases
where closed_on is not null
