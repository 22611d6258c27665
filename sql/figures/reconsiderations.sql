/*
order = 121
title = "行政复议"
unit = "件"
measure = "count"
date = "accepted_on"
definition = """
本机关作为被申请人的行政复议中本年度受理的件数(台账所列各件),按受理日期归年,不论何时审结、结果如何。"""
basis = "《行政复议法》;法治政府建设年度工作报告的惯例口径"
phrase = "行政复议{value}件"
synonyms = ["被行政复议", "复议案件"]
wordings = ["行政复议案件", "被申请行政复议", "行政复议申请", "被复议", "复议"]
*/
select
    *,
    accepted_on as occurred_on
from core.reviews
where kind = '行政复议'
