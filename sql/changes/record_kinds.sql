/*
order = 4
description = "变了的记录按变动的情形归类,同一情形的原因相同"
*/
select
    records.id as record_id,
    dense_rank() over (
        order by
            records.is_then,
            records.is_now,
            records.sha256_then,
            records.sha256_now,
            facts.is_same_row,
            facts.by_file is null,
            facts.rejection is null,
            facts.declared_then,
            facts.declared_now
    ) as kind,
    records.is_then,
    records.is_now,
    records.sha256_then,
    records.sha256_now,
    facts.is_same_row,
    case when facts.by_file is not null then '' end as by_file,
    case when facts.rejection is not null then '' end as rejection,
    facts.declared_then,
    facts.declared_now
from changed_records as records
inner join record_facts as facts on records.id = facts.id
