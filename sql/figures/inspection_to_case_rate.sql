/*
order = 228
title = "检查转立案率"
unit = "%"
measure = "share"
date = "inspected_on"
definition = """
分母为本年度全部检查家次,分子为其中关联案号是在册案件的家次,按检查日期归年。\
关联案号空白或对不上案件的不计入分子。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "检查转立案率{value}%"
synonyms = ["转立案率", "检查立案率"]
wordings = ["检查转案率", "检查转为立案率", "检查转为立案…占…", "检查转立案…占…", "转为立案…占…", "检查转为立案"]
*/
-- The cases are looked up here, not taken from the visit, so that the figure is known to read both exports.
select
    visits.*,
    visits.inspected_on as occurred_on,
    cases.case_no is not null as counted
from core.inspection_visits as visits
left join core.cases as cases on visits.case_no = cases.case_no
