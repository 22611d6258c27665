"""Figures declared by hand in the workbook of a year: names that Excel takes, units that change, sources."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from flows.outputs.workbook.book import year_workbook
from flows.outputs.workbook.question import ask_year
from flows.published import Period, compared
from tests.bureau import Bureau


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    bureau = Bureau(tmp_path_factory.mktemp("declared"))
    bureau.put(
        "手工填报指标.xlsx",
        "declared",
        {"indicator": "12吨以上执法车辆", "value": "3", "unit": "辆"},
        {"indicator": "持证率(一线)", "value": "98.6", "unit": "%"},
        {"indicator": "持证率、一线", "value": "97", "unit": "%"},
        {"indicator": "长" * 300, "value": "1"},
        {"indicator": "经费", "value": "120000", "unit": "元", "period": "2022年"},
        {"indicator": "经费", "value": "13", "unit": "万元"},
    )
    bureau.night()
    return bureau


@pytest.fixture(scope="module")
def book(declared: Bureau) -> Workbook:
    year = declared.ask(ask_year, Period(2023), "zhejiang")
    return load_workbook(BytesIO(year_workbook(year, "")))


def test_every_name_is_one_that_a_spreadsheet_takes(book: Workbook) -> None:
    assert "_12吨以上执法车辆_2023" in book.defined_names
    assert all(re.fullmatch(r"[^\W\d]\w{0,250}", name) for name in book.defined_names)


def test_of_two_figures_of_one_name_the_first_keeps_it(book: Workbook) -> None:
    ((sheet, place),) = book.defined_names["持证率_一线_2023"].destinations
    row = next(row for row in book[sheet].iter_rows(min_row=5) if row[0].value == "持证率(一线)")
    assert book[sheet][place].value == row[1].value == 98.6


def test_another_unit_is_not_compared(declared: Bureau) -> None:
    rows = {row["figure"]: row for row in declared.ask(compared, Period(2023))}
    row = rows["经费"]
    assert (row["value"], row["unit"]) == ("13", "万元")
    assert (row["previous_value"], row["previous_printed"], row["previous_status"]) == (None, None, "无数据")
    assert "单位是元" in row["previous_note"]
    assert row["change"] is None
    assert declared.value("经费", 2022) == "120000"


def test_a_card_says_where_the_number_comes_from(book: Workbook) -> None:
    cards = "\n".join(str(cell.value) for row in book["口径"].iter_rows() for cell in row if cell.value is not None)
    assert "手工填报指标表;没有记录" not in cards
    assert "手工填报,来源:执法证件台账" in cards
    assert "按统计期间" in cards
