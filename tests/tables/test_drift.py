"""Columns that plainly hold the values of another heading refuse the file; a handful of wrong cells are rejections."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.tables.shards import counts, findings, read_rows

HEADING = ["案号", "程序类型", "立案日期", "处罚决定日期", "处理结果", "罚款金额", "当事人", "是否听证"]


def rows(count: int = 12) -> list[list[Any]]:
    first = date(2023, 5, 1)
    return [
        [
            f"浙武交罚〔2023〕{number}号",
            ("普通程序", "简易程序")[number % 2],
            str(first + timedelta(number)),
            str(first + timedelta(number + 3)),
            "行政处罚",
            200 * number,
            f"虚构{number}运输有限公司",
            "否",
        ]
        for number in range(1, count + 1)
    ]


def put(column: str, values: Any, count: int = 12) -> list[list[Any]]:
    at = HEADING.index(column)
    return [[*row[:at], value, *row[at + 1 :]] for row, value in zip(rows(count), values, strict=True)]


def of(column: str, count: int = 12) -> list[Any]:
    return [row[HEADING.index(column)] for row in rows(count)]


def swapped(one: str, other: str, count: int = 12) -> list[list[Any]]:
    at, there = HEADING.index(one), HEADING.index(other)
    changed = rows(count)
    for row in changed:
        row[at], row[there] = row[there], row[at]
    return changed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("罚款金额", "处罚决定日期"),
        ("程序类型", "处理结果"),
        ("立案日期", "当事人"),
        ("罚款金额", "当事人"),
        ("是否听证", "程序类型"),
    ],
)
def test_two_columns_that_changed_places_are_both_named(one: str, other: str) -> None:
    reading = read_rows(HEADING, *swapped(one, other)).reading
    assert reading.refusal_rule == "columns-swapped"
    letters = {name: "ABCDEFGH"[HEADING.index(name)] for name in (one, other)}
    assert all(f"“{name}”({letter}列)" in str(reading.refusal) for name, letter in letters.items())


@pytest.mark.parametrize(
    ("column", "values", "owner"),
    [
        ("罚款金额", of("处罚决定日期"), "处罚决定日期"),
        ("罚款金额", [day.replace("-", "") for day in of("处罚决定日期")], "处罚决定日期"),
        ("罚款金额", [date(2023, 5, number) for number in range(1, 13)], "处罚决定日期"),
        ("立案日期", of("罚款金额"), "罚款金额"),
        ("处理结果", of("程序类型"), "程序类型"),
    ],
)
def test_values_of_another_column_are_said_to_be_so(column: str, values: list[Any], owner: str) -> None:
    reading = read_rows(HEADING, *put(column, values)).reading
    assert reading.refusal_rule == "column-of-another"
    assert f"“{column}”({'ABCDEFGH'[HEADING.index(column)]}列)" in str(reading.refusal)
    assert owner in str(reading.refusal)


def test_the_owner_is_rather_a_column_that_is_blank() -> None:
    heading = [*HEADING, "结案日期"]
    body = [[*row, None] for row in put("罚款金额", of("处罚决定日期"))]
    assert "“结案日期”(I列)" in str(read_rows(heading, *body).reading.refusal)


def test_numbers_that_changed_places_with_names_are_both_named() -> None:
    """A number can be any text; names have no digits and numbers have some."""
    names = [f"虚构{letter}运输有限公司" for letter in "甲乙丙丁戊己庚辛壬癸子丑"]
    body = [[name, *row[1:6], row[0], row[7]] for name, row in zip(names, rows(), strict=True)]
    reading = read_rows(HEADING, *body).reading
    assert reading.refusal_rule == "columns-swapped"
    assert all(place in str(reading.refusal) for place in ("“案号”(A列)", "“当事人”(G列)"))
    unlike = [[name, *row[1:6], name, row[7]] for name, row in zip(names, rows(), strict=True)]
    assert counts(read_rows(HEADING, *unlike)) == (12, 12, 0, 0)


def test_a_handful_of_wrong_cells_are_rejections_of_their_cells() -> None:
    body = put("罚款金额", ["2023-05-06"] * 5 + [200] * 7)
    shard = read_rows(HEADING, *body)
    assert counts(shard) == (12, 7, 5, 0)
    assert {cell for _, cell, _ in findings(shard, "rejection")} == {f"F{row}" for row in range(2, 7)}


def test_a_small_file_is_judged_cell_by_cell() -> None:
    assert counts(read_rows(HEADING, *swapped("罚款金额", "处罚决定日期", count=3))) == (3, 0, 3, 0)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("处理结果", ["已办结"] * 12),  # a vocabulary of another system, not another column
        ("罚款金额", ["#REF!"] * 12),
        ("罚款金额", [20230506 + 100_000 * number for number in range(12)]),
        ("罚款金额", ["见决定书"] * 12),
        ("立案日期", ["2023年5月"] * 12),
        ("立案日期", [None] * 12),
    ],
)
def test_what_is_wrong_without_being_of_another_column_is_no_drift(column: str, values: list[Any]) -> None:
    assert read_rows(HEADING, *put(column, values)).reading.refusal is None


def test_amounts_that_could_be_serial_numbers_of_days_are_amounts() -> None:
    assert counts(read_rows(HEADING, *put("罚款金额", [45_000 + number for number in range(12)])))[1] == 12
