/*
order = 216
title = "法制审核"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为行政处罚或不予处罚且本年度作出决定的案件中标明经法制审核的起数,该栏空白视为否,按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第五十八条(重大执法决定法制审核)"
phrase = "经法制审核{value}起"
synonyms = ["法制审核案件", "重大执法决定法制审核"]
wordings = ["开展法制审核", "进行法制审核", "重大行政执法决定法制审核", "重大执法决定法制审核案件", "重大案件法制审核", "案件法制审核", "经法制审核", "通过法制审核", "{value}重大案件…法制…审核", "法制机构审核", "法制审核把关"]
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_decided
    and legal_review
