/*
order = 237
title = "承诺时限压缩比"
unit = "%"
measure = "ratio"
date = "finished_on"
definition = """
本年度办结的行政许可办件中,法定时限与承诺时限都填有的,法定时限之和减去承诺时限之和,再除以法定时限之和(工作日)。\
逐件计算,不按事项去重;承诺时限长于法定时限时为负。\
办结指填有办结日期且办理结果不是撤回申请、终止(结果空白也算办结)。\
按办结日期归年。"""
basis = "《行政许可法》第四十二条(法定期限);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "承诺时限压缩比{value}%"
synonyms = ["时限压缩比", "承诺压缩率"]
wordings = ["承诺时限压缩率", "承诺时限压缩", "办理时限压缩", "审批时限压缩", "办结时限压缩", "法定时限压缩", "时限压缩率", "时限平均压缩", "办理时限平均压缩", "审批时限平均压缩", "承诺时限平均压缩"]
*/
select
    *,
    finished_on as occurred_on,
    cast(legal_days - promised_days as decimal(18, 2)) as numerator,
    cast(legal_days as decimal(18, 2)) as denominator
from core.permits
where is_finished
    and item_kind = '行政许可'
    and legal_days is not null
    and promised_days is not null
