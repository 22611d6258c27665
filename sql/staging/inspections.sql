/*
description = "有效的检查记录:一次任务中对一个对象的一次检查。各检查事项行合为一次,取最严重的检查结果"
*/
with gravity as (
    select * from (values ('发现问题待后续处理', 1), ('发现问题已改正', 2), ('不配合检查', 3)) as known(finding, rank)
),

lines as (
    select
        verdicts.record_key,
        -- The smallest case number, not the first written: the order of rows in a file must change nothing.
        min(inspections.case_no) as case_no,
        arg_min(inspections.finding, (coalesce(gravity.rank, 4), inspections.finding)) as finding,
        arg_min(inspections.follow_up, (coalesce(gravity.rank, 4), inspections.follow_up)) as follow_up
    from staging.row_verdicts as verdicts
    inner join staging.row_verdicts as kept
        on verdicts.record_key = kept.record_key
        and verdicts.export_at = kept.export_at
        and kept.contract = 'inspections'
        and kept.verdict = 'in force'
    inner join shards.inspections as inspections
        on verdicts.file_sha256 = inspections.file_sha256
        and verdicts.sheet = inspections.sheet
        and verdicts.row = inspections.row
    left join gravity on inspections.finding = gravity.finding
    where verdicts.contract = 'inspections' and verdicts.verdict in ('in force', 'item-line')
    group by verdicts.record_key
),

final as (
    select visits.* replace (
        case when lines.record_key is null then visits.finding else lines.finding end as finding,
        case when lines.record_key is null then visits.follow_up else lines.follow_up end as follow_up,
        case when lines.record_key is null then visits.case_no else lines.case_no end as case_no
    )
    from staging.inspection_rows as visits
    left join lines on visits.record_key = lines.record_key
)

select * from final
