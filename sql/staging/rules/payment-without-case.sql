/*
rule = "payment-without-case"
level = "warning"
law = "行政处罚法第六十七条"
message = "缴款的案号在案件台账中没有;请核对案号,或补充导出该案件"
columns = ["case_no"]
*/
select
    'payments' as contract,
    payments.file_sha256,
    payments.sheet,
    payments.row,
    'case_no' as "column",
    payments.case_no as value
from staging.payments as payments
left join staging.cases as cases on payments.case_no = cases.case_no
where cases.case_no is null
