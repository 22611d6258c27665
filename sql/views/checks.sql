/*
name = "核对结果"
description = "一行是一项对整个数据库的核对;处数为零就是通过"

[columns]
"级别" = "不通过则暂缓发布,或照常发布并列出"
"是否通过" = "处数是否为零"
*/
select
    checks.title as 核对,
    case checks.level when 'hold' then '不通过则暂缓发布' else '照常发布并列出' end as 级别,
    checks.message as 说明,
    checks.offenders as 处数,
    checks.offenders = 0 as 是否通过
from checks as checks
