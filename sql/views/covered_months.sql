/*
name = "数据覆盖"
description = "一行是一种数据的一个月份,自最早收到的月份所在年初至截止日;没有文件覆盖的月份没有数据,不等于零"

[columns]
"数据种类" = "数据种类:cases 案件、payments 缴款、permits 办件、inspections 检查、coercions 强制、reviews 复议诉讼、outreach 普法、complaints 投诉、declared 手工填报"
"年度" = "年度"
"月份" = "月份 1 至 12"
"文件数" = "覆盖该月的文件数,没有的为 0,单位为个"
"是否覆盖" = "该月是否有文件覆盖"
*/
with months as (
    select cast(unnest(generate_series(span.first_month, span.last_month, interval 1 month)) as date) as month
    from (
        select
            coalesce(
                (select date_trunc('year', min(month)) from covered_months), date_trunc('month', build.as_of)
            ) as first_month,
            date_trunc('month', build.as_of) as last_month
        from build
    ) as span
),

contracts as (
    select distinct unnest(contracts) as contract from figure_definitions
)

select
    contracts.contract as 数据种类,
    year(months.month) as 年度,
    month(months.month) as 月份,
    coalesce(covered.files, 0) as 文件数,
    covered.files is not null as 是否覆盖
from contracts
cross join months
left join covered_months as covered on contracts.contract = covered.contract and months.month = covered.month
order by contracts.contract, months.month
