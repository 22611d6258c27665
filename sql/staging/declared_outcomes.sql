/*
description = "每条数据更正申报的结果:已生效,还是因为什么没有生效"
*/
with edited as (
    select
        edit,
        case
            when bool_or(outcome = 'changed' and standing = 'counts') then 'applied'
            when bool_or(outcome = 'other value' and standing <> 'lost') then 'other-value'
            when bool_or(outcome = 'unbroken' and standing <> 'lost') then 'rule-not-broken'
            when bool_or(outcome = 'changed' and standing = 'rejected') then 'rejected'
            else 'superseded'
        end as status,
        -- Of several, the one that counts, then in a fixed order.
        arg_min(found, (standing, file_sha256, sheet, row)) filter (where outcome = 'other value') as found
    from staging.corrected_rows
    group by edit
),

refunded as (
    select
        declared_sha256,
        declared_row,
        case
            when not bool_or(is_expected) then 'other-value'
            when count(*) filter (where is_expected) > 1 then 'several-rows'
            when bool_or(is_expected and refund_on < paid_on) then 'refund-before-payment'
            when bool_or(is_expected and refunded_yuan > amount) then 'refund-too-large'
            else 'applied'
        end as status,
        cast(min(amount) filter (where not is_expected) as varchar) as found
    from staging.refund_receipts
    group by declared_sha256, declared_row
),

final as (
    select
        declarations.*,
        case
            when declarations.is_withdrawn then 'withdrawn'
            when declarations.is_expired then 'expired'
            when declarations.kind = 'refund' then coalesce(refunded.status, 'no-match')
            else coalesce(edited.status, 'no-match')
        end as status,
        coalesce(refunded.found, edited.found) as found
    from staging.declarations as declarations
    left join edited on declarations.edit = edited.edit and declarations.kind <> 'refund'
    left join refunded
        on declarations.file_sha256 = refunded.declared_sha256 and declarations.row = refunded.declared_row
)

select * from final
