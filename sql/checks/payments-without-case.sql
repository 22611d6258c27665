/*
title = "缴款都能对上案件"
level = "report"
message = "有缴款的案号在案件台账中没有,缴款照计,但分不到执法机构和业务领域;请核对案号或补充导出案件"
*/
select
    file_sha256,
    sheet,
    row,
    receipt_no,
    case_no,
    amount
from core.payments
where not is_case_known
