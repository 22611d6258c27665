"""The sheets 分月, 分机构 and 分业务领域: a figure a row, a month, unit or field a column."""

from __future__ import annotations

from math import ceil

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.asked import Row
from flows.outputs.sheets import (
    CENTRED,
    GRID,
    LEFT,
    RIGHT,
    TEXT,
    put,
    put_headings,
    put_line,
    put_number,
    put_title,
    set_up_print,
    text_height,
)
from flows.outputs.splits import Portion, Split
from flows.outputs.width import text_width
from flows.outputs.workbook.figures import shown_decimals
from flows.outputs.workbook.question import Year

_FIGURE_WIDTH, _UNIT_WIDTH, _TOTAL_WIDTH, _LEAST_WIDTH = 24.0, 7.0, 13.0, 9.5
_PARTS_ON_A_PAGE = 14
_HEADING_ROW = 3


def write_split(sheet: Worksheet, year: Year, split: Split, title: str, note: str) -> None:
    """Fill the sheet with the figures that are split so. More columns than a page is wide go on the next."""
    figures = [figure for figure in year.figures if figure["figure"] in split.portions]
    widths = [_FIGURE_WIDTH, _UNIT_WIDTH, _TOTAL_WIDTH, *(_width(part, split, figures) for part in split.parts)]
    shown_width = sum(widths[: 3 + _PARTS_ON_A_PAGE])
    put_title(sheet, title, len(widths[: 3 + _PARTS_ON_A_PAGE]), shown_width)
    put_line(sheet, 2, note, len(widths[: 3 + _PARTS_ON_A_PAGE]), LEFT, shown_width)
    parts = [f"{part}月" for part in split.parts] if split.is_by_month else split.parts
    put_headings(sheet, _HEADING_ROW, ["指标", "单位", "合计", *parts], widths)
    for row, figure in enumerate(figures, start=_HEADING_ROW + 1):
        _write_row(sheet, row, figure, split)
    sheet.freeze_panes = f"D{_HEADING_ROW + 1}"
    set_up_print(sheet, "landscape", _HEADING_ROW, pages_wide=max(1, ceil(len(split.parts) / _PARTS_ON_A_PAGE)))
    sheet.print_title_cols = "A:C"


def _width(part: str, split: Split, figures: list[Row]) -> float:
    portions = [portion for figure in figures if (portion := split.of(figure, part))]
    texts = [portion.status if portion.value is None else _shown(portion) for portion in portions]
    return max(_LEAST_WIDTH, max(map(text_width, texts), default=0) + 2.0)


def _shown(portion: Portion) -> str:
    """As the cell shows it: a quotient as it is printed, anything else with all its digits."""
    return str(portion.printed if portion.is_quotient else portion.value)


def _write_row(sheet: Worksheet, row: int, figure: Row, split: Split) -> None:
    cells = [
        put(sheet, row, 1, figure["title"], TEXT, LEFT),
        put(sheet, row, 2, figure["unit"], TEXT, CENTRED),
        _put_total(sheet, row, figure),
        *(_put(sheet, row, at, split.of(figure, part)) for at, part in enumerate(split.parts, start=4)),
    ]
    for cell in cells:
        cell.border = GRID
    sheet.row_dimensions[row].height = text_height(figure["title"], _FIGURE_WIDTH)


def _put_total(sheet: Worksheet, row: int, figure: Row) -> Cell:
    if figure["value"] is None:
        return put(sheet, row, 3, figure["status"], TEXT, CENTRED)
    return put_number(sheet, row, 3, figure["value"], RIGHT, shown_decimals(figure))


def _put(sheet: Worksheet, row: int, column: int, portion: Portion | None) -> Cell:
    """A value with its digits, a state as a word, and nothing where nothing is to be said."""
    if portion is None:
        return put(sheet, row, column, "", TEXT, CENTRED)
    if portion.value is None:
        return put(sheet, row, column, portion.status, TEXT, CENTRED)
    return put_number(sheet, row, column, portion.value, RIGHT, len(_shown(portion).partition(".")[2]))
