/*
order = 245
title = "申请法院强制执行"
unit = "宗"
measure = "count"
date = "applied_on"
definition = """
本年度向人民法院申请强制执行的宗数,按申请日期归年,一份文书一宗,不论法院是否受理、是否执行完毕。"""
basis = "《行政强制法》第五十三条(申请人民法院强制执行);《国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》(国办发〔2018〕118号)及年报填报的惯例口径"
phrase = "申请法院强制执行{value}宗"
synonyms = ["申请强制执行", "非诉执行"]
wordings = ["申请人民法院强制执行", "向法院申请强制执行", "向人民法院申请强制执行", "法院强制执行"]
*/
select
    *,
    year_on as occurred_on
from core.coercions
where act = '申请法院强制执行'
    and year_on is not null
