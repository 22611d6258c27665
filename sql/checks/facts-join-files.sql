/*
title = "每条记录都有来源文件"
level = "hold"
message = "有记录找不到在用的来源文件;请重新运行,仍出现的请核对本次清单"
*/
with facts as (
    select 'cases' as core_table, file_sha256, sheet, row, record_key from core.cases
    union all
    select 'payments' as core_table, file_sha256, sheet, row, record_key from core.payments
    union all
    select 'permits' as core_table, file_sha256, sheet, row, record_key from core.permits
    union all
    select 'inspection_visits' as core_table, file_sha256, sheet, row, record_key from core.inspection_visits
    union all
    select 'inspection_tasks' as core_table, file_sha256, sheet, row, record_key from core.inspection_tasks
    union all
    select 'coercions' as core_table, file_sha256, sheet, row, record_key from core.coercions
    union all
    select 'reviews' as core_table, file_sha256, sheet, row, record_key from core.reviews
    union all
    select 'outreach' as core_table, file_sha256, sheet, row, record_key from core.outreach
    union all
    select 'complaints' as core_table, file_sha256, sheet, row, record_key from core.complaints
    union all
    select 'declared' as core_table, file_sha256, sheet, row, record_key from core.declared
)

select facts.*
from facts
where facts.file_sha256 is null
    or facts.file_sha256 not in (select sha256 from files where status = 'in force' and sha256 is not null)
