/*
description = "已接收但不作为有效记录的行"
*/
select
    contract,
    file_sha256,
    sheet,
    row
from staging.row_verdicts
where verdict <> 'in force'
