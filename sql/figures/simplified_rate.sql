/*
order = 206
title = "简易程序占比"
unit = "%"
measure = "share"
date = "decided_on"
definition = """
分母为处理结果为行政处罚且本年度作出处罚决定的案件,分子为其中适用简易程序的案件,按决定日期归年。"""
basis = "《行政处罚法》(2021年修订)第五十一条;行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "简易程序占比{value}%"
synonyms = ["简易程序案件占比"]
wordings = ["简易程序…占…", "简易程序案件比例", "简易程序比例"]
*/
select
    *,
    decided_on as occurred_on,
    procedure = '简易程序' as counted
from core.cases
where is_penalized
