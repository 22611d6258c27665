/*
order = 241
title = "负责人出庭率"
unit = "%"
measure = "share"
date = "concluded_on"
definition = """
分母为本年度审结且填有负责人是否出庭的行政诉讼,分子为其中负责人出庭的,按审结日期归年。\
该栏空白的(如未开庭)不计入分母。"""
basis = "《行政诉讼法》第三条第三款(负责人出庭应诉);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "负责人出庭率{value}%"
synonyms = ["负责人出庭应诉率", "出庭应诉率"]
wordings = ["行政机关负责人出庭应诉率", "负责人出庭应诉", "行政负责人出庭应诉率", "机关负责人出庭率"]
*/
select
    *,
    concluded_on as occurred_on,
    chief_attended as counted
from core.reviews
where kind = '行政诉讼'
    and concluded_on is not null
    and chief_attended is not null
