/*
order = 220
title = "撤销立案"
unit = "起"
measure = "count"
date = "closed_on / filed_on"
definition = """
处理结果为撤销立案(销案)的案件数,按结案日期归年,没有结案日期的按立案日期归年;两者都没有的不计。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "撤销立案{value}起"
synonyms = ["销案", "撤案"]
wordings = ["撤销立案案件"]
*/
select
    *,
    coalesce(closed_on, filed_on) as occurred_on
from core.cases
where outcome = '撤销立案'
    and coalesce(closed_on, filed_on) is not null
