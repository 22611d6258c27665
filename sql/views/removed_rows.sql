/*
name = "被删除的记录"
description = "一行是一条被更新类型为删除的行去掉的记录,及去掉它的那一行"
*/
select
    removed.file as 文件,
    removed.contract as 数据种类,
    removed.sheet as 工作表,
    removed.row as 行号,
    removed.by_file as 删除所在文件,
    removed.by_sheet as 删除所在工作表,
    removed.by_row as 删除所在行号
from removed_rows as removed
