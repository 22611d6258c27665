/*
order = 116
title = "受理率"
unit = "%"
measure = "share"
date = "applied_on"
definition = """
属于本机关权限范围的申请中受理的比例,按申请日期归年。\
分母为行政许可、行政备案、其他行政权力三类中属权限范围(该栏空白视为是)且已有受理与否结论的办件:填有受理结果,或者受理结果空白但填有受理日期(视为受理);分子为其中受理的办件。\
尚无受理结论的申请既不计入分母也不计入分子。"""
basis = "法治政府建设年度工作报告的惯例口径;《行政许可法》第三十二条(申请的受理)"
phrase = "受理率{value}%"
synonyms = ["申请受理率"]
wordings = ["事项受理率", "办件受理率", "审批受理率"]
*/
select
    *,
    applied_on as occurred_on,
    is_accepted as counted
from core.permits
where is_reported_kind
    and coalesce(within_authority, true)
    and is_accepted is not null
