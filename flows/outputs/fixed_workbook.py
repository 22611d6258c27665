"""A workbook as bytes that depend on its content alone: no clock in the document, none in the zip directory."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from flows.outputs.fixed_package import with_fixed_times


def workbook_bytes(workbook: Workbook, made_at: datetime) -> bytes:
    """The workbook as a file, with ``made_at`` for the times of the document."""
    workbook.properties.creator = "enfstat"
    workbook.properties.created = workbook.properties.modified = made_at
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        # Workbook.save would put the clock into the properties.
        ExcelWriter(workbook, archive).write_data()
    return with_fixed_times(written)
