"""The statutory annual tables as a workbook to print and to hand in: a sheet a table, and 情况说明."""

from __future__ import annotations

from datetime import datetime, time
from itertools import product
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.annual.headings import NO_ORGAN, Heading, headings_of
from flows.outputs.annual.notes import missing_notes, notes
from flows.outputs.annual.question import PARTIAL, Annual, Cell, Form, Table
from flows.outputs.fixed_workbook import workbook_bytes
from flows.outputs.sheets import (
    CENTRED,
    GRID,
    HEADING,
    LANDSCAPE_WIDTH,
    LEFT,
    RIGHT,
    TEXT,
    merge,
    put,
    put_line,
    put_number,
    put_title,
    require_workbook_name,
    set_up_print,
    text_height,
)
from flows.outputs.width import text_width
from flows.store.files import write_whole

# In characters of the default font.
_LEAST_WIDTH, _MOST_WIDTH = 5.5, 18.0
_ORGAN_WIDTH = 14.0
_NOTES_WIDTH = 78.0  # A4 upright, also where a wider font stands in for the default one
_FIRST_HEADING_ROW = 3  # below the title and the period


def write_annual_workbook(annual: Annual, organ: str, path: Path) -> None:
    """Write the workbook; a file of that name is replaced as a whole.

    Raises:
        NotAWorkbook: the name does not end in .xlsx.
    """
    require_workbook_name(path)
    write_whole(path, annual_workbook(annual, organ))


def annual_workbook(annual: Annual, organ: str) -> bytes:
    """The workbook of one year. The same tables give the same bytes.

    Args:
        organ: the name of the bureau; the tables say 本机关 where it is blank.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    add_annual_sheets(workbook, annual, organ)
    return workbook_bytes(workbook, datetime.combine(annual.as_of, time()))


def add_annual_sheets(workbook: Workbook, annual: Annual, organ: str) -> None:
    """Add a sheet for each table, and 情况说明."""
    for table in annual.tables:
        _write_table(workbook.create_sheet(table.name), table, annual, organ or NO_ORGAN)
    _write_notes(workbook.create_sheet("情况说明"), annual, organ or NO_ORGAN)


def _write_table(sheet: Worksheet, table: Table, annual: Annual, organ: str) -> None:
    headings = list(headings_of(table))
    depth = 1 + max(heading.last_row for heading in headings)
    last_column = len(table.cells) + 1
    widths = _widths(table, annual.form)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    put_title(sheet, f"{organ}{annual.year}年度{table.title}", last_column, sum(widths))
    put_line(sheet, 2, _period(annual, table), last_column, RIGHT)
    _write_headings(sheet, headings, widths, depth)
    row = _FIRST_HEADING_ROW + depth
    _write_values(sheet, table, annual.form, organ, row)
    below = [*missing_notes(table), "单位负责人:          审核人:          填表人:          填报日期:"]
    for number, text in enumerate(below, start=row + 1):
        put_line(sheet, number, text, last_column, LEFT, sum(widths))
    set_up_print(sheet, "landscape")


def _period(annual: Annual, table: Table) -> str:
    units = "、".join(dict.fromkeys(cell.unit for cell in table.cells))
    return f"统计期间:{annual.year}年1月1日至12月31日    单位:{units}"


def _widths(table: Table, form: Form) -> list[float]:
    """As wide as the page has room for, and never narrower than what stands in it."""
    room = (LANDSCAPE_WIDTH - _ORGAN_WIDTH) / len(table.cells)
    even = min(max(room, _LEAST_WIDTH), _MOST_WIDTH)
    needed = (max(text_width(_shown(cell, form)) + 2, _whole_title_width(cell)) for cell in table.cells)
    return [_ORGAN_WIDTH, *(float(max(even, width)) for width in needed)]


def _whole_title_width(cell: Cell) -> int:
    """A short title that ends in its unit is not broken: the bracket would stand alone."""
    width = text_width(cell.column) + 2
    return width if cell.column.endswith(")") and width <= _MOST_WIDTH else 0


def _write_headings(sheet: Worksheet, headings: list[Heading], widths: list[float], depth: int) -> None:
    heights = [20.0] * depth
    for heading in headings:
        first_row, first_column = _FIRST_HEADING_ROW + heading.first_row, heading.first_column + 1
        last_row, last_column = _FIRST_HEADING_ROW + heading.last_row, heading.last_column + 1
        for row, column in product(range(first_row, last_row + 1), range(first_column, last_column + 1)):
            sheet.cell(row, column).border = GRID
        put(sheet, first_row, first_column, heading.text, HEADING, CENTRED)
        merge(sheet, first_row, last_row, first_column, last_column)
        width = sum(widths[heading.first_column : heading.last_column + 1])
        above = sum(heights[heading.first_row : heading.last_row])
        heights[heading.last_row] = max(heights[heading.last_row], text_height(heading.text, width) - above)
    for number, height in enumerate(heights):
        sheet.row_dimensions[_FIRST_HEADING_ROW + number].height = height


def _write_values(sheet: Worksheet, table: Table, form: Form, organ: str, row: int) -> None:
    put(sheet, row, 1, organ, TEXT, CENTRED).border = GRID
    for column, cell in enumerate(table.cells, start=2):
        _put_value(sheet, row, column, cell, form).border = GRID
    sheet.row_dimensions[row].height = max(36.0, text_height(organ, _ORGAN_WIDTH))


def _put_value(sheet: Worksheet, row: int, column: int, cell: Cell, form: Form) -> ExcelCell:
    """A number with exactly its digits and marked where months are missing; a state as text."""
    if cell.value is None:
        return put(sheet, row, column, cell.status, TEXT, CENTRED)
    return put_number(sheet, row, column, cell.printed(form), CENTRED, mark="*" if cell.status == PARTIAL else "")


def _shown(cell: Cell, form: Form) -> str:
    return cell.printed(form) + ("*" if cell.status == PARTIAL else "")


def _write_notes(sheet: Worksheet, annual: Annual, organ: str) -> None:
    sheet.column_dimensions["A"].width = _NOTES_WIDTH
    put_title(sheet, f"{organ}{annual.year}年度行政执法统计年报情况说明", 1, _NOTES_WIDTH)
    row = 2
    for heading, paragraphs in notes(annual):
        put(sheet, row, 1, heading, HEADING, LEFT)
        sheet.row_dimensions[row].height = 24.0
        for number, text in enumerate(paragraphs, start=1):
            put(sheet, row + number, 1, f"{number}. {text}", TEXT, LEFT)
            sheet.row_dimensions[row + number].height = text_height(f"{number}. {text}", _NOTES_WIDTH)
        row += len(paragraphs) + 1
    set_up_print(sheet, "portrait")
