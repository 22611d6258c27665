/*
description = "疑似改了名的列:列名不认识,又与表中所缺的一列相近。一行是一个文件的一张表中的一个列名"
*/
select
    'warning' as level,
    headings.contract,
    headings.sha256 as file_sha256,
    headings.sheet,
    headings.row,
    headings.heading,
    'renamed-column' as rule,
    '列名“' || headings.heading || '”不认识,这一列没有读入;它与“' || headings.nearest
        || '”相近,而表中没有那一列。如果是改了名,请把列名改回后重新导出' as message,
    entries.first_seen_run
from staging.unknown_headings as headings
inner join staging.entries as entries on headings.sha256 = entries.sha256
where headings.nearest is not null
