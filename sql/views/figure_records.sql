/*
name = "指标背后的记录"
description = "一行是一个指标所计的一条记录及其文件、工作表和行;请用名称(或指标)和年度筛选"
*/
select
    records.figure as 名称,
    records.title as 指标,
    records.year as 年度,
    records.month as 月份,
    records.key as 编号,
    records.occurred_on as 归年日期,
    records.value as 数值,
    records.numerator as 分子,
    records.denominator as 分母,
    records.org_unit as 机构,
    records.field as 业务领域,
    records.file as 文件,
    records.sheet as 工作表,
    records.row as 行号,
    records.correction as 更正
from figure_records as records
