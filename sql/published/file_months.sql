/*
title = "文件覆盖的月份"
description = "一行是一个有效文件就一种业务数据覆盖的一个月份:所接受的行的日期所在月份,以及文件名、文件夹名、标题所述的月份"

[columns]
month = "被覆盖的月份,以当月 1 日表示"
*/
select distinct
    contract,
    file_sha256,
    month
from staging.file_cover
order by contract, file_sha256, month
