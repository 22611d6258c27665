/*
order = 223
title = "处罚公示率"
unit = "%"
measure = "share"
date = "decided_on"
definition = """
分母为处理结果为行政处罚且本年度作出处罚决定的案件中适用普通程序的,分子为其中填有公示日期的,不论何时公示。\
按决定日期归年。"""
basis = "《国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》(国办发〔2018〕118号);《行政处罚法》(2021年修订)第四十八条(处罚决定公开)"
phrase = "处罚公示率{value}%"
synonyms = ["行政处罚公示率", "双公示率"]
wordings = ["处罚信息公示率", "处罚决定公示率", "行政处罚决定公示率", "行政处罚信息公示率", "处罚结果公开率", "处罚决定公开率", "处罚信息公开率", "处罚结果公示率", "行政处罚结果公开率"]
*/
select
    *,
    decided_on as occurred_on,
    published_on is not null as counted
from core.cases
where is_penalized
    and procedure = '普通程序'
