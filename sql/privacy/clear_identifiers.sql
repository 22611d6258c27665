/*
description = "各文件的个人信息列和文字中的证件号码、手机号、车牌号,一号一行"
*/
-- The same parties and vehicles come again and again.
with texts as materialized (
    select distinct text from staging.clear_texts
),

numbers as (
    select distinct unnest(long_numbers(text)) as identifier from texts
),

found as (
    select
        identifier,
        case when is_resident_id(identifier) then '证件号码' else '手机号' end as kind
    from numbers
    where is_resident_id(identifier) or regexp_full_match(identifier, '1[3-9][0-9]{9}')
    union all
    select distinct
        unnest(plates(text)) as identifier,
        '车牌号' as kind
    from texts
)

select distinct
    identifier,
    kind
from found
where kind <> '车牌号' or length(identifier) in (7, 8)
