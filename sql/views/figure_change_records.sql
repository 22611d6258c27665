/*
name = "指标变动的记录"
description = "一行是使一个指标变动的一条记录,每个指标、年度和原因至多五条;原来和现在各在哪个文件的哪一行"

[columns]
"指标" = "指标的中文名称"
*/
select
    records.year as 年度,
    records.figure as 名称,
    definitions.title as 指标,
    records.cause_title as 原因,
    records.why as 说明,
    records.contract as 数据种类,
    records.key as 编号,
    records.file_before as 原文件,
    records.sheet_before as 原工作表,
    records.row_before as 原行号,
    records.file_now as 现文件,
    records.sheet_now as 现工作表,
    records.row_now as 现行号,
    records.numerator_change as 分子增减,
    records.denominator_change as 分母增减
from figure_change_records as records
left join figure_definitions as definitions on records.figure = definitions.figure
