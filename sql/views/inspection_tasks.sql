/*
name = "检查任务"
description = "一行是一次检查任务,日期、任务类型、检查机构和业务领域取自首次检查"

[columns]
"检查年度" = "首次检查日期所在的年度"
"检查月份" = "首次检查日期所在的月份"
*/
select
    tasks.task_no as 任务编号,
    tasks.task_kind as 任务类型,
    tasks.first_inspected_on as 首次检查日期,
    year(tasks.first_inspected_on) as 检查年度,
    month(tasks.first_inspected_on) as 检查月份,
    tasks.visits as 检查家次,
    tasks.has_mobile_visit as 是否掌上检查,
    tasks.is_all_mobile as 是否全部掌上,
    tasks.is_cross_department as 是否跨部门,
    tasks.is_all_credit_rule as 是否全部应用信用规则,
    tasks.org_unit as 检查机构,
    tasks.field as 业务领域,
    files.file as 文件,
    tasks.sheet as 工作表,
    tasks.row as 行号
from core.inspection_tasks as tasks
inner join files as files on tasks.file_sha256 = files.sha256 and files.status = 'in force'
