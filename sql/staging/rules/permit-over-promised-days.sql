/*
rule = "permit-over-promised-days"
level = "warning"
law = "行政许可法第四十二条、第八十二条"
message = "办结用时超过承诺时限(工作日,已扣除不计时限天数);请核对日期和不计时限天数,确属超期的说明原因"
columns = ["applied_on", "finished_on", "promised_days"]
*/
select
    'permits' as contract,
    file_sha256,
    sheet,
    row,
    'finished_on' as "column",
    cast(finished_on as varchar) as value
from core.permits
where is_finished and working_days > promised_days
