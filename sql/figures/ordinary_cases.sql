/*
order = 205
title = "普通程序案件"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为行政处罚且本年度作出处罚决定的案件中适用普通程序(一般程序)的起数,按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第五十四条至第六十二条(普通程序)"
phrase = "普通程序案件{value}起"
synonyms = ["一般程序案件", "普通案件"]
wordings = ["普通程序", "一般程序", "适用普通程序", "适用一般程序", "普通程序处罚", "一般程序处罚", "适用普通程序办理", "普通程序办理", "适用普通程序查处", "以普通程序办理", "适用一般程序办理"]
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_penalized
    and procedure = '普通程序'
