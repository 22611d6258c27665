/*
description = "由更正申报更正或认可的退回:文件本身会被退回,更正以后不再退回的行的各处退回"
*/
with rejected as (
    select distinct contract, file_sha256, sheet, row
    from shards.findings
    where level = 'rejection'
)

select found.*
from shards.uncorrected_findings as found
anti join rejected
    on found.contract = rejected.contract
    and found.file_sha256 = rejected.file_sha256
    and found.sheet = rejected.sheet
    and found.row = rejected.row
where found.level = 'rejection'
