/*
order = 219
title = "移送公安"
unit = "起"
measure = "count"
date = "transferred_on"
definition = """
本年度移送公安(司法)机关的案件数,按移送日期归年,凡填有移送日期的案件都计,不论处理结果和程序类型。"""
basis = "《行政处罚法》(2021年修订)第二十七条(涉嫌犯罪案件的移送)"
phrase = "移送公安{value}起"
synonyms = ["移送司法", "移送司法机关", "涉嫌犯罪移送"]
wordings = ["移送公安机关", "移送公安部门", "移交公安", "移交公安机关", "移送公安机关案件", "移送涉嫌犯罪案件", "移送案件", "移送公安机关涉嫌犯罪案件", "涉嫌犯罪案件移送", "移送公安机关处理", "移送公安机关查处"]
*/
select
    *,
    transferred_on as occurred_on
from core.cases
where transferred_on is not null
