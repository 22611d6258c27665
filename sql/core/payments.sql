/*
title = "罚没款缴款"
description = "一行是一张缴款票据中的一项,执法机构和业务领域取自其案件"
contract = "payments"

[masked]
method = "其中的车牌、证件号码和手机号以 * 代替"

[columns]
is_collected = "是否计入收缴罚没款:加处罚款(滞纳金)不计"
is_case_known = "案号在案件台账中是否有"
org_unit = "所缴案件的执法机构,案件不在台账中的为空"
field = "所缴案件的业务领域,案件不在台账中的为空"
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
    mask_plate_and_id(payments.method) as method,
    payments.kind is distinct from '加处罚款' as is_collected,
    cases.case_no is not null as is_case_known,
    cases.org_unit,
    cases.field
from staging.payments as payments
left join staging.cases as cases on payments.case_no = cases.case_no
