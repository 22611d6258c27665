"""A workbook as bytes that depend on its content alone: no clock in the document, none in the zip directory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from flows.outputs.fixed_package import with_fixed_times

_END_OF_ROWS = b"</sheetData>"


@dataclass(frozen=True)
class _Written:
    """The rows of a sheet as they stand in its file, and the cells that the sheet has with them."""

    rows: bytes
    extent: str


def add_written_rows(sheet: Worksheet, rows: Iterable[str], extent: str) -> None:
    """Rows as they stand in the file, to follow those that have cells, in any number.

    Args:
        extent: the cells that the sheet then has: A1:H30003.
    """
    sheet.written = _Written("".join(rows).encode(), extent)  # type: ignore[attr-defined]


def workbook_bytes(workbook: Workbook, made_at: datetime) -> bytes:
    """The workbook as a file, with ``made_at`` for the times of the document."""
    workbook.properties.creator = "enfstat"
    workbook.properties.created = workbook.properties.modified = made_at
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        # Workbook.save would put the clock into the properties.
        ExcelWriter(workbook, archive).write_data()
    more = {sheet.path.removeprefix("/"): sheet for sheet in workbook.worksheets if hasattr(sheet, "written")}
    return with_fixed_times(written, lambda part, content: _with_rows(content, more[part]) if part in more else content)


def _with_rows(content: bytes, sheet: Worksheet) -> bytes:
    """A sheet's part with the rows that were written for it."""
    written: _Written = sheet.written  # type: ignore[attr-defined]
    extent = content.replace(f'ref="{sheet.dimensions}"'.encode(), f'ref="{written.extent}"'.encode(), 1)
    return extent.replace(_END_OF_ROWS, written.rows + _END_OF_ROWS, 1)
