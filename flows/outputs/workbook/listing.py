"""A sheet that is a plain list of possibly very many rows: headings to filter by, columns as wide as their texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.printing import plain
from flows.outputs.sheets import (
    CENTRED,
    LANDSCAPE_WIDTH,
    LEFT,
    RIGHT,
    TEXT,
    fit_for_cell,
    holds_exactly,
    put_headings,
    put_line,
    put_title,
    set_up_print,
    text_height,
    text_width,
)

Value = str | int | Decimal | date | None

_HEADING_ROW = 3
_ROW_HEIGHT = 15.0
_LEAST_WIDTH, _MOST_WIDTH = 8.0, 44.0
_LEAST_TITLE_WIDTH = LANDSCAPE_WIDTH / 2  # a title over two narrow columns runs on to the right of them


@dataclass(frozen=True)
class _Column:
    """What the cells of a column have in common.

    Attributes:
        decimals: of its numbers; every one shows as many as the finest has.
        heights: text → the height of a row that holds it, of texts wider than the column.
        looks: kind of value → how its cells look, taken from the first of them: a list is too long to style each.
    """

    width: float
    decimals: int
    heights: Mapping[Value, float]
    looks: dict[type, StyleArray] = field(default_factory=dict)


def write_list(sheet: Worksheet, title: str, note: str, heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """Fill the sheet with a title, a note, headings and rows; a value keeps its kind and all its digits."""
    columns = [_column(head, {row[at] for row in rows}) for at, head in enumerate(heads)]
    widths = [column.width for column in columns]
    width = max(sum(widths), _LEAST_TITLE_WIDTH)
    put_title(sheet, title, len(heads), width)
    put_line(sheet, 2, note, len(heads), LEFT, width)
    put_headings(sheet, _HEADING_ROW, heads, widths)
    for at, row in enumerate(rows, start=_HEADING_ROW + 1):
        for number, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            if value is not None:
                _fill(sheet, at, number, value, column)
        heights = [column.heights.get(value) for column, value in zip(columns, row, strict=True)]
        if tall := [height for height in heights if height]:
            sheet.row_dimensions[at].height = max(tall)
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _ROW_HEIGHT, True
    sheet.freeze_panes = f"A{_HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{get_column_letter(len(heads))}{_HEADING_ROW + max(len(rows), 1)}"
    set_up_print(sheet, "landscape", repeated_rows=_HEADING_ROW)
    sheet.print_options.gridLines = True


def _column(head: str, values: set[Value]) -> _Column:
    decimals = max((_decimals(value) for value in values if isinstance(value, Decimal)), default=0)
    texts = [_text(value, decimals) for value in values if value is not None]
    widest = max(map(text_width, texts), default=0)
    width = min(max(widest + 2.0, text_width(head) / 2 + 3.0, _LEAST_WIDTH), _MOST_WIDTH)  # a heading takes two lines
    long = [text for text in texts if text_width(text) > width - 2]
    return _Column(width, decimals, {text: text_height(text, width) for text in long})


def _decimals(value: Decimal) -> int:
    return len(plain(value).partition(".")[2])


def _text(value: Value, decimals: int) -> str:
    return f"{value:.{decimals}f}" if isinstance(value, Decimal) else str(value)


def _fill(sheet: Worksheet, row: int, number: int, value: Value, column: _Column) -> None:
    cell = cast(Cell, sheet.cell(row, number))
    text = _text(value, column.decimals)
    match value:
        case date():
            cell.value = value
        case str():
            cell.value, cell.data_type = fit_for_cell(value), "s"
        case _:
            cell.value, cell.data_type = text, "n" if holds_exactly(text) else "s"
    look = column.looks.get(type(value))
    if look is None:
        cell.font, cell.alignment = TEXT, _alignment(value)
        cell.number_format = _number_format(value, column.decimals)
        column.looks[type(value)] = copy(cell._style)  # type: ignore[attr-defined]  # the stubs lack it
    else:
        cell._style = copy(look)  # type: ignore[attr-defined]


def _alignment(value: Value) -> Alignment:
    match value:
        case str():
            return LEFT
        case Decimal():
            return RIGHT
    return CENTRED


def _number_format(value: Value, decimals: int) -> str:
    match value:
        case date():
            return "yyyy-mm-dd"
        case Decimal() if decimals:
            return f"0.{'0' * decimals}"
        case int() | Decimal():
            return "0"
    return "General"
