/*
description = "更正过的行,由哪个文件的第几行申报;更正的内容不在其中,可能含个人信息"
*/
select
    records.file_sha256,
    records.sheet,
    records.row,
    string_agg(distinct declared.file || ' 第 ' || declared.row || ' 行', '、' order by declared.file || ' 第 ' || declared.row || ' 行')
        as declared_in
from corrections_by_row as records
inner join corrections as declared
    on declared.status = 'applied'
    and (
        declared.record_sha256 = records.file_sha256
        and declared.record_sheet = records.sheet
        and declared.record_row = records.row
        -- A refund is a record itself, where it is declared.
        or declared.kind = 'refund' and declared.file_sha256 = records.file_sha256 and declared.row = records.row
    )
group by records.file_sha256, records.sheet, records.row
order by records.file_sha256, records.sheet, records.row
