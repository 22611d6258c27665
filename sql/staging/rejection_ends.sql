/*
description = "被退回的行后来怎样:由哪个文件改正,或者文件已被替换、撤下,或者重报后又被退回。仍待改正的行不在其中"
*/
with recursive rejected as (
    select
        findings.contract,
        findings.file_sha256,
        findings.sheet,
        findings.row,
        entries.status,
        entries.export_at,
        entries.first_seen_run,
        entries.ended_run,
        max(findings.record_key) as record_key
    from staging.findings as findings
    inner join staging.entries as entries on findings.file_sha256 = entries.sha256
    anti join staging.corrected_rejections as mended
        on findings.contract = mended.contract
        and findings.file_sha256 = mended.file_sha256
        and findings.sheet = mended.sheet
        and findings.row = mended.row
    where findings.level = 'rejection'
    group by
        findings.contract, findings.file_sha256, findings.sheet, findings.row,
        entries.status, entries.export_at, entries.first_seen_run, entries.ended_run
),

-- By the file of corrections, since it was declared.
declared as (
    select
        mended.contract,
        mended.file_sha256,
        mended.sheet,
        mended.row,
        'mended' as status,
        arg_min(outcomes.file_sha256, (outcomes.first_seen_run, outcomes.file, outcomes.row)) as mended_by,
        min(outcomes.first_seen_run) as run
    from staging.corrected_rejections as mended
    inner join staging.corrected_rows as corrected
        on mended.contract = corrected.contract
        and mended.file_sha256 = corrected.file_sha256
        and mended.sheet = corrected.sheet
        and mended.row = corrected.row
    inner join staging.declared_outcomes as outcomes
        on corrected.edit = outcomes.edit and outcomes.status = 'applied'
    group by mended.contract, mended.file_sha256, mended.sheet, mended.row
),

-- Returned in a correction workbook, rejected there, returned once more: every row with all that came of it.
returned as (
    select origin_sha256, origin_sheet, origin_row, file_sha256, sheet, row
    from shards.origins
    union
    select returned.origin_sha256, returned.origin_sheet, returned.origin_row, again.file_sha256, again.sheet, again.row
    from returned
    inner join shards.origins as again
        on returned.file_sha256 = again.origin_sha256
        and returned.sheet = again.origin_sheet
        and returned.row = again.origin_row
),

accepted as (
    select keys.contract, keys.file_sha256, keys.sheet, keys.row, keys.record_key, keys.export_at, keys.first_seen_run
    from staging.row_keys as keys
    anti join rejected
        on keys.contract = rejected.contract
        and keys.file_sha256 = rejected.file_sha256
        and keys.sheet = rejected.sheet
        and keys.row = rejected.row
),

-- A rejected row and a row that it came back as.
sent_again as (
    select
        rejected.contract, rejected.file_sha256, rejected.sheet, rejected.row,
        returned.file_sha256 as again_sha256, returned.sheet as again_sheet, returned.row as again_row
    from rejected
    inner join returned
        on rejected.file_sha256 = returned.origin_sha256
        and rejected.sheet = returned.origin_sheet
        and rejected.row = returned.origin_row
),

ends as (
    -- Whether the key was right or not: the row itself came back and is accepted.
    select
        sent.contract, sent.file_sha256, sent.sheet, sent.row,
        'mended' as status, 1 as rank, accepted.file_sha256 as mended_by, accepted.first_seen_run as run
    from sent_again as sent
    inner join accepted
        on sent.again_sha256 = accepted.file_sha256
        and sent.again_sheet = accepted.sheet
        and sent.again_row = accepted.row
    union all
    -- A later export, or one of the same time that came later, has the record as it should be.
    select
        rejected.contract, rejected.file_sha256, rejected.sheet, rejected.row,
        'mended' as status, 1 as rank, accepted.file_sha256 as mended_by, accepted.first_seen_run as run
    from rejected
    inner join accepted on rejected.contract = accepted.contract and rejected.record_key = accepted.record_key
    where accepted.export_at > rejected.export_at
        or accepted.export_at = rejected.export_at and accepted.first_seen_run > rejected.first_seen_run
    union all
    select
        rejected.contract, rejected.file_sha256, rejected.sheet, rejected.row,
        'replaced' as status, 2 as rank, entries.sha256 as mended_by, rejected.ended_run as run
    from rejected
    left join staging.entries as entries on rejected.file_sha256 = entries.supersedes
    where rejected.status = 'superseded'
    union all
    select contract, file_sha256, sheet, row, 'retracted' as status, 2 as rank, null as mended_by, ended_run as run
    from rejected
    where status = 'retracted'
    union all
    select
        sent.contract, sent.file_sha256, sent.sheet, sent.row,
        'resent' as status, 3 as rank, again.file_sha256 as mended_by, again.first_seen_run as run
    from sent_again as sent
    inner join rejected as again
        on sent.again_sha256 = again.file_sha256
        and sent.again_sheet = again.sheet
        and sent.again_row = again.row
    where again.status = 'in force'
),

ranked as (
    select
        *,
        row_number() over (
            partition by contract, file_sha256, sheet, row order by rank, run, mended_by
        ) as place
    from ends
)

select contract, file_sha256, sheet, row, status, mended_by, run
from ranked
where place = 1
union all
from declared
