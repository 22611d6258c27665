/*
title = "退回记录"
description = "一行是一处退回：该行不计入任何指标；个人信息已隐去"

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
    case
        when personal."column" is not null then mask_name(findings.value)
        else mask_plate_and_id(findings.value)
    end as value,
    findings.rule,
    findings.message,
    rules.law
from staging.findings as findings
inner join staging.entries as entries on findings.file_sha256 = entries.sha256
left join staging.personal_columns as personal
    on findings.contract = personal.contract and findings."column" = personal."column"
left join staging.rules as rules on findings.contract = rules.contract and findings.rule = rules.rule
where findings.level = 'rejection'
order by entries.path, findings.sheet, findings.row, findings."column", findings.rule, findings.file_sha256
