/*
description = "全部退回、提示与跳过的行,含读取时和比较时发现的,尚未脱敏;不再有效的文件只留退回,以便知道后来怎样"
*/
with found as (
    select
        read.level, read.contract, read.file_sha256, read.sheet, read.row, read.cell, read."column", read.heading,
        read.value, read.rule, read.message, read.record_key, entries.first_seen_run, false as is_mended
    from shards.findings as read
    inner join staging.entries as entries on read.file_sha256 = entries.sha256
    -- A warning is about a row that counts; one that another export replaced does not.
    where read.level = 'rejection' or entries.status = 'in force' and (read.level <> 'warning' or not exists (
        select 1
        from staging.rows_out_of_force as gone
        where gone.contract = read.contract
            and gone.file_sha256 = read.file_sha256
            and gone.sheet = read.sheet
            and gone.row = read.row
    ))
    and not (read.rule = 'unknown-value' and read."column" = 'field' and exists (
        select 1
        from staging.renamed_fields as renamed
        where renamed.contract = read.contract
            and renamed.file_sha256 = read.file_sha256
            and renamed.sheet = read.sheet
            and renamed.row = read.row
    ))
    union all
    -- What a declared correction mended stays on record, like what a file mended.
    select
        mended.level, mended.contract, mended.file_sha256, mended.sheet, mended.row, mended.cell, mended."column",
        mended.heading, mended.value, mended.rule, mended.message, mended.record_key, entries.first_seen_run,
        true as is_mended
    from staging.corrected_rejections as mended
    inner join staging.entries as entries on mended.file_sha256 = entries.sha256
    union all
    select level, contract, file_sha256, sheet, row, null as cell, "column", null as heading, value, rule, message, record_key, first_seen_run, false as is_mended
    from staging.verdict_findings
    union all
    select
        level, contract, file_sha256, sheet, row, null as cell, null as "column", heading, null as value, rule, message,
        null as record_key, first_seen_run, false as is_mended
    from staging.heading_findings
    union all
    select level, contract, file_sha256, sheet, row, null as cell, "column", null as heading, value, rule, message, null as record_key, null as first_seen_run, false as is_mended
    from staging.rule_findings
),

in_force as (
    select
        verdicts.contract,
        verdicts.record_key,
        max(verdicts.export_at) as export_at
    from (
        select keys.contract, keys.record_key, keys.export_at
        from staging.row_keys as keys
        anti join staging.rows_out_of_force as gone
            on keys.contract = gone.contract
            and keys.file_sha256 = gone.file_sha256
            and keys.sheet = gone.sheet
            and keys.row = gone.row
        semi join found on keys.contract = found.contract and keys.record_key = found.record_key
    ) as verdicts
    group by verdicts.contract, verdicts.record_key
),

final as (
    select
        found.level,
        found.contract,
        found.file_sha256,
        found.sheet,
        found.row,
        coalesce(found.cell, columns.letters || found.row) as cell,
        found."column",
        coalesce(found.heading, columns.heading) as heading,
        found.value,
        found.rule,
        -- A rejected row leaves the last accepted row of its key in force; whoever mends it should know.
        case
            when found.level = 'rejection' and not found.is_mended and found.rule <> 'duplicate-key' and in_force.export_at is not null
                then found.message || ';目前仍按' || strftime(in_force.export_at, '%Y-%m-%d') || '的导出统计'
            else found.message
        end as message,
        found.record_key,
        coalesce(found.first_seen_run, entries.first_seen_run) as first_seen_run
    from found
    inner join staging.entries as entries on found.file_sha256 = entries.sha256
    left join staging.table_columns as columns
        on found.file_sha256 = columns.sha256
        and found.sheet = columns.sheet
        and found.contract = columns.contract
        and found."column" = columns."column"
    left join in_force on found.contract = in_force.contract and found.record_key = in_force.record_key
)

select * from final
