/*
order = 4
description = "变了而没有使任何指标变动的记录,限于该期间某个指标背后的"
*/
with behind as (
    select file_sha256, sheet, row from then_counted
    union
    select file_sha256, sheet, row from now_counted
)

select records.id
from changed_records as records
where not exists (select 1 from causes where causes.record_id = records.id)
    and exists (
        select 1
        from behind
        where (behind.file_sha256, behind.sheet, behind.row) = (records.sha256_then, records.sheet_then, records.row_then)
            or (behind.file_sha256, behind.sheet, behind.row) = (records.sha256_now, records.sheet_now, records.row_now)
    )
