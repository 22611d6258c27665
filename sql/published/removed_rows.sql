/*
title = "被删除的记录"
description = "一行是一条被更新类型为删除的行去掉的记录,及去掉它的那一行"

[columns]
by_file = "写明删除的文件在收件文件夹中的路径"
by_sheet = "写明删除的工作表"
by_row = "写明删除的行号"
*/
with deletions as (
    select
        contract,
        record_key,
        file_sha256,
        sheet,
        row
    from staging.row_verdicts
    where verdict = 'deletion' and export_at = winning_export_at
)

select
    entries.path as file,
    removed.file_sha256,
    removed.contract,
    removed.sheet,
    removed.row,
    deleting.path as by_file,
    deletions.sheet as by_sheet,
    deletions.row as by_row
from staging.row_verdicts as removed
inner join deletions on removed.contract = deletions.contract and removed.record_key = deletions.record_key
inner join staging.entries as entries on removed.file_sha256 = entries.sha256
inner join staging.entries as deleting on deletions.file_sha256 = deleting.sha256
where removed.verdict in ('superseded', 'replaced-in-export')
order by entries.path, removed.sheet, removed.row, removed.file_sha256
