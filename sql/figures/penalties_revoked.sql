/*
order = 221
title = "撤销处罚"
unit = "起"
measure = "count"
date = "revoked_on"
definition = """
处理结果为行政处罚的案件中本年度处罚决定被撤销的起数,按撤销日期归年,与哪一年作出决定无关。\
被撤销的处罚仍计入作出决定年度的查处各类违法案件。"""
basis = "《行政处罚法》(2021年修订)第四十八条第二款、第七十五条(监督与纠正);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "撤销处罚{value}起"
synonyms = ["处罚撤销", "撤销行政处罚"]
wordings = ["撤销处罚决定", "撤销行政处罚决定"]
*/
select
    *,
    revoked_on as occurred_on
from core.cases
where outcome = '行政处罚'
    and revoked_on is not null
