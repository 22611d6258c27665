/*
title = "跳过的行"
description = "一行是文件中不作为数据的一行及其原因:合计、说明、重复的表头、重复的记录等"

[columns]
rule = "跳过的原因的名称"
message = "跳过的原因"
*/
select
    entries.path as file,
    findings.file_sha256,
    findings.contract,
    findings.sheet,
    findings.row,
    findings.rule,
    findings.message
from staging.findings as findings
inner join staging.entries as entries on findings.file_sha256 = entries.sha256
where findings.level = 'skipped'
order by entries.path, findings.sheet, findings.row, findings.file_sha256
