/*
order = 1
title = "行政执法统计年报"
description = "一行是一种年报格式、一个年度、一张表的一栏;没有数据和不适用的栏没有值,不等于零"

[columns]
year = "年度"
value = "一栏的数,单位见 unit;没有数据和不适用的为空"
status = "正常;部分(缺几个月);无数据(没有文件覆盖);不适用(没有这项职权)"
missing_months = "截止日以前没有文件覆盖的月份"
records = "背后的记录数,单位为条"
filled = "有金额的记录数,不是金额的栏为空,单位为条"
*/
with years as (
    select distinct year from figures
),

sums as (
    select
        source,
        form,
        class,
        year(occurred_on) as year,
        count(*) as records,
        count(quantity) as filled,
        sum(quantity) as quantity
    from annual.sources
    where occurred_on is not null
    group by source, form, class, year(occurred_on)
),

column_sums as (
    select
        columns.form,
        columns.table_name,
        columns.position,
        sums.year,
        cast(sum(sums.records) as bigint) as records,
        cast(sum(sums.filled) as bigint) as filled,
        sum(sums.quantity) as quantity
    from annual_columns as columns
    inner join sums
        on list_contains(columns.sources, sums.source)
        and (columns.classes is null or list_contains(columns.classes, sums.class))
        and (sums.form is null or sums.form = columns.form)
    group by columns.form, columns.table_name, columns.position, sums.year
),

contract_lists as (
    select distinct contracts from annual_columns
),

-- A column is covered in a month when every contract that it reads is.
cover as (
    select
        lists.contracts,
        years.year,
        make_date(years.year, numbers.month, 1) as month,
        count(covered.contract) = len(lists.contracts) as is_covered
    from contract_lists as lists
    cross join years
    cross join (select unnest(generate_series(1, 12)) as month) as numbers
    left join covered_months as covered
        on covered.month = make_date(years.year, numbers.month, 1)
        and list_contains(lists.contracts, covered.contract)
    group by lists.contracts, years.year, numbers.month
),

missing as (
    select
        cover.contracts,
        cover.year,
        list(strftime(cover.month, '%Y-%m') order by cover.month) as missing_months
    from cover
    cross join build
    where not cover.is_covered and cover.month <= build.as_of
    group by cover.contracts, cover.year
),

-- No value where a contract that the column reads covers no month at all.
reached as (
    select
        lists.contracts,
        years.year,
        count(distinct covered.contract) as contracts_covered
    from contract_lists as lists
    cross join years
    inner join covered_months as covered
        on year(covered.month) = years.year and list_contains(lists.contracts, covered.contract)
    group by lists.contracts, years.year
),

settled as (
    select
        columns.*,
        years.year,
        coalesce(column_sums.records, 0) as records,
        coalesce(column_sums.filled, 0) as filled,
        cast(coalesce(column_sums.quantity, 0) as decimal(28, 2)) as quantity,
        coalesce(missing.missing_months, []) as missing_months,
        case
            when not columns.is_applicable then '不适用'
            when len(columns.sources) = 0 then '无数据'
            when coalesce(reached.contracts_covered, 0) < len(columns.contracts) then '无数据'
            when missing.contracts is not null then '部分'
            else '正常'
        end as status
    from annual_columns as columns
    cross join years
    left join column_sums
        on columns.form = column_sums.form
        and columns.table_name = column_sums.table_name
        and columns.position = column_sums.position
        and years.year = column_sums.year
    left join missing on columns.contracts = missing.contracts and years.year = missing.year
    left join reached on columns.contracts = reached.contracts and years.year = reached.year
),

final as (
    select
        form,
        year,
        table_name,
        position,
        "column",
        unit,
        role,
        cast(
            case
                when status not in ('正常', '部分') then null
                when not is_sum then records
                when unit = '万元' then quantity * 0.0001::decimal(5, 4)
                else quantity
            end as decimal(38, 6)
        ) as value,
        status,
        case when status = '部分' then missing_months else [] end as missing_months,
        contracts,
        records,
        case when is_sum then filled end as filled
    from settled
)

select * from final
order by form, year, table_name, position
