/*
order = 103
title = "检查企业"
unit = "家次"
measure = "count"
date = "inspected_on"
definition = """
本年度检查对象的次数:一次任务中对一个对象的一次检查为一家次,同一对象在不同任务或不同日期受检的分别计次。\
按检查日期归年。\
不论检查终端、检查结果,停业、不配合检查等未能实施的检查也计入。"""
basis = "法治政府建设年度工作报告的惯例口径"
phrase = "检查企业{value}家次"
synonyms = ["检查家次", "检查户次", "检查经营者"]
wordings = ["检查企业家次", "检查单位", "检查经营主体", "检查市场主体", "检查经营业户", "检查经营户", "检查运输企业", "检查对象", "执法检查", "监督检查", "行政检查", "开展检查", "对{value}企业", "检查{value}企业", "出动检查"]
other_basis = "检查按任务、按家次还是按对象"
*/
select
    *,
    inspected_on as occurred_on
from core.inspection_visits
