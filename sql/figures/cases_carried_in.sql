/*
order = 203
title = "上年结转"
unit = "起"
measure = "count"
date = "carried_on"
stock = true
definition = """
年初以前立案、到年初尚未办结的案件数,是1月1日这一天的存量,没有月份。\
案件依次以结案日期、移送日期、决定日期(简易程序或不予处罚的案件)、立案日期(撤销立案的案件)中第一个适用且填有的日期为办结日期;办结日期在1月1日当日或以后的,仍属结转。\
没有立案日期的案件不计。\
同一案件跨几个年度未办结的,每个年度各计一次,至截止日所在年度为止。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "上年结转{value}起"
synonyms = ["结转案件", "上年未结案件", "积案"]
wordings = ["上年度结转", "结转上年", "上年结转案件", "上年度结转案件"]
*/
select
    *,
    carried_on as occurred_on
from core.carried_in_cases
