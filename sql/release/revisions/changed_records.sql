/*
order = 1
description = "发布时与现在不同的记录:同一主键的记录按内容成对比较,两边相同的去掉,余下的依次配对"
*/
with sides as (
    select 'then' as side, * from then_records
    union all
    select 'now' as side, * from now_records
),

copies as (
    -- A key may have several records of one content (the items of a receipt): the first meets the first. Told apart by a hash,
    -- because contents are long; whether two are equal is asked of the contents themselves.
    select
        *,
        row_number() over (
            partition by side, contract, key, hash(content) order by file_sha256, sheet, row
        ) as copy
    from sides
),

unmatched as (
    select
        copies.*,
        row_number() over (partition by side, contract, key order by content, copy) as place
    from copies
    anti join copies as others
        on copies.contract = others.contract
        and copies.key = others.key
        and copies.content = others.content
        and copies.copy = others.copy
        and copies.side <> others.side
),

keys as (
    select
        contract,
        key,
        bool_or(side = 'then') as is_then,
        bool_or(side = 'now') as is_now
    from sides
    group by contract, key
),

final as (
    select
        row_number() over (order by contract, unmatched.key, unmatched.place) as id,
        contract,
        unmatched.key,
        keys.is_then,
        keys.is_now,
        max(shown_key) as shown_key,
        max(file_sha256) filter (where side = 'then') as sha256_then,
        max(sheet) filter (where side = 'then') as sheet_then,
        max(row) filter (where side = 'then') as row_then,
        max(content) filter (where side = 'then') as content_then,
        max(file_sha256) filter (where side = 'now') as sha256_now,
        max(sheet) filter (where side = 'now') as sheet_now,
        max(row) filter (where side = 'now') as row_now,
        max(content) filter (where side = 'now') as content_now,
        list(distinct case_no) as case_nos,
        max(task_no) as task_no,
        max(object) as object
    from unmatched
    inner join keys using (contract, key)
    group by contract, unmatched.key, unmatched.place, keys.is_then, keys.is_now
)

select * from final
