/*
order = 1
description = "文件里的文字中可能是姓名的部分,程序的用语和地点、机构、文件名除外"
*/
with parts as (
    select text, unnest(names_in(text)) as part
    from (select distinct text from staging.file_texts) as texts
)

select distinct
    parts.text,
    parts.part
from parts
semi join staging.person_names as persons on parts.part = persons.name
where parts.part not in (select word from staging.words)
