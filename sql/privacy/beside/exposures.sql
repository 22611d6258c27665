/*
order = 2
description = "数据库旁的文件里没有隐去的个人信息:在哪个文件、是什么、有几处,举一例(隐去大部分)"
*/
-- A file says what the tables say, and those are looked at column by column: a company of which a person's name is a part is no
-- person. So a name is accounted for where a text of the file is a part of a published value or holds one, the name within.
with accounted as (
    select distinct
        names.text,
        names.part
    from staging.file_names as names
    inner join staging.published_texts as published
        on contains(published.text, names.part)
        and (contains(names.text, published.text) or contains(published.text, names.text))
),

identifiers as (
    select object, unnest(list_distinct(identifiers_in(text))) as identifier
    from staging.file_texts
    where may_identify(text)
),

found as (
    select identifiers.object, clear.kind, clear.identifier as clear_text
    from identifiers
    inner join staging.clear_identifiers as clear on identifiers.identifier = clear.identifier
    union all
    select texts.object, '姓名' as kind, names.part as clear_text
    from staging.file_texts as texts
    inner join staging.file_names as names on texts.text = names.text
    anti join accounted on names.text = accounted.text and names.part = accounted.part
)

select
    object,
    '文件里的文字' as "column",
    kind,
    count(*) as texts,
    case when kind = '姓名' then mask_name(min(clear_text)) else left(min(clear_text), 2) || '*****' end as example
from found
group by object, kind
order by object, kind
