"""What the sheets of every workbook share: fonts, cells that keep text and digits, heights, links, print set-up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Literal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from flows.errors import EnfstatError
from flows.outputs.width import text_width

_FONT = "宋体"
TITLE, HEADING, TEXT = Font(_FONT, 16, bold=True), Font(_FONT, 10, bold=True), Font(_FONT, 10)
LINK = Font(_FONT, 10, color="0563C1", underline="single")
SHADED = PatternFill("solid", "DDEBF7")
_THIN = Side(style="thin")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")

# Widths are in characters of the default font, heights in points. A Chinese character is as wide as two.
LANDSCAPE_WIDTH, PORTRAIT_WIDTH = 140.0, 92.0  # A4 inside its margins
_LINE_HEIGHT = 14.0
_TALLEST_ROW = 409.0
_A4 = 9
EXACT_DIGITS = 15  # of a number, in any spreadsheet; beyond that only text keeps them
NOT_IN_XML = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
LONGEST_TEXT = 32_767  # of a cell, in any spreadsheet
_NAME_LENGTH = 31  # of a sheet, in Excel
RESERVED_NAME = "history"  # of a sheet: Excel's own
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


class NotAWorkbook(EnfstatError):
    """The file to be written is not named as a workbook."""


def require_workbook_name(path: Path) -> None:
    """Raises NotAWorkbook unless the name ends in .xlsx."""
    if path.suffix.lower() != ".xlsx":
        raise NotAWorkbook(f"“{path}”应以 .xlsx 结尾")


def put(sheet: Worksheet, row: int, column: int, text: str, font: Font, alignment: Alignment) -> Cell:
    """A text that stays one, whatever it begins with."""
    cell: Cell = sheet[f"{get_column_letter(column)}{row}"]
    cell.value, cell.data_type = fit_for_cell(text), "s"
    cell.font, cell.alignment = font, alignment
    return cell


def fit_for_cell(text: str) -> str:
    """The text without what XML cannot hold, cut where a cell ends."""
    return re.sub(NOT_IN_XML, " ", text)[:LONGEST_TEXT]


def put_number(
    sheet: Worksheet,
    row: int,
    column: int,
    digits: str,
    alignment: Alignment,
    decimals: int | None = None,
    mark: str = "",
) -> Cell:
    """A number with exactly its digits; as text where it has more than a number keeps.

    Args:
        digits: the number as decimal text.
        decimals: how many to show, where not as many as there are; the cell holds them all.
        mark: shown behind the number.
    """
    if not holds_exactly(digits):
        return put(sheet, row, column, digits + mark, TEXT, alignment)
    cell = put(sheet, row, column, digits, TEXT, alignment)
    # The digits themselves go into the file: a float written by the library may show more of them.
    cell.data_type = "n"
    shown = len(digits.partition(".")[2]) if decimals is None else decimals
    number_format = f"0.{'0' * shown}" if shown else "0"
    cell.number_format = f'{number_format}"{mark}"' if mark else number_format
    return cell


def holds_exactly(digits: str) -> bool:
    """Whether a number keeps all the digits of a decimal text."""
    return len(Decimal(digits).as_tuple().digits) <= EXACT_DIGITS


def link(cell: Cell, sheet_name: str, place: str) -> None:
    """Make a cell lead to a place in the same workbook."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(sheet_name)}!{place}")
    cell.font = LINK


def put_title(sheet: Worksheet, text: str, last_column: int, width: float) -> None:
    """The title over all columns, in the first row."""
    put(sheet, 1, 1, text, TITLE, CENTRED)
    merge(sheet, 1, 1, 1, last_column)
    sheet.row_dimensions[1].height = 30.0 * ceil(text_width(text) * 1.7 / width)


def put_line(
    sheet: Worksheet, row: int, text: str, last_column: int, alignment: Alignment, width: float | None = None
) -> None:
    """A line of text over all columns; with a width, as high as the text needs in it."""
    put(sheet, row, 1, text, TEXT, alignment)
    merge(sheet, row, row, 1, last_column)
    sheet.row_dimensions[row].height = text_height(text, width) if width else 20.0


def put_headings(sheet: Worksheet, row: int, titles: Sequence[str], widths: Sequence[float]) -> None:
    """A row of headings over columns of these widths."""
    for column, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        cell = put(sheet, row, column, title, HEADING, CENTRED)
        cell.border, cell.fill = GRID, SHADED
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[row].height = max(text_height(*pair) for pair in zip(titles, widths, strict=True))


def merge(sheet: Worksheet, first_row: int, last_row: int, first_column: int, last_column: int) -> None:
    """Merge the cells, unless it is one."""
    if (first_row, first_column) != (last_row, last_column):
        first, last = get_column_letter(first_column), get_column_letter(last_column)
        sheet.merge_cells(f"{first}{first_row}:{last}{last_row}")


def set_up_print(
    sheet: Worksheet, orientation: Literal["landscape", "portrait"], repeated_rows: int = 0, pages_wide: int = 1
) -> None:
    """A4, as many pages high as need be; the first rows stand again on every page."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    sheet.print_options.horizontalCentered = True
    if repeated_rows:
        sheet.print_title_rows = f"1:{repeated_rows}"
    footer = HeaderFooterItem()
    footer.center.text = "第 &P 页 共 &N 页"
    sheet.oddFooter = footer


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel takes, unlike any that is taken whatever the case; it is taken from now on."""
    wanted = _NOT_IN_SHEET_NAME.sub("_", wanted).strip()
    name, number = _cut(wanted, _NAME_LENGTH), 1
    while name.casefold() in taken:
        number += 1
        name = f"{_cut(wanted, _NAME_LENGTH - len(str(number)) - 2)}({number})"
    taken.add(name.casefold())
    return name


def _cut(text: str, length: int) -> str:
    """The beginning of a text, as long as Excel counts: in units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", errors="ignore").rstrip()


def text_height(text: str, width: float) -> float:
    """What a text needs in a cell of a width, with room for lines that break early."""
    per_line = max(int((width - 1) // 2) * 2, 2)
    lines = sum(ceil(text_width(line) / per_line) for line in text.split("\n"))
    return min(max(20.0, 6 + _LINE_HEIGHT * lines), _TALLEST_ROW)
