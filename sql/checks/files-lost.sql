/*
title = "上次计入的文件这次仍能读取"
level = "hold"
message = "上次发布时计入的文件这次读不出来,其记录会从指标中消失;多半是内存或时间不够,或升级后的程序不再接受它。请按列出的原因处理后再运行,或确认后放行"
*/
select
    entries.path as file,
    entries.reason
from staging.entries as entries
semi join staging.counted_before as before on entries.sha256 = before.sha256
where entries.status = 'refused'
order by entries.path
