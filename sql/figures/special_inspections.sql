/*
order = 106
title = "专项检查"
unit = "次"
measure = "count"
date = "first_inspected_on"
definition = """
掌上执法检查任务中任务类型为专项检查的任务数。\
任务的日期、任务类型、检查机构和业务领域取首次检查(检查日期最早,同日取对象代码最小者),一次任务只计一次,计入首次检查所在年度;同一任务各条检查的任务类型不一致的,以首次检查为准。"""
basis = "法治政府建设年度工作报告的惯例口径"
phrase = "专项检查{value}次"
synonyms = ["专项执法检查"]
wordings = ["专项检查任务", "专项执法", "专项监督检查"]
*/
select
    *,
    first_inspected_on as occurred_on
from core.inspection_tasks
where has_mobile_visit
    and task_kind = '专项检查'
