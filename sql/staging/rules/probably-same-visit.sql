/*
rule = "probably-same-visit"
level = "warning"
law = ""
message = "同一任务的同一对象在不同批次导出中的检查日期或对象代码不一致,可能是同一次检查被算作两次;请核对,多余的一条以“删除”重新导出"
columns = ["task_no", "object_name"]
*/
select
    'inspections' as contract,
    visits.file_sha256,
    visits.sheet,
    visits.row,
    'object_name' as "column",
    visits.object_name as value
from staging.inspections as visits
where exists (
    select 1
    from staging.inspections as others
    where others.task_no = visits.task_no
        and others.object_name = visits.object_name
        and others.record_key <> visits.record_key
        and others.export_on <> visits.export_on
)
