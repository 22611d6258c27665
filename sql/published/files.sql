/*
title = "收到的文件"
description = "一行是收到的一个文件(按内容):是什么、是否有效、行数如何处理。读入 = 接受 + 退回 + 跳过"

[columns]
sha256 = "文件内容的 SHA-256"
status = "in force 有效,superseded 被同一路径的新文件替换,refused 拒收,retracted 已撤下"
contract = "数据种类,一个文件有几种的以 + 连接,拒收的为空;corrections 为数据更正申报,一行是一条申报"
reason = "拒收或撤下的原因"
read = "读入的行数,拒收的为空,单位为行"
accepted = "接受的行数,单位为行"
rejected = "退回的行数,单位为行"
skipped = "跳过的行数(合计、说明、重复等),单位为行"
export_on = "导出日期:文件名中的日期,没有的取文件夹名中的,再没有的取首次收到之日"
first_seen_on = "首次收到的日期"
first_seen_run = "首次收到时的收件清单序号"
last_seen_run = "最后一次还在收件文件夹中的收件清单序号"
other_paths = "内容完全相同的其他路径"
supersedes = "它所替换的文件内容的 SHA-256"
replaced_by = "后来放在同一路径的文件内容的 SHA-256(拒收的文件由此可知后来怎样),没有的为空"
is_returned = "是否退回单:由 enfstat rejects --workbook 写出、改正后放回的文件"
notes = "附注:隐藏的工作表、行和列,跳过的工作表,不认识的列(及相近的列名),重复的列名"
*/
with later as (
    -- What the comparison with other rows took from the rows that the file alone would have had accepted.
    select
        file_sha256,
        count(*) filter (where verdict in ('duplicate-key', 'date-implausible')) as rejected,
        count(*) filter (where verdict in ('duplicate', 'item-line', 'replaced-in-export')) as skipped
    from staging.row_verdicts
    group by file_sha256
    union all
    -- An entry of a file of corrections is accepted where it applies.
    select file_sha256, count(*) as rejected, 0 as skipped
    from staging.declared_outcomes
    where status not in ('applied', 'withdrawn')
    group by file_sha256
)

select
    entries.path as file,
    entries.sha256,
    entries.contract,
    entries.status,
    entries.reason,
    entries.read,
    entries.accepted - coalesce(later.rejected, 0) - coalesce(later.skipped, 0) as accepted,
    entries.rejected + coalesce(later.rejected, 0) as rejected,
    entries.skipped + coalesce(later.skipped, 0) as skipped,
    entries.export_on,
    entries.first_seen_on,
    entries.first_seen_run,
    entries.last_seen_run,
    entries.other_paths,
    entries.supersedes,
    entries.replaced_by,
    entries.is_returned,
    entries.notes
from staging.entries as entries
left join later on entries.sha256 = later.file_sha256
order by entries.path, entries.sha256
