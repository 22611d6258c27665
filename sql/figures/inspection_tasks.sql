/*
order = 104
title = "掌上执法检查"
unit = "次"
measure = "count"
date = "first_inspected_on"
definition = """
本年度开展的掌上执法检查任务数:同一任务编号为一次任务,其中至少有一次检查使用掌上终端的计入,完全不用掌上终端的任务不计。\
任务的日期、任务类型、检查机构和业务领域取首次检查(检查日期最早,同日取对象代码最小者),一次任务只计一次,计入首次检查所在年度。"""
basis = "法治政府建设年度工作报告的惯例口径"
phrase = "开展掌上执法检查{value}次"
synonyms = ["掌上执法", "检查任务", "检查次数"]
wordings = ["掌上检查", "掌上执法检查任务", "执法检查任务", "移动执法检查", "掌上执法系统检查", "执法检查", "监督检查", "开展检查"]
other_basis = "检查按任务、按家次还是按对象"
*/
select
    *,
    first_inspected_on as occurred_on
from core.inspection_tasks
where has_mobile_visit
