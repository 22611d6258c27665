/*
name = "年报"
description = "一行是一种年报格式、一个年度、一张表的一栏;没有数据和不适用的栏没有数值,不等于零"
*/
select
    cells.form as 格式,
    cells.year as 年度,
    cells.table_name as 表,
    cells.position as 次序,
    cells."column" as 栏,
    cells.value as 数值,
    cells.unit as 单位,
    cells.status as 状态,
    cells.missing_months as 缺少的月份,
    cells.records as 记录数
from annual_values as cells
