/*
name = "指标来源列"
description = "一行是一个指标的一部分由核心表的哪一列、又由导出文件的哪一列得出,由 SQL 推算;手工填报的指标不在其中"

[columns]
"部分" = "指标的哪一部分:计入条件、是否计入分子、数量、分子、分母、归年日期"
*/
select
    definitions.position as 次序,
    lineage.figure as 名称,
    definitions.title as 指标,
    case lineage.part
        when 'condition' then '计入条件'
        when 'counted' then '是否计入分子'
        when 'quantity' then '数量'
        when 'numerator' then '分子'
        when 'denominator' then '分母'
        else '归年日期'
    end as 部分,
    lineage.core_table as 核心表,
    lineage.core_column as 核心列,
    lineage.contract as 数据种类,
    lineage.source_column as 来源列,
    lineage.source_heading as 来源列名
from figure_lineage as lineage
inner join figure_definitions as definitions on lineage.figure = definitions.figure
