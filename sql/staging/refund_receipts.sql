/*
description = "申报的退款所指的票据:一行是一条申报和它所指的一项有效缴款"
*/
-- A receipt and, where the declaration says so, its item. Whether its amount is the one expected is judged afterwards.
select
    declarations.file_sha256 as declared_sha256,
    declarations.row as declared_row,
    declarations.refund_on,
    declarations.refund_yuan,
    receipts.amount = declarations.expected_yuan as is_expected,
    receipts.*,
    sum(declarations.refund_yuan) over (
        partition by receipts.file_sha256, receipts.sheet, receipts.row
    ) as refunded_yuan
from staging.declarations as declarations
inner join staging.payment_rows as receipts
    on declarations.record_key = receipts.record_key
    and coalesce(receipts.kind = declarations.item_kind, declarations.item_kind is null)
    and coalesce(receipts.paid_on = declarations.item_paid_on, declarations.item_paid_on is null)
where declarations.kind = 'refund' and not declarations.is_expired and not declarations.is_withdrawn
