/*
order = 110
title = "跨部门检查占比"
unit = "%"
measure = "share"
date = "first_inspected_on"
definition = """
跨部门检查任务占掌上执法检查任务的比例:分母为本年度全部掌上执法检查任务,分子为其中任何一次检查标明跨部门的任务,该栏空白视为否。\
任务的日期、任务类型、检查机构和业务领域取首次检查(检查日期最早,同日取对象代码最小者),一次任务只计一次,计入首次检查所在年度。"""
basis = "《国务院关于在市场监管领域全面推行部门联合“双随机、一公开”监管的意见》(国发〔2019〕5号);法治政府建设年度工作报告的惯例口径"
phrase = "跨部门检查占比{value}%"
synonyms = ["跨部门联合检查占比", "跨部门检查率"]
wordings = ["跨部门…占…", "跨部门检查比例", "跨部门检查比重", "跨部门联合检查率", "联合检查占比", "部门联合检查占比", "联合检查…占…"]
other_basis = "跨部门检查占全部任务还是占双随机抽查"
*/
select
    *,
    first_inspected_on as occurred_on,
    is_cross_department as counted
from core.inspection_tasks
where has_mobile_visit
