/*
order = 226
title = "问题发现率"
unit = "%"
measure = "share"
date = "inspected_on"
definition = """
分母为本年度填有检查结果的检查家次(各种结果都算),分子为其中检查结果为发现问题已改正或发现问题待后续处理的家次,按检查日期归年。\
检查结果空白的不计入分母。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "问题发现率{value}%"
synonyms = ["发现问题率"]
wordings = ["问题检出率", "检查发现问题率"]
*/
select
    *,
    inspected_on as occurred_on,
    has_problem as counted
from core.inspection_visits
where has_finding_recorded
