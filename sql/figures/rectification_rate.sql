/*
order = 227
title = "整改率"
unit = "%"
measure = "share"
date = "inspected_on"
definition = """
分母为本年度检查结果为发现问题已改正或发现问题待后续处理的检查家次,分子为其中发现问题已改正的家次,按检查日期归年。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "整改率{value}%"
synonyms = ["问题整改率"]
wordings = ["整改完成率", "隐患整改率", "问题整改完成率", "整改到位率", "整改到位", "完成整改", "整改到位…占…", "完成整改…占…"]
*/
select
    *,
    inspected_on as occurred_on,
    finding = '发现问题已改正' as counted
from core.inspection_visits
where has_problem
