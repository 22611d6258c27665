"""A workbook as bytes that depend on its content alone: no clock in the document, none in the zip directory."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip directory can hold


def workbook_bytes(workbook: Workbook, made_at: datetime) -> bytes:
    """The workbook as a file, with ``made_at`` for the times of the document."""
    workbook.properties.creator = "enfstat"
    workbook.properties.created = workbook.properties.modified = made_at
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        # Workbook.save would put the clock into the properties.
        ExcelWriter(workbook, archive).write_data()
    return _with_fixed_times(written)


def _with_fixed_times(written: BytesIO) -> bytes:
    fixed = BytesIO()
    with ZipFile(written) as source, ZipFile(fixed, "w") as target:
        for entry in source.infolist():
            member = ZipInfo(entry.filename, _ZIP_TIME)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            target.writestr(member, source.read(entry))
    return fixed.getvalue()
