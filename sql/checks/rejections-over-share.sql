/*
title = "新收文件中退回的记录不过多"
level = "hold"
message = "自上次发布以来新生效的文件里,某种数据退回的记录超过规定的份额(可设置),计入的记录因此偏少;多半是原系统改了取值或格式,请按列出的规则和单元格改正后重新放入,或确认后放行"
*/
-- The records that a file claims to hold are those accepted and those rejected: totals and notes are none. A rejected
-- one that was mended meanwhile counts elsewhere. Only files that were not in force in the published build: what was
-- rejected there was published all the same, and years of good rows must not hide a bad month.
with new_tables as (
    select
        contracts.sha256,
        contracts.contract,
        contracts.accepted + contracts.rejected as records
    from staging.entry_contracts as contracts
    anti join staging.counted_before as before on contracts.sha256 = before.sha256
),

rejected as (
    select rejections.*
    from rejections
    inner join new_tables
        on rejections.file_sha256 = new_tables.sha256 and rejections.contract = new_tables.contract
    where rejections.status = 'open'
),

claimed as (
    select
        contract,
        sum(records) as records
    from new_tables
    group by contract
),

over_share as (
    select
        claimed.contract,
        claimed.records,
        count(distinct (rejected.file_sha256, rejected.sheet, rejected.row)) as rejected
    from claimed
    inner join rejected on claimed.contract = rejected.contract
    cross join staging.parameters as parameters
    where parameters.is_compared
    group by claimed.contract, claimed.records, parameters.rejected_rows, parameters.rejected_share
    having count(distinct (rejected.file_sha256, rejected.sheet, rejected.row))
        > greatest(parameters.rejected_rows, parameters.rejected_share * claimed.records)
)

select
    over_share.contract,
    over_share.rejected,
    over_share.records,
    rejected.file,
    rejected.sheet,
    rejected.row,
    rejected.cell,
    rejected.rule
from over_share
inner join rejected on over_share.contract = rejected.contract
order by over_share.contract, rejected.file, rejected.sheet, rejected.row, rejected.cell, rejected.rule
