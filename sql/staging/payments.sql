/*
description = "有效的缴款:票据的各项,以及申报的退款(负数)"
*/
select * from staging.payment_rows
union all by name
select * from staging.refunds
