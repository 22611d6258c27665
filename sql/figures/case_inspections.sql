/*
order = 230
title = "个案检查"
unit = "次"
measure = "count"
date = "first_inspected_on"
definition = """
掌上执法检查任务(至少一次检查使用掌上终端)中任务类型为个案检查(有因检查)的任务数。\
任务的日期和任务类型取首次检查,一次任务只计一次,计入首次检查所在年度。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "个案检查{value}次"
synonyms = ["有因检查", "个案"]
wordings = ["个案检查任务", "个案核查"]
*/
select
    *,
    first_inspected_on as occurred_on
from core.inspection_tasks
where has_mobile_visit
    and task_kind = '个案检查'
