/* Macros over the figures, left in the published database. A figure is asked for a span of years up to a month of each. */

-- One exact sum divided by another, once, half-up at six decimals, in whole numbers: a division of decimals gives a double.
create or replace macro exact_quotient(numerator, denominator, factor) as
    cast(
        (
            (abs(cast(numerator * 100 as hugeint)) * factor * 1000000 * 2 + cast(denominator * 100 as hugeint))
            // nullif(2 * cast(denominator * 100 as hugeint), 0)
        ) * case when numerator < 0 then -1 else 1 end as decimal(30, 0)
    ) * 0.000001::decimal(7, 6);

-- What a figure shows: the count, the sum (in 万元: a ten-thousandth of the yuan, exactly), or the quotient (shares in percent).
create or replace macro figure_value(measure, unit, numerator, denominator) as
    cast(
        case
            when measure in ('count', 'sum') and unit = '万元' then cast(numerator as decimal(28, 2)) * 0.0001::decimal(5, 4)
            when measure in ('count', 'sum') then cast(numerator as decimal(30, 2))
            when unit = '%' then exact_quotient(numerator, denominator, 100)
            else exact_quotient(numerator, denominator, 1)
        end as decimal(38, 6)
    );

create or replace macro figures_between(first_year, last_year, last_month) as table (
    with years as (
        select cast(unnest(generate_series(first_year, last_year)) as integer) as year
    ),

    months as (
        select
            years.year,
            make_date(years.year, numbers.month, 1) as month
        from years
        cross join (select unnest(generate_series(1, last_month)) as month) as numbers
    ),

    asked as (
        select
            definitions.*,
            years.year
        from figure_definitions as definitions
        cross join years
    ),

    -- A figure is covered in a month when every contract that it reads is.
    cover as (
        select
            asked.figure,
            months.year,
            months.month,
            count(covered.contract) = len(asked.contracts) as is_covered
        from asked
        inner join months on asked.year = months.year
        left join covered_months as covered
            on months.month = covered.month and list_contains(asked.contracts, covered.contract)
        group by asked.figure, months.year, months.month, len(asked.contracts)
    ),

    missing as (
        select
            cover.figure,
            cover.year,
            list(strftime(cover.month, '%Y-%m') order by cover.month) as missing_months
        from cover
        cross join build
        where not cover.is_covered and cover.month <= build.as_of
        group by cover.figure, cover.year
    ),

    -- No figure where a contract that it reads covers no month at all.
    uncovered as (
        select distinct
            asked.figure,
            asked.year
        from asked
        cross join (select unnest(contracts) as contract, figure from figure_definitions) as reads
        where reads.figure = asked.figure
            and not exists (
                select 1
                from covered_months as covered
                where covered.contract = reads.contract
                    and year(covered.month) = asked.year
                    and month(covered.month) <= last_month
            )
    ),

    sums as (
        select
            figure,
            year,
            sum(records) as records,
            sum(numerator) as numerator,
            sum(denominator) as denominator
        from figure_cells
        where month is null or month <= last_month
        group by figure, year
    ),

    settled as (
        select
            asked.*,
            coalesce(sums.records, 0) as records,
            cast(coalesce(sums.numerator, 0) as decimal(38, 2)) as numerator,
            cast(coalesce(sums.denominator, 0) as decimal(38, 2)) as denominator,
            coalesce(missing.missing_months, []) as missing_months,
            case
                when asked.is_not_applicable then '不适用'
                when uncovered.figure is not null then '无数据'
                when asked.measure not in ('count', 'sum') and coalesce(sums.denominator, 0) = 0 then '无对象'
                when missing.figure is not null then '部分'
                when asked.uses_calendar and not list_contains((select calendar_years from build), asked.year) then '部分'
                else '正常'
            end as status,
            case
                when asked.uses_calendar and not list_contains((select calendar_years from build), asked.year)
                    then '没有' || asked.year || '年的工作日历'
            end as note
        from asked
        left join sums on asked.figure = sums.figure and asked.year = sums.year
        left join missing on asked.figure = missing.figure and asked.year = missing.year
        left join uncovered on asked.figure = uncovered.figure and asked.year = uncovered.year
    )

    select
        figure,
        year,
        cast(last_month as integer) as through_month,
        position,
        title,
        unit,
        measure,
        case
            when status in ('正常', '部分') then figure_value(measure, unit, numerator, denominator)
        end as value,
        case when measure not in ('count', 'sum') then numerator end as numerator,
        case when measure not in ('count', 'sum') then denominator end as denominator,
        records,
        status,
        missing_months,
        note
    from settled
);

-- One figure of one year.
create or replace macro figure(name, in_year) as table (
    select * from figures_between(in_year, in_year, 12) where figure = name
);
