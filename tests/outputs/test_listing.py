"""A long list is written as text into its sheet: whatever its values are, a reader gets exactly them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from flows.outputs.fixed_workbook import workbook_bytes
from flows.outputs.workbook.listing import write_list

HOSTILE = ["=1+1", "@SUM(A1)", "<c r='A1'>&amp;</c>", "]]>", "两\n行", "回\r车", " 前后 ", "制\t表", "1e5", "0012"]
ROWS: list[tuple[str | None, int | None, Decimal | None, date | None]] = [
    *((text, number, Decimal(number) / 4, date(2023, 1, number)) for number, text in enumerate(HOSTILE, start=1)),
    (None, None, Decimal("90071992547409.93"), None),
    ("\x00控\x1f制", -7, Decimal("-0.5"), date(1900, 2, 28)),
    ("长" * 60, 2**60, Decimal("0.01"), date(2024, 2, 29)),
]
# What no XML can hold is a blank.
SHOWN = [row[0] and row[0].replace("\x00", " ").replace("\x1f", " ") for row in ROWS]


@pytest.fixture(scope="module")
def content() -> bytes:
    book = Workbook()
    heads = {"文字": pl.String(), "数": pl.Int64(), "金额": pl.Decimal(38, 6), "日期": pl.Date()}
    rows = pl.DataFrame(ROWS, heads, orient="row")
    write_list(book.worksheets[0], "清单", "说明", rows.columns, rows)
    write_list(book.create_sheet("空"), "清单", "说明", rows.columns[:2], rows.clear().select("文字", "数"))
    return workbook_bytes(book, datetime.combine(date(2024, 3, 15), time()))


def test_every_value_comes_back_with_its_kind_and_all_digits(content: bytes) -> None:
    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(min_row=4))
    texts, numbers, amounts, days = zip(*rows, strict=True)

    assert [cell.value for cell in texts] == SHOWN
    assert {cell.data_type for cell in texts if cell.value} == {"s"}
    assert [cell.value for cell in numbers[:-1]] == [row[1] for row in ROWS[:-1]]
    assert numbers[-1].value == str(2**60)  # a spreadsheet's number would lose its last digits
    assert [Decimal(str(cell.value)) for cell in amounts] == [row[2] for row in ROWS]
    assert {cell.number_format for cell in amounts} == {"0.00"}
    assert [cell.value and cell.value.date() for cell in days] == [row[3] for row in ROWS]


def test_other_readers_see_all_rows(content: bytes) -> None:
    plain = load_workbook(BytesIO(content), read_only=True).worksheets[0]
    assert plain.calculate_dimension() == f"A1:D{3 + len(ROWS)}"
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[3:]] == [text or "" for text in SHOWN]


def test_a_row_is_as_high_as_its_longest_text_needs_and_a_list_may_be_empty(content: bytes) -> None:
    book = load_workbook(BytesIO(content))
    heights = {row: sheet.height for row, sheet in book.worksheets[0].row_dimensions.items() if sheet.height}
    assert heights[3 + len(ROWS)] > 30
    assert set(heights) == {1, 2, 3, 3 + len(ROWS)}
    assert book["空"].dimensions == "A1:B3"
