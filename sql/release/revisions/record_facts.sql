/*
order = 5
description = "变了的记录现在怎样:是否仍是同一文件的同一行,由哪一行删除,原来的行有没有被退回,两边各由哪里申报更正"
*/
with places as (
    select distinct
        sha256_then,
        sheet_then,
        row_then
    from changed_records
),

deleting as (
    select distinct on (removed.file_sha256, removed.sheet, removed.row) removed.*
    from removed_rows as removed
    inner join places
        on removed.file_sha256 = places.sha256_then
        and removed.sheet = places.sheet_then
        and removed.row = places.row_then
    order by removed.file_sha256, removed.sheet, removed.row, removed.by_file, removed.by_sheet, removed.by_row
),

rejected as (
    select
        rejections.file_sha256,
        rejections.sheet,
        rejections.row,
        min(rejections.message) as message
    from rejections as rejections
    inner join places
        on rejections.file_sha256 = places.sha256_then
        and rejections.sheet = places.sheet_then
        and rejections.row = places.row_then
    group by rejections.file_sha256, rejections.sheet, rejections.row
),

final as (
    select
        records.id,
        coalesce(
            (records.sha256_then, records.sheet_then, records.row_then)
            = (records.sha256_now, records.sheet_now, records.row_now),
            false
        ) as is_same_row,
        deleting.by_file,
        deleting.by_sheet,
        deleting.by_row,
        rejected.message as rejection,
        declared_then.declared_in as declared_then,
        declared_now.declared_in as declared_now
    from changed_records as records
    left join then_corrections as declared_then
        on records.sha256_then = declared_then.file_sha256
        and records.sheet_then = declared_then.sheet
        and records.row_then = declared_then.row
    left join now_corrections as declared_now
        on records.sha256_now = declared_now.file_sha256
        and records.sheet_now = declared_now.sheet
        and records.row_now = declared_now.row
    left join deleting
        on records.sha256_then = deleting.file_sha256
        and records.sheet_then = deleting.sheet
        and records.row_then = deleting.row
    left join rejected
        on records.sha256_then = rejected.file_sha256
        and records.sheet_then = rejected.sheet
        and records.row_then = rejected.row
)

select * from final
