/*
description = "行之间比较所得:退回(同号不同内容、日期尚不可能)、提示(迟到而未被采用)、跳过(重复、同一次检查的其他事项)"
*/
with places as (
    -- Where the rows that contradict one another stand, for the message.
    select
        verdicts.contract,
        verdicts.record_key,
        verdicts.export_at,
        string_agg(entries.path || ' ' || verdicts.sheet || ' 第' || verdicts.row || '行', '、'
            order by entries.path, verdicts.sheet, verdicts.row) as places,
        -- They contradict one another since the last of them came.
        max(verdicts.first_seen_run) as first_seen_run
    from staging.row_verdicts as verdicts
    inner join staging.entries as entries on verdicts.file_sha256 = entries.sha256
    where verdicts.verdict = 'duplicate-key'
    group by verdicts.contract, verdicts.record_key, verdicts.export_at
),

-- Whose row is in force when a later export's row is not.
winners as (
    select contract, record_key, max(first_seen_run) as first_seen_run
    from staging.row_verdicts
    where verdict = 'in force' or verdict = 'deletion' and export_at = winning_export_at
    group by contract, record_key
),

-- What stands in the cell that names the record: of a key of several parts the first, which is never a person.
shown as (
    select
        keys.contract,
        keys.file_sha256,
        keys.sheet,
        keys.row,
        split_part(keys.shown_key, '|', 1) as value,
        -- A row without an id of its own is known by several columns.
        case when contains(keys.shown_key, '|') then coalesce(names.else_column, names.key_column) else names.key_column end
            as "column",
        case when contains(keys.shown_key, '|') then coalesce(names.else_title, names.key_title) else names.key_title end
            as title
    from shards.row_keys as keys
    inner join staging.contract_keys as names on keys.contract = names.contract
    semi join staging.row_verdicts as verdicts
        on keys.contract = verdicts.contract
        and keys.file_sha256 = verdicts.file_sha256
        and keys.sheet = verdicts.sheet
        and keys.row = verdicts.row
),

final as (
    select
        'rejection' as level,
        verdicts.contract,
        verdicts.file_sha256,
        verdicts.sheet,
        verdicts.row,
        shown."column",
        shown.value,
        'duplicate-key' as rule,
        '同一次导出里同一' || shown.title || '有内容不同的行:' || places.places
            || '。这样的记录只能有一行,请核对后只保留正确的一行'
            || case when verdicts.contract = 'cases' then '(一个案件一行,有几名当事人的也并为一行)' else '' end
            || case
                when verdicts.winning_export_at is not null
                    then ';目前仍按' || strftime(verdicts.winning_export_at, '%Y-%m-%d') || '的导出统计'
                else ''
            end as message,
        verdicts.record_key,
        places.first_seen_run
    from staging.row_verdicts as verdicts
    inner join places using (contract, record_key, export_at)
    inner join shown
        on verdicts.contract = shown.contract
        and verdicts.file_sha256 = shown.file_sha256
        and verdicts.sheet = shown.sheet
        and verdicts.row = shown.row
    where verdicts.verdict = 'duplicate-key'
    union all
    select
        'rejection' as level,
        verdicts.contract,
        verdicts.file_sha256,
        verdicts.sheet,
        verdicts.row,
        late."column",
        strftime(late.day, '%Y-%m-%d') as value,
        'date-implausible' as rule,
        '有日期晚于截止日次年年底,尚不可能发生;请核对日期' as message,
        verdicts.record_key,
        verdicts.first_seen_run
    from staging.row_verdicts as verdicts
    inner join shards.late_dates as late
        on verdicts.contract = late.contract
        and verdicts.file_sha256 = late.file_sha256
        and verdicts.sheet = late.sheet
        and verdicts.row = late.row
    where verdicts.verdict = 'date-implausible'
    union all
    select
        'warning' as level,
        losers.contract,
        losers.file_sha256,
        losers.sheet,
        losers.row,
        shown."column",
        shown.value,
        'late-row-loses' as rule,
        '这一行到达较晚,但所在文件的导出时间较早,未被采用;如果是补改旧月份,请按最新时间重新导出' as message,
        losers.record_key,
        losers.first_seen_run
    from staging.row_verdicts as losers
    inner join winners on losers.contract = winners.contract and losers.record_key = winners.record_key
    inner join shown
        on losers.contract = shown.contract
        and losers.file_sha256 = shown.file_sha256
        and losers.sheet = shown.sheet
        and losers.row = shown.row
    where losers.verdict = 'superseded' and losers.first_seen_run > winners.first_seen_run
    union all
    select
        'skipped' as level,
        contract,
        file_sha256,
        sheet,
        row,
        null as "column",
        null as value,
        verdict as rule,
        case verdict
            when 'duplicate' then '与同一次导出里的另一行完全相同'
            when 'item-line' then '同一次检查的另一检查事项,已并入该次检查'
            else '同一次导出里后面还有对该记录的修改或删除'
        end as message,
        record_key,
        first_seen_run
    from staging.row_verdicts
    where verdict in ('duplicate', 'item-line', 'replaced-in-export')
)

select * from final
