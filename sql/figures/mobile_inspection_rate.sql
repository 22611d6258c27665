/*
order = 112
title = "掌上执法检查率"
unit = "%"
measure = "share"
date = "first_inspected_on"
definition = """
掌上开展检查的任务占全部检查任务的比例:分母为本年度全部检查任务(不同的任务编号,不论使用何种终端),分子为其中每一次检查都使用掌上终端的任务,有一次为电脑、纸质或空白即不计入分子。\
任务的日期、任务类型、检查机构和业务领域取首次检查(检查日期最早,同日取对象代码最小者),一次任务只计一次,计入首次检查所在年度。"""
basis = "法治政府建设年度工作报告的惯例口径"
phrase = "掌上执法检查率{value}%"
synonyms = ["掌上执法率"]
wordings = ["掌上执法应用率", "掌上检查率", "掌上执法检查比例"]
*/
select
    *,
    first_inspected_on as occurred_on,
    is_all_mobile as counted
from core.inspection_tasks
