/*
order = 207
title = "非现场执法占比"
unit = "%"
measure = "share"
date = "decided_on"
definition = """
分母为处理结果为行政处罚且本年度作出处罚决定的案件,分子为其中标明非现场执法的案件,该栏空白视为否,按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第四十一条(电子技术监控设备);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "非现场执法占比{value}%"
synonyms = ["非现场案件占比"]
wordings = ["非现场…占…", "非现场执法率", "非现场执法比例"]
*/
select
    *,
    decided_on as occurred_on,
    coalesce(off_site, false) as counted
from core.cases
where is_penalized
