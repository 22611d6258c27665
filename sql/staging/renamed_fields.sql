/*
description = "业务领域按名称对照改了写法的行:它们不再是不认识的选项"
*/
select 'cases' as contract, file_sha256, sheet, row
from staging.cases
where field is distinct from field_written
union all
select 'inspections' as contract, file_sha256, sheet, row
from staging.inspections
where field is distinct from field_written
