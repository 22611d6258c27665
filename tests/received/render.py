"""One table in every format that is read: what the cells hold is the same, how it is stored is the format's own."""

from __future__ import annotations

import base64
import csv
import io
import quopri
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from xml.sax.saxutils import quoteattr

import xlwt
from openpyxl import Workbook

from tests.reading.packages import ods as ods_of
from tests.reading.packages import xlsb, xlsb_cell

Cell = str | int | float | Decimal | date | bool | None
SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
_EPOCH = date(1899, 12, 30)
_DAY_FORMAT = "yyyy-mm-dd"


@dataclass(frozen=True)
class Page:
    """A sheet: its rows from the first, and merges (first row, first column, last row, last column; from 0)."""

    rows: Sequence[Sequence[Cell]]
    name: str = "明细"
    merges: Sequence[tuple[int, int, int, int]] = ()
    is_hidden: bool = False

    @property
    def tops(self) -> dict[tuple[int, int], tuple[int, int, int, int]]:
        """The merges by their first cell."""
        return {(merge[0], merge[1]): merge for merge in self.merges}

    @property
    def covered(self) -> set[tuple[int, int]]:
        """The cells of merges other than the first of each."""
        cells = {
            (row, column)
            for first_row, first_column, last_row, last_column in self.merges
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
        }
        return cells - self.tops.keys()


def to_xlsx(*pages: Page) -> bytes:
    """OOXML as openpyxl writes it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        sheet = book.create_sheet(page.name)
        sheet.sheet_state = "hidden" if page.is_hidden else "visible"
        for row, cells in enumerate(page.rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    cell = sheet.cell(row, column, float(value) if isinstance(value, Decimal) else value)
                    if isinstance(value, str):
                        cell.data_type = "s"
        for first_row, first_column, last_row, last_column in page.merges:
            sheet.merge_cells(None, first_row + 1, first_column + 1, last_row + 1, last_column + 1)
    return _saved(book.save)


def to_xls(*pages: Page) -> bytes:
    """BIFF8 as xlwt writes it."""
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str=_DAY_FORMAT)
    for page in pages:
        sheet = book.add_sheet(page.name)
        sheet.visibility = int(page.is_hidden)
        tops = page.tops
        for row, cells in enumerate(page.rows):
            for column, value in enumerate(cells):
                style = day if isinstance(value, date) else xlwt.Style.default_style
                stored = float(value) if isinstance(value, Decimal) else value
                if (row, column) in tops:
                    first_row, first_column, last_row, last_column = tops[row, column]
                    sheet.write_merge(first_row, last_row, first_column, last_column, stored, style)
                elif value is not None:
                    sheet.write(row, column, stored, style)
    return _saved(book.save)


def to_xlsb(*pages: Page) -> bytes:
    """BIFF12, one sheet; a date is its serial number."""
    [page] = pages
    rows = {
        number: [xlsb_cell(at, _stored(value)) for at, value in enumerate(cells) if value is not None]
        for number, cells in enumerate(page.rows)
    }
    merges = [(merge[0], merge[2], merge[1], merge[3]) for merge in page.merges]
    return xlsb(rows, merges)


def _stored(value: Cell) -> str | float | bool:
    if isinstance(value, date):
        return float((value - _EPOCH).days)
    return float(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value or ""


def to_ods(*pages: Page) -> bytes:
    """OpenDocument; sheets are named t1, t2 …"""
    return ods_of(*("".join(map(str, _ods_rows(page))) for page in pages))


def _ods_rows(page: Page) -> list[str]:
    tops = page.tops
    rows = []
    for number, cells in enumerate(page.rows):
        texts = [
            "<table:covered-table-cell/>" if (number, at) in page.covered else _ods_cell(value, tops.get((number, at)))
            for at, value in enumerate(cells)
        ]
        rows.append(f"<table:table-row>{''.join(texts)}</table:table-row>")
    return rows


def _ods_cell(value: Cell, merge: tuple[int, int, int, int] | None) -> str:
    rows, columns = (merge[2] - merge[0] + 1, merge[3] - merge[1] + 1) if merge else (1, 1)
    span = f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"' if merge else ""
    match value:
        case None:
            return f"<table:table-cell{span}/>"
        case bool():
            kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
        case int() | float() | Decimal():
            kind = f'office:value-type="float" office:value="{value}"'
        case date():
            kind = f'office:value-type="date" office:date-value="{value}"'
        case _:
            kind = 'office:value-type="string"'
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell{span} {kind}>{paragraphs}</table:table-cell>"


def to_spreadsheetml(*pages: Page, encoding: str = "utf-8", claimed: str | None = None) -> bytes:
    """The XML of Excel 2003, in any charset and claiming any."""
    sheets = "".join(_spreadsheetml_sheet(page) for page in pages)
    head = f'<?xml version="1.0" encoding="{claimed or encoding}"?><?mso-application progid="Excel.Sheet"?>'
    return f'{head}<Workbook xmlns="{SPREADSHEETML}" xmlns:ss="{SPREADSHEETML}">{sheets}</Workbook>'.encode(encoding)


def _spreadsheetml_sheet(page: Page) -> str:
    tops = page.tops
    rows = []
    for number, cells in enumerate(page.rows):
        texts = []
        for at, value in enumerate(cells):
            if value is not None:
                merge = tops.get((number, at), (number, at, number, at))
                span = f'ss:MergeAcross="{merge[3] - at}" ss:MergeDown="{merge[2] - number}"'
                texts.append(f'<Cell ss:Index="{at + 1}" {span}>{_spreadsheetml_data(value)}</Cell>')
        rows.append(f"<Row>{''.join(texts)}</Row>")
    visible = "<x:Visible>SheetHidden</x:Visible>" if page.is_hidden else ""
    options = f'<x:WorksheetOptions xmlns:x="urn:schemas-microsoft-com:office:excel">{visible}</x:WorksheetOptions>'
    return f"<Worksheet ss:Name={quoteattr(page.name)}><Table>{''.join(rows)}</Table>{options}</Worksheet>"


def _spreadsheetml_data(value: Cell) -> str:
    match value:
        case bool():
            return f'<Data ss:Type="Boolean">{int(value)}</Data>'
        case int() | float() | Decimal():
            return f'<Data ss:Type="Number">{value}</Data>'
        case date():
            return f'<Data ss:Type="DateTime">{value}T00:00:00.000</Data>'
    return f'<Data ss:Type="String">{escape(str(value)).replace(chr(10), "&#10;")}</Data>'


def to_html(*pages: Page, encoding: str = "utf-8", claimed: str | None = None) -> bytes:
    """A web page with a table for every sheet, in any charset and claiming any."""
    return html_page(*pages, claimed=claimed or encoding).encode(encoding)


def html_page(*pages: Page, claimed: str) -> str:
    """The text of a web page with a table for every sheet."""
    tables = "".join(f"<table border=1>{''.join(_html_rows(page))}</table>" for page in pages)
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={claimed}"></head>{tables}</html>'


def _html_rows(page: Page) -> list[str]:
    tops = page.tops
    rows = []
    for number, cells in enumerate(page.rows):
        texts = []
        for at, value in enumerate(cells):
            if (number, at) in tops:
                merge = tops[number, at]
                span = f' rowspan="{merge[2] - number + 1}" colspan="{merge[3] - at + 1}"'
                texts.append(f"<td{span}>{_html_text(value)}</td>")
            elif (number, at) not in page.covered:
                texts.append(f"<td>{_html_text(value)}</td>")
        rows.append(f"<tr>{''.join(texts)}</tr>")
    return rows


def _html_text(value: Cell) -> str:
    return "" if value is None else escape(_text(value)).replace("\n", "<br>")


def to_mhtml(*pages: Page, encoding: str = "gb18030", transfer: str = "quoted-printable") -> bytes:
    """The single-file web page of Excel and WPS."""
    body = html_page(*pages, claimed="gb2312").encode(encoding)
    coded = base64.encodebytes(body) if transfer == "base64" else quopri.encodestring(body)
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_B"\r\n\r\n------=_B\r\n'
    part = f'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n'
    return head.encode() + part.encode() + coded + b"\r\n------=_B--\r\n"


def to_text(*pages: Page, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """CSV or TSV of one sheet."""
    [page] = pages
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    writer.writerows([["" if cell is None else _text(cell) for cell in row] for row in page.rows])
    return stream.getvalue().encode(encoding)


def _text(value: Cell) -> str:
    return ("TRUE" if value else "FALSE") if isinstance(value, bool) else str(value)


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def _text_in(encoding: str, separator: str) -> Callable[..., bytes]:
    return lambda *pages: to_text(*pages, encoding=encoding, separator=separator)


FORMATS: Mapping[str, Callable[..., bytes]] = {
    "xlsx": to_xlsx,
    "xls": to_xls,
    "xlsb": to_xlsb,
    "ods": to_ods,
    "spreadsheetml": to_spreadsheetml,
    "html": to_html,
    "html-gb18030": lambda *pages: to_html(*pages, encoding="gb18030", claimed="gb2312"),
    "mhtml": to_mhtml,
    "csv": _text_in("utf-8", ","),
    "csv-bom": _text_in("utf-8-sig", ","),
    "csv-gb18030": _text_in("gb18030", ","),
    "tsv-utf-16": _text_in("utf-16", "\t"),
}
"""Every format with the function that writes pages in it."""
