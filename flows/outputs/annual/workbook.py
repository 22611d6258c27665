"""The statutory annual tables as a workbook to print and to hand in: a sheet a table, and 情况说明."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from itertools import groupby, product
from math import ceil
from pathlib import Path
from typing import Literal
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from flows.errors import EnfstatError
from flows.outputs.annual.notes import missing_notes, notes
from flows.outputs.annual.question import PARTIAL, Annual, Cell, Form, Table
from flows.outputs.fixed_workbook import workbook_bytes
from flows.store.files import write_whole

_FONT = "宋体"
_TITLE, _HEADING, _TEXT = Font(_FONT, 16, bold=True), Font(_FONT, 10, bold=True), Font(_FONT, 10)
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center")

# Widths are in characters of the default font, heights in points. A Chinese character is as wide as two.
_PAGE_WIDTH = 140  # A4 landscape inside its margins
_LEAST_WIDTH, _MOST_WIDTH = 5.5, 18.0
_ORGAN_WIDTH = 14.0
_NOTES_WIDTH = 78.0  # A4 upright, also where a wider font stands in for the default one
_LINE_HEIGHT = 14.0
_A4 = 9
_EXACT_DIGITS = 15  # of a number, in any spreadsheet; beyond that only text keeps them
_NO_ORGAN = "本机关"
_FIRST_HEADING_ROW = 3  # below the title and the period


@dataclass(frozen=True)
class _Heading:
    """A heading over some columns of the grid and some rows of it, counted from 0."""

    text: str
    first_column: int
    last_column: int
    first_row: int
    last_row: int


class NotAWorkbook(EnfstatError):
    """The file to be written is not named as a workbook."""


def write_annual_workbook(annual: Annual, organ: str, path: Path) -> None:
    """Write the workbook; a file of that name is replaced as a whole.

    Raises:
        NotAWorkbook: the name does not end in .xlsx.
    """
    if path.suffix.lower() != ".xlsx":
        raise NotAWorkbook(f"“{path}”应以 .xlsx 结尾")
    write_whole(path, annual_workbook(annual, organ))


def annual_workbook(annual: Annual, organ: str) -> bytes:
    """The workbook of one year. The same tables give the same bytes.

    Args:
        organ: the name of the bureau; the tables say 本机关 where it is blank.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in annual.tables:
        _write_table(workbook.create_sheet(table.name), table, annual, organ or _NO_ORGAN)
    _write_notes(workbook.create_sheet("情况说明"), annual, organ or _NO_ORGAN)
    return workbook_bytes(workbook, datetime.combine(annual.as_of, time()))


def _write_table(sheet: Worksheet, table: Table, annual: Annual, organ: str) -> None:
    headings = list(_headings(table))
    depth = 1 + max(heading.last_row for heading in headings)
    last_column = len(table.cells) + 1
    widths = _widths(table, annual.form)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _write_title(sheet, f"{organ}{annual.year}年度{table.title}", last_column, sum(widths))
    _write_line(sheet, 2, _period(annual, table), last_column, _RIGHT)
    _write_headings(sheet, headings, widths, depth)
    row = _FIRST_HEADING_ROW + depth
    _write_values(sheet, table, annual.form, organ, row)
    below = [*missing_notes(table), "单位负责人:          审核人:          填表人:          填报日期:"]
    for number, text in enumerate(below, start=row + 1):
        _write_line(sheet, number, text, last_column, _LEFT, sum(widths))
    _set_up_print(sheet, "landscape")


def _period(annual: Annual, table: Table) -> str:
    units = "、".join(dict.fromkeys(cell.unit for cell in table.cells))
    return f"统计期间:{annual.year}年1月1日至12月31日    单位:{units}"


def _headings(table: Table) -> Iterator[_Heading]:
    """The headings of the grid: shared ones over the columns that they hold together, the others down to the values."""
    depth = 1 + max(len(cell.under) for cell in table.cells)
    yield _Heading("单位名称", 0, 0, 0, depth - 1)
    for level in range(depth - 1):
        first = 1
        for path, group in groupby(cell.under[: level + 1] for cell in table.cells):
            last = first + len(list(group)) - 1
            if len(path) > level:
                yield _Heading(path[level], first, last, level, level)
            first = last + 1
    for number, cell in enumerate(table.cells, start=1):
        yield _Heading(_column_heading(cell), number, number, len(cell.under), depth - 1)


def _column_heading(cell: Cell) -> str:
    """The title; an amount whose title does not tell its unit gets it."""
    return f"{cell.column}\n({cell.unit})" if cell.is_sum and cell.unit not in cell.column else cell.column


def _widths(table: Table, form: Form) -> list[float]:
    """As wide as the page has room for, and never narrower than what stands in it."""
    room = (_PAGE_WIDTH - _ORGAN_WIDTH) / len(table.cells)
    even = min(max(room, _LEAST_WIDTH), _MOST_WIDTH)
    needed = (max(_text_width(_shown(cell, form)) + 2, _whole_title_width(cell)) for cell in table.cells)
    return [_ORGAN_WIDTH, *(float(max(even, width)) for width in needed)]


def _whole_title_width(cell: Cell) -> int:
    """A short title that ends in its unit is not broken: the bracket would stand alone."""
    width = _text_width(cell.column) + 2
    return width if cell.column.endswith(")") and width <= _MOST_WIDTH else 0


def _write_title(sheet: Worksheet, text: str, last_column: int, width: float) -> None:
    _put(sheet, 1, 1, text, _TITLE, _CENTRED)
    _merge(sheet, 1, 1, 1, last_column)
    sheet.row_dimensions[1].height = 30.0 * ceil(_text_width(text) * 1.7 / width)


def _write_line(
    sheet: Worksheet, row: int, text: str, last_column: int, alignment: Alignment, width: float | None = None
) -> None:
    _put(sheet, row, 1, text, _TEXT, alignment)
    _merge(sheet, row, row, 1, last_column)
    sheet.row_dimensions[row].height = _height(text, width) if width else 20.0


def _write_headings(sheet: Worksheet, headings: list[_Heading], widths: list[float], depth: int) -> None:
    heights = [20.0] * depth
    for heading in headings:
        first_row, first_column = _FIRST_HEADING_ROW + heading.first_row, heading.first_column + 1
        last_row, last_column = _FIRST_HEADING_ROW + heading.last_row, heading.last_column + 1
        for row, column in product(range(first_row, last_row + 1), range(first_column, last_column + 1)):
            sheet.cell(row, column).border = _GRID
        _put(sheet, first_row, first_column, heading.text, _HEADING, _CENTRED)
        _merge(sheet, first_row, last_row, first_column, last_column)
        width = sum(widths[heading.first_column : heading.last_column + 1])
        above = sum(heights[heading.first_row : heading.last_row])
        heights[heading.last_row] = max(heights[heading.last_row], _height(heading.text, width) - above)
    for number, height in enumerate(heights):
        sheet.row_dimensions[_FIRST_HEADING_ROW + number].height = height


def _write_values(sheet: Worksheet, table: Table, form: Form, organ: str, row: int) -> None:
    _put(sheet, row, 1, organ, _TEXT, _CENTRED).border = _GRID
    for column, cell in enumerate(table.cells, start=2):
        _put_value(sheet, row, column, cell, form).border = _GRID
    sheet.row_dimensions[row].height = max(36.0, _height(organ, _ORGAN_WIDTH))


def _put_value(sheet: Worksheet, row: int, column: int, cell: Cell, form: Form) -> ExcelCell:
    """A number with exactly its digits and marked where months are missing; a state as text."""
    printed = cell.printed(form)
    if cell.value is None or len(Decimal(printed).as_tuple().digits) > _EXACT_DIGITS:
        return _put(sheet, row, column, _shown(cell, form), _TEXT, _CENTRED)
    placed = _put(sheet, row, column, printed, _TEXT, _CENTRED)
    # The digits themselves go into the file: a float written by the library may show more of them.
    placed.data_type = "n"
    decimals = printed.partition(".")[2]
    form_of_number = f"0.{'0' * len(decimals)}" if decimals else "0"
    placed.number_format = f'{form_of_number}"*"' if cell.status == PARTIAL else form_of_number
    return placed


def _shown(cell: Cell, form: Form) -> str:
    return cell.printed(form) + ("*" if cell.status == PARTIAL else "")


def _write_notes(sheet: Worksheet, annual: Annual, organ: str) -> None:
    sheet.column_dimensions["A"].width = _NOTES_WIDTH
    _write_title(sheet, f"{organ}{annual.year}年度行政执法统计年报情况说明", 1, _NOTES_WIDTH)
    row = 2
    for heading, paragraphs in notes(annual):
        _put(sheet, row, 1, heading, _HEADING, _LEFT)
        sheet.row_dimensions[row].height = 24.0
        for number, text in enumerate(paragraphs, start=1):
            _put(sheet, row + number, 1, f"{number}. {text}", _TEXT, _LEFT)
            sheet.row_dimensions[row + number].height = _height(f"{number}. {text}", _NOTES_WIDTH)
        row += len(paragraphs) + 1
    _set_up_print(sheet, "portrait")


def _put(sheet: Worksheet, row: int, column: int, text: str, font: Font, alignment: Alignment) -> ExcelCell:
    """A text that stays one, whatever it begins with."""
    cell: ExcelCell = sheet[f"{get_column_letter(column)}{row}"]
    cell.value, cell.data_type = text, "s"
    cell.font, cell.alignment = font, alignment
    return cell


def _merge(sheet: Worksheet, first_row: int, last_row: int, first_column: int, last_column: int) -> None:
    if (first_row, first_column) != (last_row, last_column):
        first, last = get_column_letter(first_column), get_column_letter(last_column)
        sheet.merge_cells(f"{first}{first_row}:{last}{last_row}")


def _set_up_print(sheet: Worksheet, orientation: Literal["landscape", "portrait"]) -> None:
    """A4, as many pages high as need be and one wide."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    sheet.print_options.horizontalCentered = True
    footer = HeaderFooterItem()
    footer.center.text = "第 &P 页 共 &N 页"
    sheet.oddFooter = footer


def _height(text: str, width: float) -> float:
    """What a text needs in a cell of a width, with room for lines that break early."""
    per_line = max(int((width - 1) // 2) * 2, 2)
    lines = sum(ceil(_text_width(line) / per_line) for line in text.split("\n"))
    return max(20.0, 6 + _LINE_HEIGHT * lines)


def _text_width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)
