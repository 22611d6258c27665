/*
name = "退回记录"
description = "一行是一处退回,该行不计入任何指标,改正后重新导出,或在退回单中改正后放回即可;个人信息已隐去"

[columns]
"状态" = "待改正;已改正;重报后又被退回;文件已替换;文件已撤下"
*/
select
    rejections.file as 文件,
    rejections.contract as 数据种类,
    rejections.sheet as 工作表,
    rejections.row as 行号,
    rejections.cell as 单元格,
    rejections.heading as 列名,
    rejections.value as 原值,
    rejections.rule as 规则,
    rejections.message as 原因与处理,
    rejections.law as 法律依据,
    case rejections.status
        when 'open' then '待改正'
        when 'mended' then '已改正'
        when 'resent' then '重报后又被退回'
        when 'replaced' then '文件已替换'
        when 'retracted' then '文件已撤下'
    end as 状态,
    rejections.mended_by as 改正文件,
    rejections.first_seen_run as 首次清单,
    rejections.last_seen_run as 末次清单
from rejections as rejections
