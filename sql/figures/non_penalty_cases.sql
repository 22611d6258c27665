/*
order = 212
title = "不予处罚"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为不予处罚(含免予处罚)且本年度作出决定的起数,按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第三十条、第三十一条、第三十三条(不予行政处罚)"
phrase = "不予处罚{value}起"
synonyms = ["免予处罚", "不予处罚案件"]
wordings = ["不予行政处罚", "免予行政处罚", "不予处罚决定", "不予行政处罚决定", "作出不予处罚", "作出不予处罚决定", "作出不予行政处罚", "作出不予行政处罚决定", "免于处罚", "免于行政处罚", "依法不予处罚", "依法不予行政处罚", "对{value}案件不予处罚", "对{value}案件依法不予处罚", "对{value}案件不予行政处罚", "对{value}案件依法不予行政处罚", "对{value}案件作出不予处罚决定", "不予行政处罚案件"]
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_decided
    and outcome = '不予处罚'
