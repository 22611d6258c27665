/*
title = "数据更正申报"
description = "一行是一条更正申报及它所更正的一行(没有更正到的,行的各列为空):更正的值、认可的行或退款,由谁批准,是否生效;个人信息已隐去"

[columns]
file = "申报所在的文件"
file_sha256 = "申报所在的文件内容的 SHA-256"
row = "申报从文件的第几行开始"
kind = "value 更正一个值,accept 认可被规则退回的行,refund 退款"
key = "所针对的记录的编号,按申报的写法,由几列组成的只写第一列"
column = "所针对的列在数据库中的列名"
title = "所针对的列的中文名称"
rule = "认可的规则的名称,不是认可的为空"
expected = "申报时那里写着什么,退款的为票据的金额,认可的可以为空,个人信息已隐去"
found = "没有生效而那里写着别的内容时,写的是什么,个人信息已隐去"
value = "更正为什么,不是更正值的为空,个人信息已隐去"
refund_on = "退款的日期,不是退款的为空"
refund_yuan = "退款的金额,单位为元"
reason = "理由,其中的姓名、车牌、证件号码和手机号以 * 代替"
approved_by = "批准人"
until = "有效期至哪一天(含)"
status = "applied 已生效,withdrawn 已撤回,其余为没有生效的原因:expired 已过期,no-match 没有这条记录,other-value 那里写着别的内容,rule-not-broken 并未违反所认可的规则,rejected 更正后仍被退回,superseded 后来的导出另有一行或已删除,several-rows 不止一项相符,refund-too-large 退款多于票据的金额,refund-before-payment 退款早于缴款"
message = "没有生效的是什么原因、怎么办,已生效和已撤回的为空"
record_file = "所更正的行所在的文件"
record_sha256 = "所更正的行所在的文件内容的 SHA-256"
record_sheet = "所更正的行所在的工作表"
record_row = "所更正的行的行号"
first_seen_run = "从哪一次收件清单(序号)起申报"
last_seen_run = "到哪一次收件清单(序号)为止还在申报,没有撤回的为本次"

[masked]
expected = "个人信息列只留第一个字,其余列中的车牌、证件号码、手机号以 * 代替"
found = "个人信息列只留第一个字,其余列中的车牌、证件号码、手机号以 * 代替"
value = "个人信息列只留第一个字,其余列中的车牌、证件号码、手机号以 * 代替"
reason = "其中的姓名、车牌、证件号码和手机号以 * 代替"
*/
with corrected as (
    select edit, file_sha256, sheet, row
    from staging.corrected_rows
    where outcome = 'changed'
),

refunded as (
    select declared_sha256, declared_row, file_sha256, sheet, row
    from staging.refund_receipts
    where is_expected
),

named as (
    select
        outcomes.file_sha256,
        outcomes.row,
        list(distinct persons.name order by length(persons.name) desc, persons.name) as names
    from staging.declared_outcomes as outcomes
    inner join staging.person_names as persons on contains(outcomes.reason, persons.name)
    group by outcomes.file_sha256, outcomes.row
),

hidden as (
    select
        outcomes.* replace (
            mask_cell(outcomes.expected, personal."column" is not null) as expected,
            mask_cell(outcomes.found, personal."column" is not null) as found,
            mask_cell(outcomes.value, personal."column" is not null) as value,
            mask_plate_and_id(
                list_reduce(
                    list_prepend(outcomes.reason, coalesce(named.names, [])),
                    lambda text, name: replace(text, name, mask_name(name))
                )
            ) as reason
        )
    from staging.declared_outcomes as outcomes
    left join named on outcomes.file_sha256 = named.file_sha256 and outcomes.row = named.row
    left join staging.personal_columns as personal
        on outcomes.contract = personal.contract and outcomes."column" = personal."column"
)

select
    hidden.file,
    hidden.file_sha256,
    hidden.row,
    hidden.kind,
    hidden.contract,
    mask_plate_and_id(hidden.shown_key) as key,
    hidden."column",
    hidden.title,
    hidden.rule,
    hidden.expected,
    case when hidden.status = 'other-value' then hidden.found end as found,
    hidden.value,
    hidden.refund_on,
    hidden.refund_yuan,
    hidden.reason,
    hidden.approved_by,
    hidden.until,
    hidden.status,
    case hidden.status
        when 'expired' then '有效期已过(至 ' || hidden.until || '),不再更正;源头已改的请删去这一条,仍须更正的请重新批准并改有效期'
        when 'no-match' then '在有效的文件里没有找到这条记录;请核对编号,已删除的请删去这一条'
        when 'other-value' then '那里现在写着“' || coalesce(hidden.found, '(空白)') || '”,不是申报时的“'
            || coalesce(hidden.expected, '') || '”,没有更正;源头已改的请删去这一条,否则请核对后改写'
        when 'rule-not-broken' then '这一行并没有违反所认可的规则;源头已改的请删去这一条'
        when 'rejected' then '更正后的行仍被退回,见退回记录;请按其中的原因补充更正'
        when 'superseded' then '所更正的行已不采用:后来的导出另有一行,或者记录已删除;请删去这一条'
        when 'several-rows' then '该票据有几项与申报相符;请在 key 里写明款项类别(kind)或缴款日期(paid_on)'
        when 'refund-too-large' then '退款合计多于票据的金额;请核对金额'
        when 'refund-before-payment' then '退款的日期早于缴款的日期;请核对日期'
    end as message,
    entries.path as record_file,
    entries.sha256 as record_sha256,
    coalesce(corrected.sheet, refunded.sheet) as record_sheet,
    coalesce(corrected.row, refunded.row) as record_row,
    hidden.first_seen_run,
    hidden.last_seen_run
from hidden
left join corrected on hidden.edit = corrected.edit and hidden.kind <> 'refund' and hidden.status = 'applied'
left join refunded
    on hidden.file_sha256 = refunded.declared_sha256
    and hidden.row = refunded.declared_row
    and hidden.status = 'applied'
left join staging.entries as entries on entries.sha256 = coalesce(corrected.file_sha256, refunded.file_sha256)
order by hidden.status = 'withdrawn', hidden.file, hidden.row, entries.path, record_sheet, record_row, record_sha256
