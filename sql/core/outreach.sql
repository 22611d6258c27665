/*
title = "普法活动"
description = "一行是一场普法宣传活动"
contract = "outreach"

[columns]
org_unit_written = "机构,按原文的写法;改了名的,org_unit 按名称对照写作现名"

[masked]
event_name = "其中的车牌、证件号码和手机号以 * 代替"
place = "其中的车牌、证件号码和手机号以 * 代替"
*/
select
    file_sha256,
    sheet,
    row,
    -- An event without a number has its name and place in its key.
    case when mask_plate_and_id(record_key) = record_key then record_key else keyed(record_key) end as record_key,
    mask_plate_and_id(shown_key) as shown_key,
    export_on,
    event_no,
    mask_plate_and_id(event_name) as event_name,
    held_on,
    participants,
    materials,
    mask_plate_and_id(place) as place,
    org_unit,
    org_unit_written
from staging.outreach
