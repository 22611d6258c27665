/*
order = 111
title = "应用信用规则率"
unit = "%"
measure = "share"
date = "first_inspected_on"
definition = """
双随机抽查任务中应用信用规则的比例:分母为本年度掌上执法检查任务中的双随机抽查任务,分子为其中每一次检查都应用信用规则的任务,有一次为否或空白即不计入分子。\
任务的日期、任务类型、检查机构和业务领域取首次检查(检查日期最早,同日取对象代码最小者),一次任务只计一次,计入首次检查所在年度。"""
basis = "《国务院办公厅关于加快推进社会信用体系建设构建以信用为基础的新型监管机制的指导意见》(国办发〔2019〕35号);法治政府建设年度工作报告的惯例口径"
phrase = "应用信用规则率{value}%"
synonyms = ["信用规则应用率"]
wordings = ["信用规则率", "应用信用规则比例", "信用规则覆盖率", "信用监管规则应用率"]
*/
select
    *,
    first_inspected_on as occurred_on,
    is_all_credit_rule as counted
from core.inspection_tasks
where has_mobile_visit
    and task_kind = '双随机抽查'
