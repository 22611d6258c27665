/*
name = "更正申报"
description = "一行是一条数据更正申报及它所更正的一行;个人信息已隐去"

[columns]
"类别" = "更正;认可;退款"
"状态" = "已生效;已撤回;未生效,原因见说明"
*/
select
    corrections.file as 申报文件,
    corrections.row as 申报行号,
    case corrections.kind when 'value' then '更正' when 'accept' then '认可' else '退款' end as 类别,
    corrections.contract as 数据种类,
    corrections.key as 编号,
    corrections.title as 列名,
    corrections.rule as 规则,
    corrections.expected as 原值,
    corrections.value as 更正为,
    corrections.refund_on as 退款日期,
    corrections.refund_yuan as 退款金额,
    corrections.reason as 理由,
    corrections.approved_by as 批准人,
    corrections.until as 有效期至,
    case corrections.status when 'applied' then '已生效' when 'withdrawn' then '已撤回' else '未生效' end as 状态,
    corrections.message as 说明,
    corrections.record_file as 文件,
    corrections.record_sheet as 工作表,
    corrections.record_row as 行号,
    corrections.first_seen_run as 首次清单,
    corrections.last_seen_run as 末次清单
from corrections as corrections
