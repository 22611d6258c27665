/*
description = "可能含姓名的文字里,连续二至四个汉字(及以点相连的名字)中与人员姓名相同的各是哪些"
*/
with texts as (
    select object, "column", text from staging.running_texts
    union
    select object, "column", text from staging.program_texts
),

parts as (
    select object, "column", unnest(names_in(text)) as part
    from texts
)

select
    parts.object,
    parts."column",
    parts.part,
    count(*) as texts
from parts
semi join staging.person_names as persons on parts.part = persons.name
group by parts.object, parts."column", parts.part
