/*
order = 215
title = "听证"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为行政处罚或不予处罚且本年度作出决定的案件中标明举行听证的起数,该栏空白视为否,按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第六十三条至第六十五条(听证程序)"
phrase = "举行听证{value}起"
synonyms = ["听证案件", "举行听证"]
wordings = ["组织听证", "召开听证", "听证程序"]
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_decided
    and hearing_held
