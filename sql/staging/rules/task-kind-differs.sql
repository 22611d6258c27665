/*
rule = "task-kind-differs"
level = "warning"
law = ""
message = "同一检查任务各条记录的任务类型不一致,统计按首次检查的类型;请核对任务类型"
columns = ["task_no", "task_kind"]
*/
with visits as (
    select
        *,
        first_value(task_kind) over (
            partition by task_no
            order by inspected_on, coalesce(object_id, object_name), record_key
        ) as first_kind
    from staging.inspections
),

final as (
    select
        'inspections' as contract,
        file_sha256,
        sheet,
        row,
        'task_kind' as "column",
        task_kind as value
    from visits
    where task_kind <> first_kind
)

select * from final
