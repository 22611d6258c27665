/*
name = "退回记录"
description = "一行是一处退回,该行不计入任何指标,改正后重新导出即可;个人信息已隐去"
*/
select
    rejections.file as 文件,
    rejections.contract as 数据种类,
    rejections.sheet as 工作表,
    rejections.row as 行号,
    rejections.cell as 单元格,
    rejections.heading as 列名,
    rejections.value as 原值,
    rejections.rule as 规则,
    rejections.message as 原因与处理,
    rejections.law as 法律依据
from rejections as rejections
