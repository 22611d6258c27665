/*
title = "替换的文件没有丢失记录"
level = "hold"
message = "同一路径的新文件缺少旧文件十分之一以上(可设置)的记录,可能是系统每月覆盖同一个文件;请将新旧文件以不同的文件名(如加上年月)都放入,或确认后放行"
*/
with vanished as (
    select
        replaced.path,
        replaced.old_sha256,
        replaced.new_sha256,
        count(*) as old_keys,
        count(*) filter (where new_keys.record_key is null) as vanished_keys
    from staging.replaced_files as replaced
    inner join (
        select distinct file_sha256, contract, record_key from staging.file_keys
    ) as old_keys on replaced.old_sha256 = old_keys.file_sha256
    left join (
        select distinct file_sha256, contract, record_key from staging.file_keys
    ) as new_keys
        on replaced.new_sha256 = new_keys.file_sha256
        and old_keys.contract = new_keys.contract
        and old_keys.record_key = new_keys.record_key
    group by replaced.path, replaced.old_sha256, replaced.new_sha256
)

select vanished.*
from vanished
cross join staging.parameters as parameters
where vanished.vanished_keys > parameters.vanished_share * vanished.old_keys
