/*
description = "数据库自带的文字:注释、视图和宏的定义"
*/
select
    schema_name || '.' || table_name as object,
    '注释' as "column",
    comment as text
from duckdb_tables()
where database_name = current_database() and not internal
union all
select
    schema_name || '.' || view_name as object,
    '注释' as "column",
    comment as text
from duckdb_views()
where database_name = current_database() and not internal
union all
select
    schema_name || '.' || view_name as object,
    '定义' as "column",
    sql as text
from duckdb_views()
where database_name = current_database() and not internal
union all
select
    schema_name || '.' || table_name as object,
    column_name || ' 的注释' as "column",
    comment as text
from duckdb_columns()
where database_name = current_database() and not internal
union all
select
    schema_name || '.' || function_name as object,
    '定义' as "column",
    concat_ws(' ', comment, macro_definition) as text
from duckdb_functions()
where database_name = current_database() and not internal
