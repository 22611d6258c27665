/*
name = "收到的文件"
description = "一行是收到的一个文件(按内容):是什么、是否有效、行数如何处理。读入 = 接受 + 退回 + 跳过"

[columns]
"状态" = "有效;已被替换(同一路径有新文件);拒收;已撤下"
*/
select
    files.file as 文件,
    files.contract as 数据种类,
    case files.status when 'in force' then '有效' when 'superseded' then '已被替换' when 'refused' then '拒收' when 'retracted' then '已撤下' end as 状态,
    files.reason as 原因,
    files.read as 读入,
    files.accepted as 接受,
    files.rejected as 退回,
    files.skipped as 跳过,
    files.export_on as 导出日期,
    files.first_seen_on as 首次收到日期,
    files.other_paths as 其他路径,
    files.notes as 附注,
    files.sha256 as 内容摘要
from files as files
