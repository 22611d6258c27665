/*
description = "行政执法统计年报的各栏,只有全年的"
*/
select annual_values.*
from annual_values
cross join asked
where annual_values.year = asked.year and asked.last_month = 12
order by annual_values.form, annual_values.table_name, annual_values.position, annual_values."column"
