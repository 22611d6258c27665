/*
order = 225
title = "发现问题"
unit = "家次"
measure = "count"
date = "inspected_on"
definition = """
本年度检查结果为发现问题已改正或发现问题待后续处理的检查家次,按检查日期归年。\
不配合检查、未开展相关经营活动等其他结果和结果空白的不计。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "发现问题{value}家次"
synonyms = ["发现问题家次", "问题企业"]
wordings = ["检查发现问题", "发现问题隐患", "发现隐患", "发现存在问题", "发现问题企业", "{value}存在问题", "查出问题", "检出问题", "查出隐患", "查出问题隐患", "{value}企业存在问题"]
*/
select
    *,
    inspected_on as occurred_on
from core.inspection_visits
where has_problem
