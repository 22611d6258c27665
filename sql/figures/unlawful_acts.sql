/*
order = 120
title = "违法行政案件"
unit = "件"
measure = "count"
date = "concluded_on"
definition = """
本年度审结的行政复议和行政诉讼中,结果为撤销、变更、确认违法、责令履行或败诉的件数,按审结日期归年。\
维持、驳回、调解、撤回、胜诉的不计;未审结的不计。"""
basis = "《行政诉讼法》第七十条、第七十二条、第七十四条、第七十七条;《行政复议法》关于变更、撤销、确认违法和责令履行的规定;法治政府建设年度工作报告的惯例口径"
phrase = "违法行政案件{value}件"
synonyms = ["被纠错案件", "违法行政行为"]
wordings = ["行政违法案件", "违法行政", "被确认违法案件"]
*/
select
    *,
    concluded_on as occurred_on
from core.reviews
where is_found_unlawful
    and concluded_on is not null
