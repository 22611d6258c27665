/*
order = 222
title = "九十日内办结率"
unit = "%"
measure = "share"
date = "decided_on"
definition = """
分母为处理结果为行政处罚或不予处罚且本年度作出决定的案件中适用普通程序且填有立案日期的,分子为其中自立案日期至决定日期不超过90个自然日的。\
经批准延长期限的案件仍在分母之内。\
按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第六十条(自立案之日起九十日内作出决定)"
phrase = "九十日内办结率{value}%"
synonyms = ["90日内办结率", "法定期限办结率"]
wordings = ["90日内办结", "九十日办结率", "90天内办结率"]
*/
select
    *,
    decided_on as occurred_on,
    decided_on - filed_on <= 90 as counted
from core.cases
where is_decided
    and procedure = '普通程序'
    and filed_on is not null
