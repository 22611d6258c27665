/*
description = "可能含姓名的文字里,连续二至四个汉字(及以点相连的名字)各是哪些。is_word:是程序自己的用语,或地点、机构、文件名的一部分"
*/
with texts as (
    select distinct
        object,
        "column",
        text,
        false as is_word
    from (
        select object, "column", text from staging.running_texts
        union all
        select object, "column", text from staging.program_texts
    ) as published
    where text is not null
    union all
    select distinct
        null as object,
        null as "column",
        text,
        true as is_word
    from (
        select text from staging.own_texts
        union all
        select file as text from files
        union all
        select unnest(other_paths) as text from files
        union all
        select sheet as text from staging.table_columns
        union all
        select org_unit as text from figure_cells
        union all
        select field as text from core.cases
        union all
        select place as text from core.outreach
    ) as words
    where text is not null
),

parts as (
    select object, "column", is_word, unnest(names_in(text)) as part
    from texts
)

select
    parts.object,
    parts."column",
    parts.is_word,
    parts.part,
    count(*) as texts
from parts
semi join staging.person_names as persons on parts.part = persons.name
group by parts.object, parts."column", parts.is_word, parts.part
