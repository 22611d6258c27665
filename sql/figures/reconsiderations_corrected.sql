/*
order = 238
title = "复议纠错"
unit = "件"
measure = "count"
date = "concluded_on"
definition = """
本年度审结的行政复议中,结果为撤销、变更、确认违法或责令履行的件数,按审结日期归年,与受理日期无关。"""
basis = "《行政复议法》关于变更、撤销、确认违法和责令履行的规定;行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "复议纠错{value}件"
synonyms = ["复议纠错数量", "复议被纠错"]
wordings = ["行政复议纠错", "复议被纠错案件"]
*/
select
    *,
    concluded_on as occurred_on
from core.reviews
where kind = '行政复议'
    and is_corrected
    and concluded_on is not null
