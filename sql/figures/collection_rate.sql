/*
order = 211
title = "罚没款执行率"
unit = "%"
measure = "ratio"
date = "decided_on"
definition = """
分母为处理结果为行政处罚且本年度作出处罚决定的案件的罚没款(决定)之和,分子为这些案件已缴的款项之和:加处罚款(滞纳金)以外的缴款,不论何时缴纳。\
按决定日期归年,与缴款日期无关,以后收缴的款项会使以往年度的执行率上升;多缴时可超过100%。"""
basis = "《行政处罚法》(2021年修订)第六十六条、第六十七条(处罚决定的履行);行政执法统计和法治政府建设年度工作报告的惯例口径"
phrase = "罚没款执行率{value}%"
synonyms = ["执行率", "罚款到位率", "收缴率"]
wordings = ["罚没款收缴率", "罚没款到位率", "罚款收缴率", "罚款执行率", "处罚执行率", "执行到位率", "罚没款执行到位率", "罚款执行到位率", "处罚执行到位率", "实际到位率", "到位率"]
*/
-- The payments are summed here, not taken from the case, so that the figure is known to read both exports.
with collected as (
    select
        case_no,
        sum(amount) as paid_yuan
    from core.payments
    where is_collected
    group by case_no
),

final as (
    select
        cases.*,
        cases.decided_on as occurred_on,
        cast(coalesce(collected.paid_yuan, 0) as decimal(18, 2)) as numerator,
        cases.levied_yuan as denominator
    from core.cases as cases
    left join collected on cases.case_no = collected.case_no
    where cases.is_penalized
)

select * from final
