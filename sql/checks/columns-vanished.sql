/*
title = "最近一次导出没有少列"
level = "report"
message = "最近一次导出比上一次少了列,少的列都按空白计,有关的指标会变小;请核对是不是改了列名或没有勾选,补上后重新导出"
*/
-- Of each contract the columns of the last export against those of the one before; files of one time are one export.
with exported as (
    select distinct
        columns.contract,
        columns."column",
        entries.export_at
    from staging.table_columns as columns
    inner join staging.entries as entries on columns.sha256 = entries.sha256
    where not entries.is_returned
),

ranked as (
    select
        *,
        dense_rank() over (partition by contract order by export_at desc) as age
    from exported
),

final as (
    select
        earlier.contract,
        earlier."column",
        headings.heading,
        cast(earlier.export_at as date) as last_exported_on
    from ranked as earlier
    anti join ranked as latest
        on earlier.contract = latest.contract
        and earlier."column" = latest."column"
        and latest.age = 1
    inner join (
        select columns.contract, columns."column", min(columns.heading) as heading
        from staging.table_columns as columns
        group by columns.contract, columns."column"
    ) as headings
        on earlier.contract = headings.contract and earlier."column" = headings."column"
    where earlier.age = 2
)

select * from final
