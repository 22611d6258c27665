/*
title = "数据覆盖的月份"
description = "一行是一种业务数据有文件覆盖的一个月份;没有覆盖的月份没有数据,不等于零"

[columns]
month = "被覆盖的月份,以当月 1 日表示"
files = "覆盖该月的文件数,单位为个"
*/
select
    contract,
    month,
    count(distinct file_sha256) as files
from staging.file_cover
group by contract, month
order by contract, month
