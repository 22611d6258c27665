"""The views under Chinese names and the macros: what an analyst asks first, without a join."""

from __future__ import annotations

import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows import published
from flows.building.models import SQL
from flows.building.views import read_views
from flows.outputs.printing import printed, printed_figure
from flows.published import Period
from tests.bureau import Bureau

RECORDS = {
    "案件": "cases",
    "缴款": "payments",
    "办件": "permits",
    "检查记录": "inspection_visits",
    "检查任务": "inspection_tasks",
    "行政强制": "coercions",
    "复议诉讼": "reviews",
    "普法活动": "outreach",
    "投诉": "complaints",
}
VIEWS = [view.stem for view in read_views()]
QUESTIONS = [
    "from figure('cases_penalized', 2023)",
    "from 指标('查处各类违法案件', 2023)",
    "from figures_between(2022, 2023, 6)",
    "from trace('cases_penalized', 2023)",
    "from 追溯('查处各类违法案件', 2023)",
    "select workdays(date '2023-09-28', date '2023-10-09')",
    "select 工作日数(date '2023-09-28', date '2023-10-09')",
]


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    return connection.execute(query).fetchall()[0][0]


def test_the_views_for_the_usual_questions_are_there() -> None:
    named = {"年度指标", "指标分月", "指标分机构", "指标分领域", "退回记录", "提示记录", "收到的文件", "数据覆盖"}
    assert {*RECORDS, *named} <= set(VIEWS)


@pytest.mark.parametrize(("view", "table"), RECORDS.items())
def test_a_view_of_records_has_each_record_once_with_its_place(
    connection: duckdb.DuckDBPyConnection, view: str, table: str
) -> None:
    count, placed = connection.execute(
        f"select count(*), count(*) filter (文件 is not null and 工作表 is not null and 行号 is not null) from {view}"
    ).fetchall()[0]
    assert count == placed == _one(connection, f"select count(*) from core.{table}")
    assert count > 0


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_chinese_columns(connection: duckdb.DuckDBPyConnection, view: str) -> None:
    names = [name for name, *_ in connection.execute(f'describe "{view}"').fetchall()]
    assert not [name for name in names if name.isascii()]


def test_every_view_and_macro_works_under_any_file_name_and_alias(database: Path, tmp_path: Path) -> None:
    moved = tmp_path / "二〇二三 statistics.duckdb"
    shutil.copyfile(database, moved)
    every = "select schema_name, view_name from duckdb_views() where not internal"
    with duckdb.connect(str(moved), read_only=True) as alone:
        for schema, view in alone.execute(every).fetchall():
            alone.execute(f'create or replace temporary table seen as from "{schema}"."{view}"')
        assert all(alone.execute(question).fetchall() for question in QUESTIONS)
    with duckdb.connect() as other:
        other.execute(f"attach '{moved}' as 执法 (read_only)")
        for schema, view in other.execute(every).fetchall():
            other.execute(f'create or replace temporary table seen as from 执法."{schema}"."{view}"')
        other.execute("use 执法")
        assert all(other.execute(question).fetchall() for question in QUESTIONS)


def test_what_is_stored_is_read_by_older_versions(connection: duckdb.DuckDBPyConnection) -> None:
    """The syntax ``lambda x:`` is of 1.3; 1.4.0 and 1.4.1 cannot read a macro with a "with" clause back."""
    views = connection.execute("select lower(sql) from duckdb_views() where not internal").fetchall()
    macros = connection.execute(
        "select function_name, lower(macro_definition) from duckdb_functions() where not internal"
    ).fetchall()
    assert not [text for (text,) in views if "lambda" in text or "->" in text]
    assert not [name for name, text in macros if "lambda" in text or "->" in text or "with " in text]


def test_values_are_printed_as_the_report_prints_them(sample: Bureau, connection: duckdb.DuckDBPyConnection) -> None:
    expected = {row["figure"]: row["printed"] for row in sample.ask(published.figures, Period(2023))}
    assert dict(connection.execute("select 名称, 打印数值 from 年度指标 where 年度 = 2023").fetchall()) == expected


@pytest.fixture(scope="module")
def printing() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    macros = (SQL / "figure_macros.sql").read_text("utf-8").split("-- Every figure with every year")[0]
    connection.execute(macros)
    return connection


@given(
    value=st.decimals(min_value=0, max_value=10**10, places=6),
    unit=st.sampled_from(["起", "万元", "%", "元/起", "份"]),
    rounds_down=st.booleans(),
)
def test_the_macro_prints_as_the_reports_do(
    printing: duckdb.DuckDBPyConnection, value: Decimal, unit: str, rounds_down: bool
) -> None:
    query = f"select printed_value({value:f}::decimal(38, 6), '{unit}', {rounds_down})"
    assert _one(printing, query) == printed(value, unit, rounds_down)


@given(
    numerator=st.decimals(min_value=0, max_value=10**9, places=2),
    denominator=st.decimals(min_value=1, max_value=10**9, places=2),
    unit=st.sampled_from(["%", "元/起"]),
)
@example(numerator=Decimal("5001.00"), denominator=Decimal("10001.00"), unit="%")  # 50.0049995, at six decimals 50.005
@example(numerator=Decimal("1000150.00"), denominator=Decimal("10001.00"), unit="元/起")
def test_a_quotient_is_rounded_once(
    printing: duckdb.DuckDBPyConnection, numerator: Decimal, denominator: Decimal, unit: str
) -> None:
    figure = {"unit": unit, "value": "0", "numerator": numerator, "denominator": denominator}
    times = 100 if unit == "%" else 1
    whole = (2 * 100 * times * Fraction(numerator) + Fraction(denominator)) // (2 * Fraction(denominator))
    text = f"{Decimal(whole).scaleb(-2):.2f}"
    expected = text if unit != "%" else text.rstrip("0").rstrip(".")
    sums = f"{numerator:f}::decimal(38, 2), {denominator:f}::decimal(38, 2)"
    assert printed_figure(figure) == expected
    assert _one(printing, f"select printed_figure(0::decimal(38, 6), {sums}, '{unit}', false)") == expected


def test_a_year_stands_beside_the_year_before(connection: duckdb.DuckDBPyConnection) -> None:
    this, before, change, percent = connection.execute(
        "select 数值, 上年数值, 增减, 增减百分比 from 年度指标 where 年度 = 2023 and 名称 = 'cases_penalized'"
    ).fetchall()[0]
    assert before == _one(connection, "select value from figure('cases_penalized', 2022)")
    assert change == this - before
    assert abs(percent - (this - before) / before * 100) < Decimal("0.000001")


def test_months_add_up_and_an_uncovered_month_is_not_zero(connection: duckdb.DuckDBPyConnection) -> None:
    differing = connection.execute(
        """
        select figures.figure, figures.year
        from figures
        inner join figure_definitions as definitions using (figure)
        left join (select 名称, 年度, sum(数值) as total from 指标分月 group by 名称, 年度) as months
            on figures.figure = months.名称 and figures.year = months.年度
        where definitions.has_months and figures.measure in ('count', 'sum')
            and figures.value is not null and figures.value <> coalesce(months.total, 0)
        """
    ).fetchall()
    assert differing == []
    states = connection.execute("select distinct 状态 from 指标分月 where 数值 is null").fetchall()
    assert ("无数据",) in states
    assert ("正常",) not in states


@pytest.mark.parametrize(("view", "flag"), [("指标分机构", "has_org_unit"), ("指标分领域", "has_field")])
def test_units_and_fields_add_up(connection: duckdb.DuckDBPyConnection, view: str, flag: str) -> None:
    differing = connection.execute(
        f"""
        select figures.figure, figures.year
        from figures
        inner join figure_definitions as definitions using (figure)
        left join (select 名称, 年度, sum(记录数) as total from {view} group by 名称, 年度) as parts
            on figures.figure = parts.名称 and figures.year = parts.年度
        where definitions.{flag} and figures.records <> coalesce(parts.total, 0)
        """
    ).fetchall()
    assert differing == []


def test_a_trace_is_that_of_the_command(sample: Bureau, connection: duckdb.DuckDBPyConnection) -> None:
    for name, title in connection.execute("select figure, title from figure_definitions").fetchall():
        expected = sample.ask(published.trace, name, Period(2023))
        for asked in (name, title):
            rows = connection.execute(
                f"select file, sheet, row, key, occurred_on from trace('{asked}', 2023) order by all"
            ).fetchall()
            assert rows == sorted(
                (row["file"], row["sheet"], row["row"], row["key"], row["occurred_on"]) for row in expected
            ), name


@pytest.mark.parametrize("measure", ["count", "sum", "share", "mean", "ratio"])
def test_a_trace_adds_up_to_its_figure(connection: duckdb.DuckDBPyConnection, measure: str) -> None:
    figures = connection.execute(
        "select figure, unit, value, numerator, denominator from figures where year = 2023 and measure = $1", [measure]
    ).fetchall()
    for name, unit, value, numerator, denominator in figures:
        total, records, parts, wholes = connection.execute(
            f"select sum(value), count(*), sum(numerator), sum(denominator) from trace('{name}', 2023)"
        ).fetchall()[0]
        match measure:
            case "count" | "sum":
                scale = 10000 if unit == "万元" else 1
                assert (total or 0) == (value or 0) * scale, name
            case "share":
                assert ((total or 0), records) == (numerator, denominator), name
            case _:
                assert (parts or 0, wholes or 0) == (numerator, denominator), name


def test_whole_years_stand_ready_as_they_are_computed(connection: duckdb.DuckDBPyConnection) -> None:
    years = connection.execute("select min(year), max(year), count(*) from figures").fetchall()[0]
    assert years[2] > 100
    computed = "from figures_between($1, $2, 12)"
    for one, other in (("from figures", computed), (computed, "from figures")):
        rows = connection.execute(f"select $1 as first, $2 as last, count(*) from ({one} except {other})", years[:2])
        assert rows.fetchall()[0][2] == 0
