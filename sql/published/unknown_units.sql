/*
title = "不认识的机构"
description = "一行是记录里出现而名称对照表里没有的一个机构名称;名称对照表没有列出机构的,此表为空"

[columns]
org_unit = "机构,按原文的写法"
records = "记录数,单位为条"
first_dated_on = "最早一条记录的日期"
last_dated_on = "最晚一条记录的日期"
example_file = "其中一条记录所在的文件"
*/
with recorded as (
    select 'cases' as contract, org_unit, org_unit_written, coalesce(decided_on, filed_on, export_on) as dated_on, file_sha256
    from core.cases
    union all
    select 'permits' as contract, org_unit, org_unit_written, coalesce(applied_on, finished_on, export_on) as dated_on, file_sha256
    from core.permits
    union all
    select 'inspections' as contract, org_unit, org_unit_written, inspected_on as dated_on, file_sha256
    from core.inspection_visits
    union all
    select
        'coercions' as contract, org_unit, org_unit_written,
        coalesce(decided_on, completed_on, applied_on, export_on) as dated_on, file_sha256
    from core.coercions
    union all
    select 'outreach' as contract, org_unit, org_unit_written, held_on as dated_on, file_sha256
    from core.outreach
),

-- A line without another writing says that there is such a unit; without any such line nobody has listed them.
units as (
    select name, written is null as is_listed, since_on, until_on
    from staging.names
    where "column" = 'org_unit'
),

final as (
    select recorded.*
    from recorded
    anti join units
        on recorded.org_unit = units.name
        and (
            not units.is_listed
            or recorded.dated_on between coalesce(units.since_on, date '0001-01-01')
            and coalesce(units.until_on, date '9999-12-31')
        )
    where recorded.org_unit is not null and exists (select 1 from units where is_listed)
)

select
    final.contract,
    final.org_unit_written as org_unit,
    count(*) as records,
    min(final.dated_on) as first_dated_on,
    max(final.dated_on) as last_dated_on,
    min(entries.path) as example_file
from final
inner join staging.entries as entries on final.file_sha256 = entries.sha256
group by final.contract, final.org_unit_written
order by final.contract, org_unit
