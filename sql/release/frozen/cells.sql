/*
description = "各指标的分项,照公布时的样子"
*/
select cells.*
from figure_cells as cells
cross join asked
where cells.year = asked.year and (cells.month is null or cells.month <= asked.last_month)
order by cells.figure, cells.year, cells.month, cells.org_unit, cells.field
