/*
order = 213
title = "轻微不罚、首违不罚"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为不予处罚且本年度作出决定的案件中,不予处罚类型为轻微不罚或首违不罚的起数,按决定日期归年。\
无主观过错等其他类型和该栏空白的不计。"""
basis = "《行政处罚法》(2021年修订)第三十三条第一款"
phrase = "轻微不罚、首违不罚{value}起"
synonyms = ["轻微免罚", "首违免罚", "柔性执法案件"]
wordings = ["轻微不罚和首违不罚", "轻微不罚首违不罚", "首违不罚、轻微不罚", "首违不罚轻微不罚", "轻微免罚、首违免罚", "首违不罚和轻微不罚", "轻微违法、首违不罚", "首次违法…{value}案件不予处罚", "初次违法…{value}案件不予处罚", "首违和轻微违法不予处罚"]
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_decided
    and outcome = '不予处罚'
    and leniency in ('轻微不罚', '首违不罚')
