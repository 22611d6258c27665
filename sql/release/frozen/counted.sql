/*
description = "各指标背后的记录:在哪里、归入何处、计入分子和分母多少"
*/
select
    counted.figure,
    stable_key(counted.record_key, counted.key) as key,
    counted.key as shown_key,
    counted.file_sha256,
    counted.sheet,
    counted.row,
    counted.occurred_on,
    counted.org_unit,
    counted.field,
    coalesce(counted.numerator, counted.value) as numerator,
    case when definitions.measure = 'share' then 1 else counted.denominator end as denominator
from figure_records as counted
inner join figure_definitions as definitions on counted.figure = definitions.figure
cross join asked
where counted.year = asked.year and counted.month <= asked.last_month
order by counted.figure, counted.file_sha256, counted.sheet, counted.row, key
