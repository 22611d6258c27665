/*
description = "可能含姓名的文字里,连续二至四个汉字(及以点相连的名字)中与人员姓名相同的各是哪些"
*/
with texts as (
    select object, "column", text from staging.running_texts
    union
    select object, "column", text from staging.program_texts
),

-- Most texts say the same of many columns.
parts as (
    select text, unnest(names_in(text)) as part
    from (select distinct text from texts) as distinct_texts
),

named as (
    select parts.text, parts.part
    from parts
    semi join staging.person_names as persons on parts.part = persons.name
)

select
    texts.object,
    texts."column",
    named.part,
    count(*) as texts
from named
inner join texts on named.text = texts.text
group by texts.object, texts."column", named.part
