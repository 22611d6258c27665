/*
title = "更正过的行"
description = "一行是由更正申报更正、认可或退款的一行,或者申报的一笔退款本身"

[columns]
correction = "更正了什么、由哪个文件的第几行申报,个人信息已隐去"
*/
with applied as (
    select
        *,
        case kind
            when 'value' then title || '原为“' || coalesce(nullif(expected, ''), '空白') || '”,更正为“' || coalesce(nullif(value, ''), '空白') || '”'
            when 'accept' then '认可(规则 ' || rule || ')'
            when 'refund' then refund_on || ' 退款 ' || refund_yuan || ' 元'
        end || '(' || file || ' 第 ' || row || ' 行)' as correction
    from corrections
    where status = 'applied'
),

places as (
    select record_sha256 as file_sha256, record_sheet as sheet, record_row as row, correction
    from applied
    union all
    select file_sha256, '更正申报' as sheet, row, correction
    from applied
    where kind = 'refund'
)

select
    file_sha256,
    sheet,
    row,
    string_agg(correction, ';' order by correction) as correction
from places
group by file_sha256, sheet, row
order by file_sha256, sheet, row
