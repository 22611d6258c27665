/*
title = "退回记录"
description = "一行是一处退回：该行不计入任何指标；改正以后仍留在这里，写明由哪个文件改正；个人信息已隐去"

[columns]
status = "open 待改正；mended 已改正，改正后的行已被接受，或者已由更正申报更正、认可；resent 重报后又被退回，见重报的那一行；replaced 所在文件已被同一路径的新文件替换；retracted 所在文件已撤下"
mended_by = "改正它的文件（重报、替换时为重报、替换它的文件）在收件文件夹中的路径，待改正的为空"
first_seen_run = "从哪一次收件清单（序号）起被退回"
last_seen_run = "到哪一次收件清单（序号）为止还待改正，待改正的为本次"

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
    coalesce(ends.status, 'open') as status,
    menders.path as mended_by,
    findings.first_seen_run,
    case when ends.status is null then parameters.run else greatest(findings.first_seen_run, ends.run - 1) end
        as last_seen_run
from staging.findings as findings
inner join staging.entries as entries on findings.file_sha256 = entries.sha256
left join staging.personal_columns as personal
    on findings.contract = personal.contract and findings."column" = personal."column"
left join staging.rules as rules on findings.contract = rules.contract and findings.rule = rules.rule
left join staging.rejection_ends as ends
    on findings.contract = ends.contract
    and findings.file_sha256 = ends.file_sha256
    and findings.sheet = ends.sheet
    and findings.row = ends.row
left join staging.entries as menders on ends.mended_by = menders.sha256
cross join staging.parameters as parameters
where findings.level = 'rejection'
order by entries.path, findings.sheet, findings.row, findings."column", findings.rule, findings.file_sha256
