/*
rule = "same-offence-fined-twice"
level = "warning"
law = "行政处罚法第二十九条"
message = "同一当事人同一车辆(船舶)的同一违法行为在同一天被两次以上罚款,此处列出另一起的案号;请核对是否同一个违法行为,重复处罚的应当纠正,重复录入的请删除"
columns = ["plate_no", "offence", "decided_on", "fine"]
*/
with fined as (
    select
        file_sha256,
        sheet,
        row,
        case_no,
        plate_no,
        offence,
        decided_on,
        party_id,
        party_name
    from staging.cases
    where outcome = '行政处罚'
        and fine > 0
        and plate_no is not null
        and offence is not null
        and decided_on is not null
),

-- Few cases share all three; only they are compared by party.
repeated as (
    select
        plate_no,
        offence,
        decided_on
    from fined
    group by plate_no, offence, decided_on
    having count(*) > 1
),

alike as (
    select fined.*
    from fined
    semi join repeated
        on fined.plate_no = repeated.plate_no
        and fined.offence = repeated.offence
        and fined.decided_on = repeated.decided_on
),

-- A party is the same by its number or by its name: one of the two is often left blank.
ends as (
    select
        *,
        case when party_id is not null then min(case_no) over by_number end as first_by_number,
        case when party_id is not null then max(case_no) over by_number end as last_by_number,
        case when party_name is not null then min(case_no) over by_name end as first_by_name,
        case when party_name is not null then max(case_no) over by_name end as last_by_name
    from alike
    window
        by_number as (partition by plate_no, offence, decided_on, party_id),
        by_name as (partition by plate_no, offence, decided_on, party_name)
),

matched as (
    select
        *,
        coalesce(
            nullif(first_by_number, case_no),
            nullif(last_by_number, case_no),
            nullif(first_by_name, case_no),
            nullif(last_by_name, case_no)
        ) as other_case_no
    from ends
),

final as (
    select
        'cases' as contract,
        file_sha256,
        sheet,
        row,
        'case_no' as "column",
        other_case_no as value
    from matched
    where other_case_no is not null
)

select * from final
