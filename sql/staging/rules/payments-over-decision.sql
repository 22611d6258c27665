/*
rule = "payments-over-decision"
level = "warning"
law = "行政处罚法第六十六条、第六十七条"
message = "该案累计缴款(不含加处罚款)超过决定的罚没款,自本笔起超出;请核对金额和款项类别,加处罚款应当单独注明"
columns = ["case_no", "amount"]
*/
with running as (
    select
        *,
        sum(amount) over (
            partition by case_no
            order by paid_on, record_key, kind, file_sha256, sheet, row
            rows between unbounded preceding and current row
        ) as paid_yuan,
        sum(amount) over (partition by case_no) as total_yuan
    from staging.payments
    where kind is distinct from '加处罚款'
),

final as (
    select
        'payments' as contract,
        running.file_sha256,
        running.sheet,
        running.row,
        'amount' as "column",
        cast(running.amount as varchar) as value
    from running
    inner join staging.cases as cases on running.case_no = cases.case_no
    -- What was refunded in the end was not paid too much; nor is the refund itself a payment.
    where running.amount > 0
        and least(running.paid_yuan, running.total_yuan)
        > coalesce(cases.fine, 0) + coalesce(cases.confiscated_income, 0) + coalesce(cases.confiscated_goods, 0)
)

select * from final
