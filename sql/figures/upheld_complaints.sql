/*
order = 242
title = "属实投诉"
unit = "件"
measure = "count"
date = "received_on"
definition = """
本年度收到的投诉中查明属实的件数,按收到日期归年,不论投诉事项类别(政务服务、行政执法、其他都算)。\
是否属实一栏空白的不计。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "属实投诉{value}件"
synonyms = ["投诉属实", "有效投诉"]
wordings = ["查实投诉", "属实的投诉"]
*/
select
    *,
    received_on as occurred_on
from core.complaints
where upheld
