/*
order = 217
title = "集体讨论"
unit = "起"
measure = "count"
date = "decided_on"
definition = """
处理结果为行政处罚或不予处罚且本年度作出决定的案件中标明经集体讨论的起数,该栏空白视为否,按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第五十七条第二款(负责人集体讨论决定)"
phrase = "经集体讨论{value}起"
synonyms = ["集体讨论案件", "案件集体讨论"]
wordings = ["重大案件集体讨论", "集体讨论决定", "{value}经…集体讨论", "{value}提交集体讨论"]
*/
select
    *,
    decided_on as occurred_on
from core.cases
where is_decided
    and collective_discussion
