/*
title = "手工填报的指标"
description = "一行是一个没有业务系统可以算出的指标在一个统计期间的数值,由人填报"
contract = "declared"

[columns]
first_month_on = "统计期间首月的第一天"
last_month_on = "统计期间末月的第一天"

[masked]
source = "其中的车牌、证件号码和手机号以 * 代替"
declared_by = "只留第一个字,其余以 * 代替"
*/
select
    file_sha256,
    sheet,
    row,
    record_key,
    shown_key,
    export_on,
    indicator,
    value,
    unit,
    period,
    cast(left(period, 7) || '-01' as date) as first_month_on,
    cast(right(period, 7) || '-01' as date) as last_month_on,
    mask_plate_and_id(source) as source,
    mask_name(declared_by) as declared_by,
    declared_on
from staging.declared
