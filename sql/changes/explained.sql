/*
order = 5
description = "计入的每处不同及其原因;没有记录引起的,取指标的原因"
*/
select
    causes.figure,
    causes.year,
    coalesce(of_records.cause, of_figures.cause) as cause,
    coalesce(of_records.why, of_figures.why) as why,
    causes.id,
    causes.record_id,
    coalesce(records.shown_key, causes.shown_key) as key,
    coalesce(records.contract, causes.contract) as contract,
    case when causes.is_first then causes.numerator_change end as numerator_change,
    case when causes.is_first then causes.denominator_change end as denominator_change,
    case when causes.record_id is null then causes.sha256_then else records.sha256_then end as sha256_then,
    case when causes.record_id is null then causes.sheet_then else records.sheet_then end as sheet_then,
    case when causes.record_id is null then causes.row_then else records.row_then end as row_then,
    case when causes.record_id is null then causes.sha256_now else records.sha256_now end as sha256_now,
    case when causes.record_id is null then causes.sheet_now else records.sheet_now end as sheet_now,
    case when causes.record_id is null then causes.row_now else records.row_now end as row_now
from causes
left join changed_records as records on causes.record_id = records.id
left join record_kinds as kinds on causes.record_id = kinds.record_id
left join staging.record_causes as of_records on kinds.kind = of_records.kind
left join staging.figure_causes as of_figures on causes.figure = of_figures.figure
