/*
title = "收到的文件"
description = "一行是收到的一个文件(按内容):是什么、是否有效、行数如何处理。读入 = 接受 + 退回 + 跳过"
*/
with later as (
    -- What the comparison with other rows took from the rows that the file alone would have had accepted.
    select
        file_sha256,
        count(*) filter (where verdict in ('duplicate-key', 'date-implausible')) as rejected,
        count(*) filter (where verdict in ('duplicate', 'item-line', 'replaced-in-export')) as skipped
    from staging.row_verdicts
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
    entries.other_paths,
    entries.supersedes,
    entries.notes
from staging.entries as entries
left join later on entries.sha256 = later.file_sha256
order by entries.path, entries.sha256
