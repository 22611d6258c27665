/*
order = 240
title = "诉讼败诉"
unit = "件"
measure = "count"
date = "concluded_on"
definition = """
本年度审结的行政诉讼中,结果为败诉、撤销、变更、确认违法或责令履行的件数,按审结日期归年,与受理日期无关。"""
basis = "《行政诉讼法》第七十条、第七十二条、第七十四条、第七十七条;行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "诉讼败诉{value}件"
synonyms = ["败诉", "败诉案件", "诉讼败诉数量"]
wordings = ["行政诉讼败诉", "败诉行政诉讼"]
*/
select
    *,
    concluded_on as occurred_on
from core.reviews
where kind = '行政诉讼'
    and is_found_unlawful
    and concluded_on is not null
