/*
description = "需要比较的主键:出现不止一行、有删除、或有尚不可能的日期。其余的行只此一行,直接有效"
*/
select
    contract,
    record_key
from staging.row_keys
cross join staging.parameters as parameters
group by contract, record_key
having count(*) > 1 or max(change_rank) = 3 or bool_or(latest_on > parameters.latest_plausible_on)
