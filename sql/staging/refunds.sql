/*
description = "已生效的退款:一行是一笔负数的缴款,日期为退款之日,来源为申报它的文件和行,其余同所退的票据"
*/
with ordered as (
    select
        receipts.*,
        -- Two refunds of a receipt on one day are told apart by their amounts, not by where they stand in their file.
        row_number() over (
            partition by receipts.record_key, receipts.refund_on
            order by receipts.refund_yuan, receipts.kind, receipts.declared_sha256, receipts.declared_row
        ) as place
    from staging.refund_receipts as receipts
    inner join staging.declared_outcomes as outcomes
        on receipts.declared_sha256 = outcomes.file_sha256 and receipts.declared_row = outcomes.row
    where receipts.is_expected and outcomes.status = 'applied'
)

select * exclude (declared_sha256, declared_row, refund_on, refund_yuan, is_expected, refunded_yuan, place)
replace (
    declared_sha256 as file_sha256,
    '更正申报' as sheet,
    declared_row as row,
    concat_ws('|', record_key, '退款', refund_on, place) as record_key,
    concat_ws('|', shown_key, '退款', refund_on, place) as shown_key,
    refund_on as paid_on,
    cast(-refund_yuan as decimal(18, 2)) as amount,
    [refund_on] as cover_on,
    refund_on as latest_on
)
from ordered
