/*
name = "缴款"
description = "一行是一张票据中的一项缴款,连同所缴的案件"

[columns]
"缴款年度" = "缴款日期所在的年度"
"缴款月份" = "缴款日期所在的月份"
*/
select
    payments.receipt_no as 缴款流水号,
    payments.case_no as 案号,
    payments.paid_on as 缴款日期,
    year(payments.paid_on) as 缴款年度,
    month(payments.paid_on) as 缴款月份,
    payments.amount as 缴款金额,
    payments.kind as 款项类别,
    payments.method as 缴款方式,
    payments.is_collected as 是否计入收缴罚没款,
    payments.is_case_known as 案件是否在册,
    cases.case_name as 案件名称,
    cases.party_name as 当事人,
    cases.decided_on as 处罚决定日期,
    cases.levied_yuan as 决定的罚没款,
    payments.org_unit as 执法机构,
    payments.field as 业务领域,
    files.file as 文件,
    payments.sheet as 工作表,
    payments.row as 行号
from core.payments as payments
left join core.cases as cases on payments.case_no = cases.case_no
inner join files as files on payments.file_sha256 = files.sha256 and files.status = 'in force'
