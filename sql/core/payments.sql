/*
title = "罚没款缴款"
description = "一行是一张缴款票据中的一项,执法机构和业务领域取自其案件"
contract = "payments"
*/
select
    payments.file_sha256,
    payments.sheet,
    payments.row,
    payments.record_key,
    payments.shown_key,
    payments.export_on,
    payments.receipt_no,
    payments.case_no,
    payments.paid_on,
    payments.amount,
    payments.kind,
    payments.method,
    payments.kind is distinct from '加处罚款' as is_collected,
    cases.case_no is not null as is_case_known,
    cases.org_unit,
    cases.field
from staging.payments as payments
left join staging.cases as cases on payments.case_no = cases.case_no
