"""Small real exports of every contract, from dicts of contract columns."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from schemas import CONTRACTS

Record = Mapping[str, Any]
Cells = Sequence[Sequence[Any]]

# What a record has when a test does not care.
DEFAULTS: dict[str, dict[str, Any]] = {
    "cases": {"procedure": "简易程序", "decided_on": "2023-05-06", "outcome": "行政处罚"},
    "payments": {"case_no": "浙武交罚〔2023〕1号", "paid_on": "2023-06-01", "amount": "200.00"},
    "permits": {"item_kind": "行政许可", "applied_on": "2023-03-01", "accepted_on": "2023-03-01"},
    "inspections": {
        "task_kind": "即时检查",
        "object_name": "安达运输有限公司",
        "inspected_on": "2023-05-06",
        "terminal": "掌上",
    },
    "coercions": {"measure": "扣押财物", "decided_on": "2023-05-06"},
    "reviews": {"kind": "行政复议", "accepted_on": "2023-05-06"},
    "outreach": {"event_name": "宪法宣传周", "held_on": "2023-12-04", "participants": 10, "materials": 20},
    "complaints": {"received_on": "2023-05-06", "about": "政务服务"},
    "declared": {"value": 35, "unit": "人", "period": "2023年", "source": "执法证件台账", "declared_by": "甲某某"},
}


def heading(contract: str, column: str) -> str:
    """The first heading of a column."""
    return CONTRACTS[contract].columns[column].headings[0]


def table(contract: str, *records: Record, columns: Sequence[str] | None = None) -> list[list[Any]]:
    """Heading row and one row a record, with the columns that the records fill (or those given) and those needed.

    A record says only what matters; the rest is :data:`DEFAULTS`. Lists are joined with ``、``.
    """
    spec = CONTRACTS[contract]
    full = [{**DEFAULTS[contract], **record} for record in records] or [DEFAULTS[contract]]
    unknown = {name for record in full for name in record} - spec.columns.keys()
    assert not unknown, f"{contract} has no column {unknown}"
    needed = {column.name for column in spec.columns.values() if column.refuses_table}
    shown = list(columns or [name for name in spec.columns if name in needed or any(name in row for row in full)])
    rows = [[_cell(record.get(name)) for name in shown] for record in (full if records else [])]
    return [[heading(contract, name) for name in shown], *rows]


def _cell(value: Any) -> Any:
    match value:
        case list() | tuple():
            return "、".join(map(str, value))
        case date() | Decimal():
            return str(value)
    return value


def fill(sheet: Worksheet, rows: Cells, first_row: int = 1, first_column: int = 1) -> None:
    """Write cells; ``None`` leaves a cell out, text stays text."""
    for row_number, row in enumerate(rows, first_row):
        for column_number, value in enumerate(row, first_column):
            if value is not None:
                cell = sheet.cell(row_number, column_number, value)
                if isinstance(value, str):
                    cell.data_type = "s"


def workbook(
    sheets: Mapping[str, Cells], merges: Sequence[str] = (), first_row: int = 1, first_column: int = 1
) -> bytes:
    """An xlsx of these sheets; ``merges`` (``A1:C1``) apply to the first of them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        fill(book.create_sheet(name), rows, first_row, first_column)
    for merge in merges:
        book.worksheets[0].merge_cells(merge)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def xlsx(contract: str, *records: Record, columns: Sequence[str] | None = None, title: str | None = None) -> bytes:
    """An export of one contract as xlsx, with a title row above the heading when there is a title."""
    rows = table(contract, *records, columns=columns)
    return workbook({"明细": [[title], *rows] if title else rows})


def csv_file(contract: str, *records: Record, columns: Sequence[str] | None = None) -> bytes:
    """An export of one contract as CSV."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(table(contract, *records, columns=columns))
    return text.getvalue().encode("utf-8")


def cases(numbers: range, **facts: Any) -> list[dict[str, Any]]:
    """Cases of a running number: 浙武交罚〔2023〕1号 …"""
    return [{"case_no": f"浙武交罚〔2023〕{number}号", **facts} for number in numbers]


def put(path: Path, content: bytes) -> Path:
    """Write a file and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
