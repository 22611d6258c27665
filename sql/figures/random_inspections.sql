/*
order = 105
title = "双随机抽查"
unit = "次"
measure = "count"
date = "first_inspected_on"
definition = """
掌上执法检查任务中任务类型为双随机抽查的任务数。\
任务的日期、任务类型、检查机构和业务领域取首次检查(检查日期最早,同日取对象代码最小者),一次任务只计一次,计入首次检查所在年度;同一任务各条检查的任务类型不一致的,以首次检查为准。"""
basis = "《国务院办公厅关于推广随机抽查规范事中事后监管的通知》(国办发〔2015〕58号);法治政府建设年度工作报告的惯例口径"
phrase = "双随机抽查{value}次"
synonyms = ["双随机", "双随机检查"]
wordings = ["双随机抽查任务", "双随机抽查检查", "双随机执法检查", "双随机监管", "双随机、一公开检查", "双随机、一公开抽查", "双随机一公开检查", "双随机一公开抽查", "双随机、一公开执法检查", "双随机、一公开监管检查"]
*/
select
    *,
    first_inspected_on as occurred_on
from core.inspection_tasks
where has_mobile_visit
    and task_kind = '双随机抽查'
