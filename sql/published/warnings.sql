/*
title = "提示记录"
description = "一行是一处提示：该行照常计入；个人信息已隐去"

[columns]
first_seen_run = "所在的行从哪一次收件清单（序号）起收到"
last_seen_run = "最后一次列出它的收件清单（序号），即本次：该行不再计入，或者情况已经消失，就不再列出"

[masked]
value = "个人信息列只留第一个字,其余列中的车牌、证件号码、手机号以 * 代替"
*/
select
    entries.path as file,
    findings.file_sha256,
    findings.contract,
    findings.sheet,
    findings.row,
    findings.cell,
    findings."column",
    findings.heading,
    mask_cell(findings.value, personal."column" is not null) as value,
    findings.rule,
    findings.message,
    rules.law,
    findings.first_seen_run,
    parameters.run as last_seen_run
from staging.findings as findings
inner join staging.entries as entries on findings.file_sha256 = entries.sha256
left join staging.personal_columns as personal
    on findings.contract = personal.contract and findings."column" = personal."column"
left join staging.rules as rules on findings.contract = rules.contract and findings.rule = rules.rule
cross join staging.parameters as parameters
where findings.level = 'warning'
order by entries.path, findings.sheet, findings.row, findings."column", findings.rule, findings.file_sha256
