"""Sheets as bytes: xlsx, xls, ods, CSV and TSV in the encodings that arrive."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import xlwt
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from .spelling import NumberCell, RawCell, SerialDay
from .tables import Sheet

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")


def to_xlsx(sheets: Sequence[Sheet], base_1904: bool = False) -> bytes:
    """An OOXML workbook."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    if base_1904:
        book.epoch = CALENDAR_MAC_1904
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.is_hidden else "visible"
        for row, cells in enumerate(sheet.grid, start=1):
            for column, cell in enumerate(cells, start=1):
                if cell is not None and cell != "":
                    page.cell(row, column, _plain_value(cell))
        for first_row, first_column, last_row, last_column in sheet.merges:
            page.merge_cells(
                start_row=first_row + 1, start_column=first_column + 1, end_row=last_row + 1, end_column=last_column + 1
            )
    return _saved(book.save)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def _plain_value(cell: RawCell) -> str | bool | int | float | date | datetime:
    """What a spreadsheet library takes."""
    match cell:
        case NumberCell(value):
            return value
        case SerialDay(as_text=True):
            return str(cell.serial)
        case SerialDay():
            return cell.serial
        case None:
            return ""
        case _:
            return cell


def to_xls(sheets: Sequence[Sheet]) -> bytes:
    """A BIFF workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        if sheet.is_hidden:
            page.visibility = 1
        tops = {(merge[0], merge[1]): merge for merge in sheet.merges}
        for row, cells in enumerate(sheet.grid):
            for column, cell in enumerate(cells):
                _write_xls_cell(page, row, column, cell, tops)
    return _saved(book.save)


def _write_xls_cell(
    page: xlwt.Worksheet, row: int, column: int, cell: RawCell, tops: dict[tuple[int, int], tuple[int, int, int, int]]
) -> None:
    if cell is None or cell == "":
        return
    value = _plain_value(cell)
    style = xlwt.Style.default_style
    if isinstance(value, date):
        style = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss" if isinstance(value, datetime) else "yyyy-mm-dd")
    if (row, column) in tops:
        first_row, first_column, last_row, last_column = tops[row, column]
        page.write_merge(first_row, last_row, first_column, last_column, value, style)
    else:
        page.write(row, column, value, style)


ODS_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def to_ods(sheets: Sequence[Sheet]) -> bytes:
    """An OpenDocument spreadsheet."""
    tables = "".join(_ods_table(sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODS_NAMESPACES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        package.writestr("content.xml", content)
    return stream.getvalue()


def _ods_table(sheet: Sheet) -> str:
    tops = {(merge[0], merge[1]): merge for merge in sheet.merges}
    covered = {
        (row, column)
        for first_row, first_column, last_row, last_column in sheet.merges
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
    } - set(tops)
    width = max((len(row) for row in sheet.grid), default=1)
    rows = []
    for number, cells in enumerate(sheet.grid):
        padded = [*cells, *[None] * (width - len(cells))]
        texts = [
            "<table:covered-table-cell/>" if (number, place) in covered else _ods_cell(cell, tops.get((number, place)))
            for place, cell in enumerate(padded)
        ]
        rows.append(f"<table:table-row>{''.join(texts)}</table:table-row>")
    return f"<table:table table:name={quoteattr(sheet.name)}>{''.join(rows)}</table:table>"


def _ods_cell(cell: RawCell, merge: tuple[int, int, int, int] | None) -> str:
    span = ""
    if merge:
        rows, columns = merge[2] - merge[0] + 1, merge[3] - merge[1] + 1
        span = f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
    return f"<table:table-cell{span}{_ods_value(_plain_value(cell))}</table:table-cell>"


def _ods_value(value: str | bool | int | float | date | datetime) -> str:
    """The attributes of a cell, the end of its tag, and the text shown."""
    if isinstance(value, bool):
        return f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"><text:p>{value}</text:p>'
    if isinstance(value, int | float):
        return f' office:value-type="float" office:value="{value!r}"><text:p>{value}</text:p>'
    if isinstance(value, date):
        return f' office:value-type="date" office:date-value="{value.isoformat()}"><text:p>{value}</text:p>'
    paragraphs = "".join(f"<text:p>{escape(part)}</text:p>" for part in value.split("\n"))
    return f' office:value-type="string">{paragraphs}' if value else ">"


def to_csv(sheet: Sheet, encoding: str, delimiter: str, rng: random.Random) -> bytes:
    """Delimited text; blank rows as empty lines or as rows of empty cells."""
    width = max((len(row) for row in sheet.grid), default=1)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=rng.choice(("\r\n", "\n")))
    for row in sheet.grid:
        texts = [csv_text(cell) for cell in row]
        writer.writerow(texts + [""] * (width - len(texts)))
    return stream.getvalue().encode(encoding)


def csv_text(cell: RawCell) -> str:
    """The cell as Excel writes it into a CSV: numbers as shown, long ones in scientific notation."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case NumberCell(value):
            return _shown_number(value)
        case SerialDay():
            return str(cell.serial)
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return cell.isoformat()
        case _:
            return cell


def _shown_number(value: float | int) -> str:
    if abs(value) >= 10**15:
        return f"{value:.5E}"
    return f"{Decimal(f'{value:.15g}'):f}"
