/*
title = "记录日期与文件所述期间相符"
level = "report"
message = "有记录的日期全部在文件名、文件夹名或标题所述期间一年以外;请核对日期是否录错、文件名是否写错年份"
*/
with dated as (
    select 'cases' as contract, file_sha256, sheet, row, decided_on as dated_on from core.cases
    union all
    select 'cases' as contract, file_sha256, sheet, row, filed_on as dated_on from core.cases
    union all
    select 'payments' as contract, file_sha256, sheet, row, paid_on as dated_on from core.payments
    union all
    select 'permits' as contract, file_sha256, sheet, row, applied_on as dated_on from core.permits
    union all
    select 'permits' as contract, file_sha256, sheet, row, finished_on as dated_on from core.permits
    union all
    select 'inspections' as contract, file_sha256, sheet, row, inspected_on as dated_on from core.inspection_visits
    union all
    select 'coercions' as contract, file_sha256, sheet, row, year_on as dated_on from core.coercions
    union all
    select 'reviews' as contract, file_sha256, sheet, row, accepted_on as dated_on from core.reviews
    union all
    select 'reviews' as contract, file_sha256, sheet, row, concluded_on as dated_on from core.reviews
    union all
    select 'outreach' as contract, file_sha256, sheet, row, held_on as dated_on from core.outreach
    union all
    select 'complaints' as contract, file_sha256, sheet, row, received_on as dated_on from core.complaints
    union all
    select 'declared' as contract, file_sha256, sheet, row, last_month_on as dated_on from core.declared
),

stated as (
    -- What the file's name, folders and titles state; the months of its own rows would cover every row.
    select
        file_sha256,
        contract,
        min(month) as first_month,
        max(month) as last_month
    from staging.file_cover
    where is_stated
    group by file_sha256, contract
),

final as (
    select
        dated.contract,
        dated.file_sha256,
        dated.sheet,
        dated.row,
        min(dated.dated_on) as first_dated_on,
        max(dated.dated_on) as last_dated_on
    from dated
    inner join stated on dated.file_sha256 = stated.file_sha256 and dated.contract = stated.contract
    where dated.dated_on is not null
    group by dated.contract, dated.file_sha256, dated.sheet, dated.row
    having bool_and(
        dated.dated_on < stated.first_month - interval 1 year
        or dated.dated_on >= stated.last_month + interval 13 month
    )
)

select * from final
