/*
order = 214
title = "减轻处罚"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为行政处罚且本年度作出处罚决定的案件中从轻减轻情形为减轻处罚的起数,按决定日期归年。\
从轻处罚不计。"""
basis = "《行政处罚法》(2021年修订)第三十二条(从轻或者减轻处罚)"
phrase = "减轻处罚{value}起"
synonyms = ["减轻处罚案件"]
wordings = ["减轻行政处罚", "减轻处罚决定"]
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_penalized
    and leniency = '减轻处罚'
