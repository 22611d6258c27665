/*
order = 243
title = "行政强制措施"
unit = "宗"
measure = "count"
date = "decided_on"
definition = """
本年度决定的行政强制措施宗数:查封场所、设施或者财物,扣押财物,冻结存款、汇款,其他强制措施。\
按决定日期归年,一份文书一宗。"""
basis = "《行政强制法》第九条(行政强制措施的种类);《国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》(国办发〔2018〕118号)及年报填报的惯例口径"
phrase = "行政强制措施{value}宗"
synonyms = ["强制措施", "查封扣押"]
wordings = ["实施行政强制措施", "采取行政强制措施", "行政强制措施实施"]
*/
select
    *,
    year_on as occurred_on
from core.coercions
where act = '行政强制措施'
    and year_on is not null
