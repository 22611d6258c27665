/*
order = 109
title = "双随机抽查占比"
unit = "%"
measure = "share"
date = "first_inspected_on"
definition = """
双随机抽查任务占掌上执法检查任务的比例:分母为本年度全部掌上执法检查任务(至少一次检查使用掌上终端),分子为其中任务类型为双随机抽查的任务。\
任务的日期、任务类型、检查机构和业务领域取首次检查(检查日期最早,同日取对象代码最小者),一次任务只计一次,计入首次检查所在年度。"""
basis = "《国务院办公厅关于推广随机抽查规范事中事后监管的通知》(国办发〔2015〕58号);法治政府建设年度工作报告的惯例口径"
phrase = "双随机抽查占比{value}%"
synonyms = ["双随机占比"]
wordings = ["双随机…占…", "双随机抽查比例", "双随机抽查率", "双随机抽查比重", "随机抽查率", "随机抽查占比", "随机抽查比例"]
*/
select
    *,
    first_inspected_on as occurred_on,
    coalesce(task_kind = '双随机抽查', false) as counted
from core.inspection_tasks
where has_mobile_visit
