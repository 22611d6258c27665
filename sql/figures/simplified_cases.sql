/*
order = 204
title = "简易程序案件"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为行政处罚且本年度作出处罚决定的案件中适用简易程序的起数,按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第五十一条(当场处罚)"
phrase = "简易程序案件{value}起"
synonyms = ["简易案件", "当场处罚案件"]
wordings = ["简易程序", "适用简易程序", "简易程序处罚", "当场处罚", "简易处罚", "适用简易程序办理", "简易程序办理", "适用简易程序查处", "以简易程序办理"]
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_penalized
    and procedure = '简易程序'
