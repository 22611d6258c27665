/*
order = 3
description = "各指标中计入有变的记录的主键"
*/
with before as (
    select
        figure,
        key,
        occurred_on,
        org_unit,
        field,
        numerator,
        denominator
    from then_asked
),

after as (
    select
        figure,
        key,
        occurred_on,
        org_unit,
        field,
        numerator,
        denominator
    from now_asked
)

select distinct
    figure,
    key
from ((from before except all from after) union all (from after except all from before)) as counted
