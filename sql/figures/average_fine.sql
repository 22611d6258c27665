/*
order = 210
title = "案均罚没款"
unit = "元/起"
measure = "mean"
date = "decided_on"
definition = """
平均每起案件决定的罚没款:处理结果为行政处罚且本年度作出处罚决定的案件的罚没款(决定)之和(元)除以这些案件的起数,按决定日期归年。\
没有罚没款的案件(如只给予警告)也在起数之内。\
印出时保留两位小数。"""
basis = "行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "案均罚没款{value}元"
synonyms = ["平均罚没款", "案均罚款"]
wordings = ["案均罚没", "案均罚没金额", "案均罚款金额", "平均每起罚没款", "每起案件平均罚没款", "案均", "平均每起", "每起平均", "每案平均", "平均每案", "平均每起案件罚没", "平均每起案件罚没款"]
*/
select
    *,
    decided_on as occurred_on,
    levied_yuan as numerator,
    cast(1 as decimal(18, 2)) as denominator
from core.cases
where is_penalized
