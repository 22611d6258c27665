/*
order = 301
title = "双随机抽查中跨部门占比"
unit = "%"
measure = "share"
date = "first_inspected_on"
definition = """
双随机抽查中跨部门检查的比例:分母为本年度任务类型为双随机抽查的掌上执法检查任务,分子为其中任何一次检查标明跨部门的任务,该栏空白视为否。\
任务的日期、任务类型、检查机构和业务领域取首次检查(检查日期最早,同日取对象代码最小者),一次任务只计一次,计入首次检查所在年度。\
有的单位以此为跨部门检查占比;跨部门检查占比的分母则是全部掌上执法检查任务。"""
basis = "《国务院关于在市场监管领域全面推行部门联合“双随机、一公开”监管的意见》(国发〔2019〕5号);邻近单位年度工作报告的另一种口径"
phrase = "双随机抽查中跨部门检查占{value}%"
synonyms = ["双随机抽查跨部门占比", "双随机跨部门占比"]
wordings = ["双随机抽查中跨部门检查占比", "双随机抽查中跨部门占", "双随机中跨部门占比", "双随机中跨部门检查占比", "双随机抽查中跨部门占比", "双随机抽查中跨部门联合占比"]
other_basis = "跨部门检查占全部任务还是占双随机抽查"
*/
select
    *,
    first_inspected_on as occurred_on,
    is_cross_department as counted
from core.inspection_tasks
where
    has_mobile_visit
    and task_kind = '双随机抽查'
