/*
description = "需要比较的行各自的结论:有效、被后来的导出取代、已删除、重复、同一次检查的其他事项、被同次导出中的后一条取代、日期尚不可能、同号不同内容"
*/
with ranked as (
    select
        competing.*,
        contents.content,
        contents.content_without_lines,
        max(competing.change_rank) over export_item as top_rank
    from staging.competing_rows as competing
    left join shards.contents as contents
        on competing.contract = contents.contract
        and competing.file_sha256 = contents.file_sha256
        and competing.sheet = contents.sheet
        and competing.row = contents.row
    where not competing.is_implausible
    window export_item as (
        partition by competing.contract, competing.record_key, competing.export_at,
            case when competing.is_key_deleted then '' else competing.item_key end
    )
),

-- The rows of the last kind of change in one export, compared with one another.
compared as (
    select
        ranked.*,
        row_number() over export_item as place,
        first_value(content) over export_item as first_content,
        min(content_without_lines) over whole_item <> max(content_without_lines) over whole_item as differs
    from ranked
    where change_rank = top_rank
    window export_item as (
        partition by contract, record_key, export_at, case when is_key_deleted then '' else item_key end
        order by file_sha256, sheet, row
    ),
    whole_item as (
        partition by contract, record_key, export_at, case when is_key_deleted then '' else item_key end
    )
),

within_export as (
    select
        contract,
        file_sha256,
        sheet,
        row,
        case
            when coalesce(differs, false) and change_rank < 3 then 'duplicate-key'
            when place > 1 and (content = first_content or change_rank = 3) then 'duplicate'
            when place > 1 then 'item-line'
            when change_rank = 3 then 'deletion'
            else 'stands'
        end as verdict
    from compared
),

-- Earlier kinds of change give way to the last one, or are rejected with it.
given_way as (
    select
        ranked.contract,
        ranked.file_sha256,
        ranked.sheet,
        ranked.row,
        case when bool_or(rivals.verdict = 'duplicate-key') then 'duplicate-key' else 'replaced-in-export' end as verdict
    from ranked
    inner join compared
        on ranked.contract = compared.contract
        and ranked.record_key = compared.record_key
        and ranked.export_at = compared.export_at
        and (ranked.item_key = compared.item_key or ranked.is_key_deleted)
    inner join within_export as rivals
        on compared.contract = rivals.contract
        and compared.file_sha256 = rivals.file_sha256
        and compared.sheet = rivals.sheet
        and compared.row = rivals.row
    where ranked.change_rank < ranked.top_rank
    group by ranked.contract, ranked.file_sha256, ranked.sheet, ranked.row
),

settled as (
    select * from within_export
    union all
    select * from given_way
    union all
    select
        contract,
        file_sha256,
        sheet,
        row,
        'date-implausible' as verdict
    from staging.competing_rows
    where is_implausible
),

-- Between exports the latest that says anything of the key wins, with all of its rows.
between_exports as (
    select
        settled.*,
        competing.record_key,
        competing.item_key,
        competing.export_at,
        competing.first_seen_run,
        max(competing.export_at) filter (where settled.verdict in ('stands', 'deletion')) over (
            partition by competing.contract, competing.record_key
        ) as winning_export_at
    from settled
    inner join staging.competing_rows as competing
        on settled.contract = competing.contract
        and settled.file_sha256 = competing.file_sha256
        and settled.sheet = competing.sheet
        and settled.row = competing.row
),

final as (
    select
        contract,
        file_sha256,
        sheet,
        row,
        record_key,
        item_key,
        export_at,
        first_seen_run,
        winning_export_at,
        case
            when verdict = 'stands' and export_at < winning_export_at then 'superseded'
            when verdict = 'stands' then 'in force'
            else verdict
        end as verdict
    from between_exports
)

select * from final
