/*
title = "投诉"
description = "一行是一件投诉"
contract = "complaints"
*/
select
    file_sha256,
    sheet,
    row,
    record_key,
    shown_key,
    export_on,
    complaint_no,
    received_on,
    about,
    item_no,
    case_no,
    upheld
from staging.complaints
