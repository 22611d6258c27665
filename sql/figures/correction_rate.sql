/*
order = 239
title = "复议纠错率"
unit = "%"
measure = "share"
date = "concluded_on"
definition = """
分母为本年度审结的全部行政复议(结果空白的也在内),分子为其中结果为撤销、变更、确认违法或责令履行的,按审结日期归年。"""
basis = "《行政复议法》关于变更、撤销、确认违法和责令履行的规定;行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "复议纠错率{value}%"
synonyms = ["纠错率"]
wordings = ["行政复议纠错率"]
*/
select
    *,
    concluded_on as occurred_on,
    is_corrected as counted
from core.reviews
where kind = '行政复议'
    and concluded_on is not null
