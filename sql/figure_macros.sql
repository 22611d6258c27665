/* Macros over the figures, left in the published database. A figure is asked for a span of years up to a month of each.

   No macro here has a "with" clause: DuckDB 1.4.0 and 1.4.1 cannot read one of several parts back from a file. */

-- One exact sum, times a factor, divided by another, half-up, in whole numbers: a division of decimals gives a double.
create or replace macro whole_quotient(numerator, denominator, factor) as
    (
        (abs(cast(numerator * 100 as hugeint)) * factor * 2 + cast(denominator * 100 as hugeint))
        // nullif(2 * cast(denominator * 100 as hugeint), 0)
    ) * case when numerator < 0 then -1 else 1 end;

-- The same at six decimals.
create or replace macro exact_quotient(numerator, denominator, factor) as
    cast(whole_quotient(numerator, denominator, factor * 1000000) as decimal(30, 0)) * 0.000001::decimal(7, 6);

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

-- How a report prints a value (flows/outputs/printing.py, which a test holds this against): half-up, once. 万元 with two to four
-- decimals, shares with at most two, means with two; rounds_down: to the leading digit, marked with 余.
create or replace macro trimmed(decimal_text) as
    regexp_replace(regexp_replace(decimal_text, '(\.[0-9]*[1-9])0+$', '\1'), '\.0*$', '');

create or replace macro leading_digit(value) as
    left(cast(cast(trunc(value) as hugeint) as varchar), 1)
    || repeat('0', length(cast(cast(trunc(value) as hugeint) as varchar)) - 1);

create or replace macro printed_value(value, unit, rounds_down) as
    case
        when value is null then null
        when rounds_down and value < 10 then trimmed(cast(value as varchar))
        when rounds_down
            then leading_digit(value)
                || case when cast(leading_digit(value) as decimal(38, 6)) <> value then '余' else '' end
        when unit = '万元'
            then regexp_replace(cast(cast(value as decimal(34, 4)) as varchar), '(\.[0-9]{2}[0-9]*?)0{1,2}$', '\1')
        when unit = '%' then trimmed(cast(cast(value as decimal(32, 2)) as varchar))
        when unit = '元/起' then cast(cast(value as decimal(32, 2)) as varchar)
        else trimmed(cast(value as varchar))
    end;

-- The same of a figure: of a quotient from its exact sums at two decimals, so that it is rounded once.
create or replace macro printed_figure(value, numerator, denominator, unit, rounds_down) as
    printed_value(
        case
            when value is null or denominator is null then value
            else cast(
                cast(whole_quotient(numerator, denominator, case when unit = '%' then 10000 else 100 end) as decimal(34, 0))
                * 0.01::decimal(3, 2) as decimal(38, 6)
            )
        end,
        unit,
        rounds_down
    );

-- Every figure with every year of a span, but those declared by hand.
create or replace macro figures_asked(first_year, last_year) as table (
    select
        definitions.*,
        years.year
    from figure_definitions as definitions
    cross join (select cast(unnest(generate_series(first_year, last_year)) as integer) as year) as years
    where definitions.measure <> 'declared'
);

-- The months up to the day of the build in which some contract that a figure reads is not covered.
create or replace macro figures_missing_months(first_year, last_year, last_month) as table (
    select
        cover.figure,
        cover.year,
        list(strftime(cover.month, '%Y-%m') order by cover.month) as missing_months
    from (
        select
            months.figure,
            months.year,
            months.month,
            count(covered.contract) = len(months.contracts) as is_covered
        from (
            select
                asked.figure,
                asked.contracts,
                asked.year,
                make_date(asked.year, numbers.month, 1) as month
            from figures_asked(first_year, last_year) as asked
            cross join (select unnest(generate_series(1, last_month)) as month) as numbers
        ) as months
        left join covered_months as covered
            on months.month = covered.month and list_contains(months.contracts, covered.contract)
        group by months.figure, months.year, months.month, len(months.contracts)
    ) as cover
    cross join build
    where not cover.is_covered and cover.month <= build.as_of
    group by cover.figure, cover.year
);

-- No figure where a contract that it reads covers no month at all.
create or replace macro figures_uncovered(first_year, last_year, last_month) as table (
    select distinct
        reads.figure,
        reads.year
    from (
        select figure, year, unnest(contracts) as contract from figures_asked(first_year, last_year)
    ) as reads
    anti join (
        select contract, year(month) as year from covered_months where month(month) <= last_month
    ) as covered on reads.contract = covered.contract and reads.year = covered.year
);

-- The years of which a figure has records that are not judged, because a year that their days reach into has no calendar.
create or replace macro figures_calendar_gaps(last_month) as table (
    select
        definitions.figure,
        gaps.year,
        min(gaps.lacking_year) as lacking_year
    from figure_definitions as definitions
    inner join (
        select
            'cases' as contract,
            year(cases.decided_on) as year,
            case
                when list_contains(build.calendar_years, year(cases.decided_on)) then year(cases.decided_on) + 1
                else year(cases.decided_on)
            end as lacking_year
        from core.cases as cases
        cross join build
        where cases.is_penalized
            and cases.procedure = '普通程序'
            and month(cases.decided_on) <= last_month
            and (cases.is_publication_due is null or (cases.is_publication_due and cases.is_published_on_time is null))
        union all
        select
            'permits' as contract,
            year(permits.finished_on) as year,
            case
                when not list_contains(build.calendar_years, year(permits.days_from_on)) then year(permits.days_from_on)
                when not list_contains(build.calendar_years, year(permits.finished_on)) then year(permits.finished_on)
                else year(permits.days_from_on) + 1
            end as lacking_year
        from core.permits as permits
        cross join build
        where permits.is_reported_kind
            and permits.is_finished
            and not coalesce(permits.on_the_spot, false)
            and permits.limit_days is not null
            and permits.working_days is null
            and month(permits.finished_on) <= last_month
    ) as gaps on definitions.uses_calendar and list_contains(definitions.contracts, gaps.contract)
    group by definitions.figure, gaps.year
);

create or replace macro figures_settled(first_year, last_year, last_month) as table (
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
            when gaps.figure is not null then '部分'
            else '正常'
        end as status,
        case
            when asked.uses_calendar and not list_contains((select calendar_years from build), asked.year)
                then '没有' || asked.year || '年的工作日历'
            when gaps.figure is not null then '没有' || gaps.lacking_year || '年的工作日历,用到它的记录无从判断'
        end as note
    from figures_asked(first_year, last_year) as asked
    left join (
        select
            figure,
            year,
            sum(records) as records,
            sum(numerator) as numerator,
            sum(denominator) as denominator
        from figure_cells
        where month is null or month <= last_month
        group by figure, year
    ) as sums on asked.figure = sums.figure and asked.year = sums.year
    left join figures_missing_months(first_year, last_year, last_month) as missing
        on asked.figure = missing.figure and asked.year = missing.year
    left join figures_uncovered(first_year, last_year, last_month) as uncovered
        on asked.figure = uncovered.figure and asked.year = uncovered.year
    left join figures_calendar_gaps(last_month) as gaps
        on asked.figure = gaps.figure and asked.year = gaps.year
);

-- What is declared by hand, for exactly the period asked for: a number for half a year says nothing of the whole.
create or replace macro figures_declared(first_year, last_year, last_month) as table (
    select
        definitions.figure,
        years.year,
        cast(last_month as integer) as through_month,
        definitions.position,
        definitions.title,
        coalesce(asked.unit, definitions.unit) as unit,
        definitions.measure,
        cast(asked.value as decimal(38, 6)) as value,
        cast(null as decimal(38, 2)) as numerator,
        cast(null as decimal(38, 2)) as denominator,
        cast(asked.indicator is not null as integer) as records,
        case when asked.indicator is null then '无数据' else '正常' end as status,
        cast([] as varchar[]) as missing_months,
        coalesce('手工填报,来源:' || asked.source, '没有填报这一期间的数值') as note
    from (select * from figure_definitions where measure = 'declared') as definitions
    cross join (select cast(unnest(generate_series(first_year, last_year)) as integer) as year) as years
    left join core.declared as asked
        on definitions.figure = asked.indicator
        and make_date(years.year, 1, 1) = asked.first_month_on
        and make_date(years.year, last_month, 1) = asked.last_month_on
);

create or replace macro figures_between(first_year, last_year, last_month) as table (
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
    from figures_settled(first_year, last_year, last_month) as settled
    union all
    from figures_declared(first_year, last_year, last_month)
);

-- One figure of one year, by its name or its Chinese title.
create or replace macro figure(name, in_year) as table (
    select * from figures_between(in_year, in_year, 12) where figure = name or title = name
);

-- The records behind a figure of one year, by its name or its Chinese title.
create or replace macro trace(name, in_year) as table (
    select * exclude (figure, title, year, file_sha256, record_key)
    from figure_records
    where (figure = name or title = name) and year = in_year
);

create or replace macro workdays(first_day, last_day) as workdays_between(first_day, last_day);

-- The same under Chinese names.
create or replace macro 指标(名称, 年度) as table (from figure(名称, 年度));

create or replace macro 追溯(名称, 年度) as table (from trace(名称, 年度));

create or replace macro 工作日数(起, 止) as workdays_between(起, 止);
