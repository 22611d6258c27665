/*
order = 123
title = "普法活动参与"
unit = "人次"
measure = "sum"
date = "held_on"
round_down = true
definition = """
本年度举办的各场普法活动的参与人次之和,按活动日期归年;参与人次空白的活动按零计。\
印入报告时向下取整到首位数字并加“余”。"""
basis = "中共中央办公厅、国务院办公厅《关于实行国家机关“谁执法谁普法”普法责任制的意见》;法治政府建设年度工作报告的惯例口径"
phrase = "普法活动参与{value}人次"
synonyms = ["普法受众", "普法宣传人次"]
wordings = ["参与群众", "群众参与", "参与普法活动", "参加普法活动", "普法活动参加", "普法活动受众", "普法活动参与群众", "受教育群众", "普法宣传受众", "受众", "普法参与", "参加普法活动群众", "吸引{value}参加", "吸引{value}参与"]
*/
select
    *,
    held_on as occurred_on,
    coalesce(participants, 0) as quantity
from core.outreach
