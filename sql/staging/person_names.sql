/*
description = "全部文件中自然人的姓名,一名一行:当事人、申请人、检查对象、执法和检查人员。同名的组织也按自然人隐去"
*/
-- Of all rows that were read, also those that a later export replaced: what is published holds no name of them in clear.
with names as (
    select party_name as name from shards.cases where is_natural_person(party_kind, party_id, party_name)
    union all
    select applicant as name from shards.permits where is_natural_person(applicant_kind, applicant_id, applicant)
    union all
    select object_name as name from shards.inspections where is_natural_person(null, object_id, object_name)
    union all
    select unnest(officers) as name from shards.cases
    union all
    select unnest(officers) as name from shards.inspections
)

-- A company that somebody entered as a natural person is no person's name.
select distinct name
from names
where length(name) between 2 and 30 and not has_organisation_word(name)
