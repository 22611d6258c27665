/*
order = 119
title = "服务对象投诉"
unit = "件"
measure = "count"
date = "received_on"
definition = """
本年度收到的、投诉事项类别为政务服务的投诉件数,按收到日期归年,不论是否属实。\
对行政执法和其他事项的投诉不计。"""
basis = "《国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见》(国办发〔2019〕51号);法治政府建设年度工作报告的惯例口径"
phrase = "服务对象投诉{value}件"
synonyms = ["政务服务投诉", "办事群众投诉"]
wordings = ["服务投诉", "窗口投诉", "办事对象投诉", "服务对象有效投诉"]
*/
select
    *,
    received_on as occurred_on
from core.complaints
where about = '政务服务'
