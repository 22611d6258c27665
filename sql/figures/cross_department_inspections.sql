/*
order = 108
title = "跨部门检查"
unit = "次"
measure = "count"
date = "first_inspected_on"
definition = """
掌上执法检查任务中跨部门联合开展的任务数:任务中任何一次检查标明跨部门即计入,该栏空白视为否。\
任务的日期、任务类型、检查机构和业务领域取首次检查(检查日期最早,同日取对象代码最小者),一次任务只计一次,计入首次检查所在年度。"""
basis = "《国务院关于在市场监管领域全面推行部门联合“双随机、一公开”监管的意见》(国发〔2019〕5号);法治政府建设年度工作报告的惯例口径"
phrase = "跨部门检查{value}次"
synonyms = ["跨部门联合检查", "联合检查"]
wordings = ["部门联合检查", "跨部门联合执法检查", "跨部门执法检查", "跨部门联合执法", "跨部门联合抽查", "跨部门检查任务", "联合开展"]
*/
select
    *,
    first_inspected_on as occurred_on
from core.inspection_tasks
where has_mobile_visit
    and is_cross_department
