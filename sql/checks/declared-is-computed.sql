/*
title = "手工填报的指标不与系统算出的重名"
level = "report"
message = "手工填报了系统能够算出的指标;年度指标只用系统算出的数,请核对两者是否一致,并从填报表中删去"
*/
select
    declared.indicator,
    declared.value,
    declared.unit,
    declared.period,
    declared.file_sha256,
    declared.sheet,
    declared.row,
    definitions.figure
from core.declared as declared
inner join figure_definitions as definitions
    on definitions.measure <> 'declared'
    and list_contains([definitions.figure, definitions.title] || definitions.synonyms, declared.indicator)
