/*
order = 7
description = "每个指标、年度和原因至多举几条变动的记录,原来和现在各在哪个文件的哪一行"
*/
with numbered as (
    select
        *,
        row_number() over (
            partition by figure, year, cause, why
            order by key, id, record_id
        ) as number
    from explained
),

paths as (
    select
        sha256,
        min(file) as file
    from files
    where sha256 is not null
    group by sha256
)

select
    numbered.figure,
    numbered.year,
    numbered.cause,
    titles.title as cause_title,
    numbered.why,
    numbered.contract,
    numbered.key,
    files_then.file as file_before,
    numbered.sheet_then as sheet_before,
    numbered.row_then as row_before,
    coalesce(files_now.file, facts.by_file) as file_now,
    coalesce(numbered.sheet_now, facts.by_sheet) as sheet_now,
    coalesce(numbered.row_now, facts.by_row) as row_now,
    numbered.numerator_change,
    case when definitions.measure not in ('count', 'sum') then numbered.denominator_change end as denominator_change
from numbered
inner join staging.cause_titles as titles on numbered.cause = titles.cause
left join figure_definitions as definitions on numbered.figure = definitions.figure
left join paths as files_then on numbered.sha256_then = files_then.sha256
left join paths as files_now on numbered.sha256_now = files_now.sha256
left join record_facts as facts on numbered.record_id = facts.id
where numbered.number <= getvariable('examples_at_most')
order by numbered.year desc, numbered.figure, numbered.cause, numbered.why, numbered.number
