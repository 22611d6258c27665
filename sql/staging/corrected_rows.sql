/*
description = "数据更正申报所指的行:那里写着什么,是否更正,更正后是有效、仍被退回,还是后来的导出另有一行"
*/
with rejected as (
    select distinct contract, file_sha256, sheet, row
    from shards.findings
    where level = 'rejection'
),

final as (
    select
        amendments.edit,
        amendments.contract,
        amendments.file_sha256,
        amendments.sheet,
        amendments.row,
        amendments.found,
        amendments.outcome,
        case
            when rejected.row is not null or verdicts.verdict in ('duplicate-key', 'date-implausible') then 'rejected'
            when verdicts.verdict in ('superseded', 'replaced-in-export') then 'lost'
            else 'counts'
        end as standing
    from shards.amendments as amendments
    left join rejected
        on amendments.contract = rejected.contract
        and amendments.file_sha256 = rejected.file_sha256
        and amendments.sheet = rejected.sheet
        and amendments.row = rejected.row
    left join staging.row_verdicts as verdicts
        on amendments.contract = verdicts.contract
        and amendments.file_sha256 = verdicts.file_sha256
        and amendments.sheet = verdicts.sheet
        and amendments.row = verdicts.row
)

select * from final
