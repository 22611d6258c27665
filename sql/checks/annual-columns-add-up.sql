/*
title = "年报各栏之和等于合计"
level = "hold"
message = "年报某表各栏之和与合计不等,或与直接清点的案件、强制文书数不等,或一案没有恰好计入一栏;请检查该年报格式(schemas/forms)的各栏是否重复或遗漏了种类"
*/
with sums as (
    select
        form,
        year,
        table_name,
        sum(value) filter (where role = 'part') as parts,
        sum(value) filter (where role = 'total') as total
    from annual_values
    group by form, year, table_name
),

-- Counted straight from the core tables, past the forms.
whole as (
    select
        '行政处罚' as table_name,
        year(decided_on) as year,
        count(*) as records
    from core.cases
    where is_penalized
    group by year(decided_on)
    union all
    select
        '行政强制' as table_name,
        year(year_on) as year,
        count(*) as records
    from core.coercions
    where year_on is not null
    group by year(year_on)
),

-- A table of acts that the bureau has no power for, some or all, does not hold the whole.
partial as (
    select distinct
        form,
        year,
        table_name
    from annual_values
    where role in ('part', 'total') and status not in ('正常', '部分')
),

unequal as (
    select
        sums.form,
        sums.table_name,
        sums.year,
        sums.parts,
        sums.total,
        coalesce(whole.records, 0) as records,
        null as record_key
    from sums
    left join whole on sums.table_name = whole.table_name and sums.year = whole.year
    left join partial
        on sums.form = partial.form and sums.year = partial.year and sums.table_name = partial.table_name
    where sums.parts is not null
        and (
            sums.parts <> sums.total
            or (partial.form is null and sums.parts <> coalesce(whole.records, 0))
        )
),

-- Each penalized case stands in exactly one column of each form. Where the sums over all keys agree it does; only where
-- they do not are the cases looked for.
keys_in_force as (
    select
        count(*) as records,
        sum(hash(record_key)) as keys
    from core.cases
    where is_penalized
),

keys_classed as (
    select
        form,
        count(*) as records,
        sum(hash(record_key)) as keys
    from annual.penalty_classes
    group by form
),

forms_in_doubt as (
    select forms.form
    from (select distinct form from annual_kinds) as forms
    cross join keys_in_force
    left join keys_classed on forms.form = keys_classed.form
    where keys_in_force.records <> coalesce(keys_classed.records, 0)
        or keys_in_force.keys is distinct from keys_classed.keys
),

classes_in_doubt as (
    select classes.*
    from annual.penalty_classes as classes
    semi join forms_in_doubt on classes.form = forms_in_doubt.form
),

counted as (
    select
        forms.form,
        cases.record_key,
        year(cases.decided_on) as year,
        count(classes.record_key) as times
    from core.cases as cases
    cross join forms_in_doubt as forms
    left join classes_in_doubt as classes
        on cases.record_key = classes.record_key and forms.form = classes.form
    where cases.is_penalized
    group by forms.form, cases.record_key, year(cases.decided_on)
    having count(classes.record_key) <> 1
)

select * from unequal
union all
select
    form,
    '行政处罚' as table_name,
    year,
    null as parts,
    null as total,
    times as records,
    record_key
from counted
