/*
description = "每一行已接收的记录:业务主键、更新类型、最晚日期,以及它随哪次导出、何时到达"
*/
select
    keys.* exclude (shown_key),
    case keys.change when '删除' then 3 when '修改' then 2 else 1 end as change_rank,
    entries.export_at,
    entries.first_seen_run
from shards.row_keys as keys
inner join staging.entries as entries on keys.file_sha256 = entries.sha256
