/*
rule = "permit-without-limit"
level = "warning"
law = "行政许可法第四十二条"
message = "办结的办件既无承诺时限又无法定时限,也不是即办件,无从判断是否按期,不计入办结率;请补填时限"
columns = ["finished_on"]
*/
select
    'permits' as contract,
    file_sha256,
    sheet,
    row,
    'promised_days' as "column",
    cast(null as varchar) as value
from staging.permits
where is_item_finished(finished_on, result)
    and is_reported_item_kind(item_kind)
    and promised_days is null
    and legal_days is null
    and not coalesce(on_the_spot, false)
