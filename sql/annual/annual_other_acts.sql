/*
order = 2
title = "年报:其他行政执法行为"
description = "一行是一种年报格式、一个年度的其他行政执法行为表的一栏"
is_view = true
*/
select
    form,
    year,
    position,
    "column",
    unit,
    value,
    status,
    missing_months,
    records
from annual_values
where table_name = '其他行政执法行为'
