/*
order = 2
title = "年报:行政处罚"
description = "一行是一种年报格式、一个年度的行政处罚表的一栏"
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
where table_name = '行政处罚'
