/*
title = "行政复议诉讼"
description = "一行是一件行政复议或行政诉讼"
contract = "reviews"

[columns]
is_corrected = "是否被纠正:撤销、变更、确认违法、责令履行"
is_found_unlawful = "是否被认定违法:撤销、变更、确认违法、责令履行、败诉"
*/
select
    file_sha256,
    sheet,
    row,
    record_key,
    shown_key,
    export_on,
    review_no,
    kind,
    accepted_on,
    concluded_on,
    outcome,
    chief_attended,
    case_no,
    -- The acts that a reconsideration organ or a court found wrong, whatever the word in the ledger.
    coalesce(outcome in ('撤销', '变更', '确认违法', '责令履行'), false) as is_corrected,
    coalesce(outcome in ('撤销', '变更', '确认违法', '责令履行', '败诉'), false) as is_found_unlawful
from staging.reviews
