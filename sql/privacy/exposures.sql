/*
description = "公布的内容里没有隐去的个人信息:在哪个对象的哪一列、是什么、有几处,举一例(隐去大部分)"
*/
with candidates as (
    select object, "column", unnest(list_distinct(identifiers_in(text))) as identifier
    from staging.suspects
),

row_texts as (
    select
        'core.cases' as object,
        unnest(['case_name', 'offence', 'extension_reason']) as "column",
        unnest([published.case_name, published.offence, published.extension_reason]) as text,
        clear.party_name as name
    from core.cases as published
    inner join staging.cases as clear
        on published.file_sha256 = clear.file_sha256
        and published.sheet = clear.sheet
        and published.row = clear.row
    semi join staging.person_names as persons on clear.party_name = persons.name
    union all
    select
        'core.permits' as object,
        'item_name' as "column",
        published.item_name as text,
        clear.applicant as name
    from core.permits as published
    inner join staging.permits as clear
        on published.file_sha256 = clear.file_sha256
        and published.sheet = clear.sheet
        and published.row = clear.row
    semi join staging.person_names as persons on clear.applicant = persons.name
    union all
    select
        'core.inspection_visits' as object,
        unnest(['task_name', 'follow_up']) as "column",
        unnest([published.task_name, published.follow_up]) as text,
        clear.object_name as name
    from core.inspection_visits as published
    inner join staging.inspections as clear
        on published.file_sha256 = clear.file_sha256
        and published.sheet = clear.sheet
        and published.row = clear.row
    semi join staging.person_names as persons on clear.object_name = persons.name
),

found as (
    select candidates.object, candidates."column", clear.kind, candidates.identifier as clear_text
    from candidates
    inner join staging.clear_identifiers as clear on candidates.identifier = clear.identifier
    union all
    select named.object, named."column", '姓名' as kind, named.text as clear_text
    from staging.named_texts as named
    semi join staging.person_names as persons on named.text = persons.name
    where named.is_personal or named.text not in (select word from staging.words)
    union all
    select object, "column", '姓名' as kind, name as clear_text
    from row_texts
    where contains(text, name)
    union all
    select object, "column", '姓名' as kind, part as clear_text
    from staging.text_parts
    where part not in (select word from staging.words)
)

select
    object,
    "column",
    kind,
    count(*) as texts,
    case when kind = '姓名' then mask_name(min(clear_text)) else left(min(clear_text), 2) || '*****' end as example
from found
group by object, "column", kind
order by object, "column", kind
