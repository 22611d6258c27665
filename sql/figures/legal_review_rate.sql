/*
order = 218
title = "法制审核率"
unit = "%"
measure = "share"
date = "decided_on"
definition = """
重大案件经法制审核的比例:分母为处理结果为行政处罚或不予处罚且本年度作出决定的案件中标明为重大案件的,分子为其中标明经法制审核的;两栏空白都视为否。\
按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第五十八条;《国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》(国办发〔2018〕118号)"
phrase = "重大执法决定法制审核率{value}%"
synonyms = ["重大执法决定法制审核率"]
wordings = ["重大行政执法决定法制审核率", "重大决定法制审核率", "重大案件法制审核率", "审核率"]
*/
select
    *,
    decided_on as occurred_on,
    coalesce(legal_review, false) as counted
from core.cases
where is_decided
    and major_case
