/*
description = "有效文件覆盖的月份:已接收的行的日期所在月份,以及文件名、文件夹名、标题所述的月份"
*/
-- Of rows that do not count the dates say nothing; a row that lost to a later export was accepted all the same.
with uncounted as (
    select contract, file_sha256, sheet, row
    from staging.row_verdicts
    where verdict in ('duplicate-key', 'date-implausible', 'replaced-in-export')
),

dated as (
    select
        keys.contract,
        keys.file_sha256,
        unnest(keys.cover_on) as covered_on
    from staging.row_keys as keys
    anti join uncounted
        on keys.contract = uncounted.contract
        and keys.file_sha256 = uncounted.file_sha256
        and keys.sheet = uncounted.sheet
        and keys.row = uncounted.row
),

stated as (
    select
        contracts.contract,
        entries.sha256 as file_sha256,
        unnest(entries.stated_months) as month
    from staging.entries as entries
    inner join staging.entry_contracts as contracts on entries.sha256 = contracts.sha256
    where entries.status = 'in force'
),

final as (
    select distinct contract, file_sha256, cast(date_trunc('month', covered_on) as date) as month, false as is_stated
    from dated
    union all
    select distinct contract, file_sha256, month, true as is_stated
    from stated
)

select * from final
