/*
order = 231
title = "行政检查次数"
unit = "次"
measure = "count"
date = "inspected_on"
definition = """
年度行政执法统计年报口径的行政检查次数:本年度填有检查结果、且未关联案号的检查家次,按检查日期归年。\
检查结果空白的不计;已转入案件办理(填有关联案号,不论是否在册)的不计。"""
basis = "《国务院办公厅关于全面推行行政执法公示制度执法全过程记录制度重大执法决定法制审核制度的指导意见》(国办发〔2018〕118号):每年1月31日前公开上年度行政执法总体情况数据;年报填报的惯例口径"
phrase = "行政检查{value}次"
synonyms = ["行政检查", "年报检查次数"]
wordings = ["开展行政检查", "实施行政检查"]
other_basis = "检查按任务、按家次还是按对象"
*/
select
    *,
    inspected_on as occurred_on
from core.inspection_visits
where has_finding_recorded
    and case_no is null
