/*
order = 124
title = "发放宣传资料"
unit = "份"
measure = "sum"
date = "held_on"
round_down = true
definition = """
本年度举办的各场普法活动的发放宣传资料份数之和,按活动日期归年;发放宣传资料份数空白的活动按零计。\
印入报告时向下取整到首位数字并加“余”。"""
basis = "中共中央办公厅、国务院办公厅《关于实行国家机关“谁执法谁普法”普法责任制的意见》;法治政府建设年度工作报告的惯例口径"
phrase = "发放宣传资料{value}份"
synonyms = ["普法资料", "宣传材料"]
wordings = ["发放资料", "发放材料", "发放宣传材料", "发放普法资料", "发放普法宣传资料", "发放法治宣传资料", "发放法律宣传资料", "发放宣传册", "发放宣传单", "派发宣传资料", "分发宣传资料", "宣传资料", "普法宣传资料", "法治宣传资料"]
*/
select
    *,
    held_on as occurred_on,
    coalesce(materials, 0) as quantity
from core.outreach
