/*
title = "受理不多于申请"
level = "report"
message = "某年度受理的办件多于申请的办件,可能漏了申请日期在上年的导出,或日期录错;请核对"
*/
with totals as (
    select
        years.year,
        years.item_kind,
        count(*) filter (where years.is_application) as applied,
        count(*) filter (where not years.is_application) as accepted
    from (
        select year(applied_on) as year, item_kind, true as is_application from core.permits
        union all
        select year(accepted_on) as year, item_kind, false as is_application from core.permits
        where accepted_on is not null
    ) as years
    group by years.year, years.item_kind
)

select *
from totals
where accepted > applied
