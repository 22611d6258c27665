"""The macros of the build against independent computations: keyed hash, working days, exact quotients."""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import chinese_calendar
import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.building.calendar import calendar_rows, known_years
from flows.building.keyed import keyed_macro, load_key
from flows.building.models import SQL

DAYS = st.dates(date(2021, 1, 1), date(2024, 12, 31))
AMOUNTS = st.decimals(min_value=0, max_value=10**13, places=2)


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        rows = [(day, is_workday) for day, is_workday in calendar_rows(2020, 2030)]
        connection.execute("create table days (day date, is_workday boolean)")
        values = ", ".join(f"('{day}', {is_workday})" for day, is_workday in rows)
        connection.execute(f"insert into days values {values}")
        connection.execute(
            "create table calendar as select day, is_workday, "
            "cast(sum(cast(is_workday as integer)) over (order by day) as integer) as workdays_so_far from days"
        )
        connection.execute((SQL / "calendar_macros.sql").read_text("utf-8"))
        # Only the scalar macros: the others are over the tables of a build.
        text = (SQL / "figure_macros.sql").read_text("utf-8")
        for macro in text.split("create or replace macro ")[1:]:
            if " as table" not in macro:
                connection.execute("create or replace macro " + macro.split(";")[0])
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> object:
    row = connection.execute(query, list(values)).fetchone()
    assert row is not None
    return row[0]


# -- keyed hash ------------------------------------------------------------------------------------
@given(key=st.binary(min_size=32, max_size=32), text=st.text(st.characters(exclude_categories=["Cs"])))
@settings(max_examples=50, deadline=None)
def test_the_keyed_hash_is_the_hmac_of_the_library(key: bytes, text: str) -> None:
    text = text.replace("\0", "")
    with duckdb.connect() as connection:
        connection.execute(keyed_macro(key))
        expected = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]
        assert ask(connection, "select keyed($1)", text) == expected


def test_the_keyed_hash_of_nothing_is_nothing_and_the_key_stays_out_of_the_file(tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    with duckdb.connect(str(tmp_path / "a.duckdb")) as connection:
        connection.execute(keyed_macro(key))
        connection.execute("create table hashed as select keyed('330000199001011234') as party_id")
        assert ask(connection, "select keyed(null)") is None
    content = (tmp_path / "a.duckdb").read_bytes()
    pads = (bytes(byte ^ pad for byte in key.ljust(64, b"\0")) for pad in (0, 0x36, 0x5C))
    assert not any(pad.hex().encode() in content or pad in content for pad in pads)


def test_the_key_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "enfstat.key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


# -- working days ----------------------------------------------------------------------------------
@given(first=DAYS, days=st.integers(0, 400))
@settings(max_examples=80, deadline=None)
def test_working_days_are_those_of_the_state_council(
    connection: duckdb.DuckDBPyConnection, first: date, days: int
) -> None:
    last = min(first + timedelta(days=days), date(2024, 12, 31))
    expected = len(chinese_calendar.get_workdays(first + timedelta(days=1), last)) if last > first else 0
    assert ask(connection, "select workdays_between($1, $2)", first, last) == expected


def test_working_days_backwards_are_negative_and_of_nothing_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    assert ask(connection, "select workdays_between(date '2023-05-10', date '2023-05-08')") == -2
    assert ask(connection, "select workdays_between(date '2023-05-10', null)") is None


def test_working_days_of_a_year_without_calendar_are_unknown(connection: duckdb.DuckDBPyConnection) -> None:
    unknown = known_years()[1] + 1
    last_known = date(unknown - 1, 12, 31)
    assert ask(connection, "select workdays_between($1, $2)", last_known, date(unknown, 1, 5)) is None
    assert ask(connection, "select workdays_between($1, $2)", date(unknown, 1, 5), date(unknown, 1, 9)) is None


def test_a_day_is_a_working_day_as_the_library_has_it() -> None:
    first, last = known_years()
    days = calendar_rows(first, last)
    assert len(days) == (date(last, 12, 31) - date(first, 1, 1)).days + 1
    assert days[::5] == [(day, chinese_calendar.is_workday(day)) for day, _ in days[::5]]


def test_a_calendar_of_ones_own_corrects_days_and_supplies_whole_years_only(tmp_path: Path) -> None:
    unknown = known_years()[1] + 1
    days = [date(unknown, 1, 1) + timedelta(days=offset) for offset in range(366)]
    year = [day for day in days if day.year == unknown]
    own = tmp_path / "own.csv"

    def write(rows: list[tuple[date, int]]) -> dict[date, bool]:
        lines = [f"{day},{is_workday}" for day, is_workday in rows]
        own.write_text("\n".join(["day,is_workday", *lines]), encoding="utf-8-sig")
        return dict(calendar_rows(2023, unknown, own))

    assert date(unknown, 1, 1) not in write([(day, 1) for day in year[:-1]])
    known = write([*((day, int(day.weekday() < 5)) for day in year), (date(2023, 5, 8), 0)])
    assert known[year[0]] is (year[0].weekday() < 5)
    assert known[date(2023, 5, 8)] is False
    assert chinese_calendar.is_workday(date(2023, 5, 8))


# -- exact division --------------------------------------------------------------------------------
def half_up(value: Fraction) -> Decimal:
    """At six decimals."""
    whole = math.floor(abs(value) * 10**6 + Fraction(1, 2))
    return Decimal(whole if value >= 0 else -whole).scaleb(-6)


@given(numerator=st.one_of(AMOUNTS, AMOUNTS.map(lambda value: -value)), denominator=AMOUNTS.filter(bool))
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize(("unit", "factor"), [("%", 100), ("元/起", 1)])
def test_a_quotient_is_divided_once_and_rounded_half_up(
    connection: duckdb.DuckDBPyConnection, unit: str, factor: int, numerator: Decimal, denominator: Decimal
) -> None:
    query = "select figure_value('ratio', $1, $2::decimal(38, 2), $3::decimal(38, 2))"
    expected = half_up(Fraction(numerator) / Fraction(denominator) * factor)
    assert ask(connection, query, unit, numerator, denominator) == expected


def test_a_quotient_by_nothing_is_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    assert ask(connection, "select figure_value('share', '%', 0::decimal(38, 2), 0::decimal(38, 2))") is None


@given(yuan=AMOUNTS)
@settings(max_examples=60, deadline=None)
def test_an_amount_in_ten_thousands_is_exact(connection: duckdb.DuckDBPyConnection, yuan: Decimal) -> None:
    value = ask(connection, "select figure_value('sum', '万元', $1::decimal(38, 2), null)", yuan)
    assert value == yuan / 10000


def test_a_half_is_rounded_up_and_not_to_even(connection: duckdb.DuckDBPyConnection) -> None:
    query = "select figure_value('share', '%', $1::decimal(38, 2), $2::decimal(38, 2))"
    for numerator, denominator in ((1, 3), (2, 3), (1, 160_000_000), (3, 160_000_000)):
        exact = Decimal(numerator * 100) / Decimal(denominator)
        rounded = exact.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)
        assert ask(connection, query, numerator, denominator) == rounded
