/*
title = "普法活动"
description = "一行是一场普法宣传活动"
contract = "outreach"
*/
select
    file_sha256,
    sheet,
    row,
    record_key,
    shown_key,
    export_on,
    event_no,
    event_name,
    held_on,
    participants,
    materials,
    place,
    org_unit
from staging.outreach
