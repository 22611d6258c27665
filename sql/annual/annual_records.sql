/*
order = 2
title = "年报各栏背后的记录"
description = "一行是一种年报格式一栏所计的一条记录,及其文件、工作表和行"
is_view = true

[columns]
year = "年度"
occurred_on = "该记录归入年度所依据的日期"
quantity = "该记录的金额,不是金额的栏为空,单位为元"
*/
select
    columns.form,
    columns.table_name,
    columns.position,
    columns."column",
    year(sources.occurred_on) as year,
    sources.file_sha256,
    sources.sheet,
    sources.row,
    sources.record_key,
    sources.shown_key,
    sources.occurred_on,
    case when columns.is_sum then sources.quantity end as quantity
from annual_columns as columns
inner join annual.sources as sources
    on list_contains(columns.sources, sources.source)
    and (columns.classes is null or list_contains(columns.classes, sources.class))
    and (sources.form is null or sources.form = columns.form)
where sources.occurred_on is not null
