/*
title = "上年结转案件"
description = "一行是一起案件结转进一个年度:年初以前立案、年初时尚未办结,至截止日所在年度为止"
contract = "cases"

[columns]
ended_on = "办结日期:结案日期,没有的取移送日期,再没有的按程序和结果取决定或立案日期"
carried_on = "结转进的年度的 1 月 1 日"
*/
with lives as (
    select
        cases.*,
        year(cases.filed_on) + 1 as first_year,
        least(year(parameters.as_of), coalesce(year(cases.ended_on), year(parameters.as_of))) as last_year
    from core.cases as cases
    cross join staging.parameters as parameters
    where cases.filed_on is not null
),

carried as (
    select
        lives.*,
        unnest(generate_series(lives.first_year, lives.last_year)) as carried_into_year
    from lives
),

final as (
    select
        file_sha256,
        sheet,
        row,
        record_key,
        shown_key,
        export_on,
        case_no,
        procedure,
        outcome,
        org_unit,
        field,
        filed_on,
        decided_on,
        ended_on,
        make_date(carried_into_year, 1, 1) as carried_on
    from carried
)

select * from final
