/*
order = 244
title = "行政强制执行"
unit = "宗"
measure = "count"
date = "completed_on"
definition = """
本年度执行完毕(终结执行)的行政强制执行宗数:加处罚款或者滞纳金,划拨存款、汇款,拍卖或者依法处理,排除妨碍、恢复原状,代履行,其他强制执行。\
按执行完毕日期归年,尚未执行完毕的不计,一份文书一宗。"""
basis = "《行政强制法》第十二条(行政强制执行的方式);《国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》(国办发〔2018〕118号)及年报填报的惯例口径"
phrase = "行政强制执行{value}宗"
synonyms = ["强制执行"]
wordings = ["实施行政强制执行"]
*/
select
    *,
    year_on as occurred_on
from core.coercions
where act = '行政强制执行'
    and year_on is not null
