/*
name = "跳过的行"
description = "一行是文件中不作为数据的一行及其原因"
*/
select
    skipped.file as 文件,
    skipped.contract as 数据种类,
    skipped.sheet as 工作表,
    skipped.row as 行号,
    skipped.rule as 规则,
    skipped.message as 原因
from skipped_rows as skipped
