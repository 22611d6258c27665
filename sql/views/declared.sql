/*
name = "手工填报"
description = "一行是一个手工填报的指标在一个统计期间的数值,没有业务系统可以核对"
*/
select
    declared.indicator as 指标名称,
    declared.value as 数值,
    declared.unit as 计量单位,
    declared.first_month_on as 期间首月,
    declared.last_month_on as 期间末月,
    declared.source as 来源,
    declared.declared_by as 填报人,
    declared.declared_on as 填报日期,
    files.file as 文件,
    declared.sheet as 工作表,
    declared.row as 行号
from core.declared as declared
inner join files as files on declared.file_sha256 = files.sha256 and files.status = 'in force'
