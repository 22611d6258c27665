/*
name = "提示记录"
description = "一行是一处提示,该行照常计入;个人信息已隐去"
*/
select
    warnings.file as 文件,
    warnings.contract as 数据种类,
    warnings.sheet as 工作表,
    warnings.row as 行号,
    warnings.cell as 单元格,
    warnings.heading as 列名,
    warnings.value as 原值,
    warnings.rule as 规则,
    warnings.message as 原因与处理,
    warnings.law as 法律依据,
    warnings.first_seen_run as 首次清单,
    warnings.last_seen_run as 末次清单
from warnings as warnings
