/*
name = "不认识的机构"
description = "一行是记录里出现而名称对照表里没有的一个机构名称"
*/
select
    units.org_unit as 机构,
    units.contract as 数据种类,
    units.records as 记录数,
    units.first_dated_on as 最早日期,
    units.last_dated_on as 最晚日期,
    units.example_file as 例如文件
from unknown_units as units
