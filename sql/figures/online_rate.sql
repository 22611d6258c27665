/*
order = 236
title = "网办率"
unit = "%"
measure = "share"
date = "finished_on"
definition = """
分母为行政许可、行政备案、其他行政权力三类本年度办结且填有申请渠道的办件,分子为其中渠道为网上或掌上的办件。\
办结指填有办结日期且办理结果不是撤回申请、终止(结果空白也算办结)。\
申请渠道空白的不计入分母。\
按办结日期归年。"""
basis = "《行政许可法》第三十三条(电子政务);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "网办率{value}%"
synonyms = ["网上办理率", "线上办理率"]
wordings = ["网上办件率", "网上办结率", "全程网办率", "网办比例", "全程网办", "网上办理"]
*/
select
    *,
    finished_on as occurred_on,
    channel in ('网上', '掌上') as counted
from core.permits
where is_reported_kind
    and is_finished
    and channel is not null
