/*
name = "检查记录"
description = "一行是一次检查任务中对一个对象的一次检查;对象为自然人的已脱敏"

[columns]
"检查年度" = "检查日期所在的年度"
"检查月份" = "检查日期所在的月份"
*/
select
    visits.task_no as 任务编号,
    visits.task_name as 任务名称,
    visits.task_kind as 任务类型,
    visits.object_name as 检查对象,
    visits.object_id as 统一社会信用代码,
    visits.object_key as 对象代码,
    visits.field as 业务领域,
    visits.field_written as 业务领域原文,
    visits.inspected_on as 检查日期,
    year(visits.inspected_on) as 检查年度,
    month(visits.inspected_on) as 检查月份,
    visits.terminal as 检查终端,
    visits.cross_department as 是否跨部门,
    visits.departments as 参与部门,
    visits.credit_rule as 是否应用信用规则,
    visits.credit_grade as 信用等级,
    visits.officers as 检查人员,
    visits.officer_ids as 执法证号,
    visits.finding as 检查结果,
    visits.has_finding_recorded as 是否记录结果,
    visits.has_problem as 是否发现问题,
    visits.follow_up as 后续处置,
    visits.case_no as 关联案号,
    visits.is_case_known as 案件是否在册,
    visits.published_on as 公示日期,
    visits.org_unit as 检查机构,
    visits.org_unit_written as 检查机构原文,
    files.file as 文件,
    visits.sheet as 工作表,
    visits.row as 行号
from core.inspection_visits as visits
inner join files as files on visits.file_sha256 = files.sha256 and files.status = 'in force'
