/*
title = "机构名称都在名称对照表里"
level = "report"
message = "有记录的机构名称不在名称对照表里,分机构的指标会多出一行;请核对写法,改了名的在对照表里补一行"
*/
select
    contract,
    org_unit,
    records,
    first_dated_on,
    last_dated_on,
    example_file
from unknown_units
