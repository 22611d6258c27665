/*
description = "需要比较的主键的全部行。删除针对整个主键,其余的按主键中的一项(票据的一项缴款)比较"
*/
select
    keys.*,
    keys.change_rank < 3 and coalesce(keys.latest_on > parameters.latest_plausible_on, false) as is_implausible,
    -- A deletion speaks of the whole key: it stands among the rows of every item of its export.
    max(keys.change_rank) over (partition by keys.contract, keys.record_key, keys.export_at) = 3 as is_key_deleted
from staging.row_keys as keys
inner join staging.contested_keys as contested
    on keys.contract = contested.contract and keys.record_key = contested.record_key
cross join staging.parameters as parameters
