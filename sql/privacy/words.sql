/*
description = "人员姓名中同时是程序的用语,或地点、机构、文件名的一部分的"
*/
with texts as (
    select file as text from files
    union
    select unnest(other_paths) as text from files
    union
    select sheet as text from staging.table_columns
    union
    select org_unit as text from figure_cells
    union
    select field as text from core.cases
    union
    select place as text from core.outreach
),

words as (
    select unnest(names_in(text)) as word from texts
)

select word from staging.own_words
union
select words.word
from words
semi join staging.person_names as persons on words.word = persons.name
