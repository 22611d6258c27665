/*
order = 122
title = "行政诉讼"
unit = "件"
measure = "count"
date = "accepted_on"
definition = """
本机关作为被告的行政诉讼中本年度受理的件数(台账所列各件),按受理日期归年,不论何时审结、结果如何。"""
basis = "《行政诉讼法》;法治政府建设年度工作报告的惯例口径"
phrase = "行政诉讼{value}件"
synonyms = ["被行政诉讼", "应诉案件"]
wordings = ["行政诉讼案件", "诉讼案件", "行政应诉案件", "行政应诉", "被诉讼", "诉讼", "被诉案件"]
*/
select
    *,
    accepted_on as occurred_on
from core.reviews
where kind = '行政诉讼'
