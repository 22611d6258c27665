/*
order = 209
title = "罚没款(决定)"
unit = "万元"
measure = "sum"
date = "decided_on"
definition = """
处理结果为行政处罚且本年度作出处罚决定的案件决定的罚款金额、没收违法所得金额和没收非法财物金额之和,空白按零计,按决定日期归年。\
这是决定的金额,不是收缴的金额,也不含加处罚款;处罚后来被撤销的仍计入。"""
basis = "《国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》(国办发〔2018〕118号)及年报填报的惯例口径(罚没金额按处罚决定计);《行政处罚法》(2021年修订)第九条(罚款、没收)"
phrase = "决定罚没款{value}万元"
synonyms = ["罚没金额", "决定罚没款", "处罚金额"]
wordings = ["罚没款", "决定罚款", "决定罚没金额", "决定罚款金额", "罚没款决定金额", "处罚没款", "处罚金"]
other_basis = "罚没款按收缴还是按决定"
*/
select
    *,
    decided_on as occurred_on,
    levied_yuan as quantity
from core.cases
where is_penalized
