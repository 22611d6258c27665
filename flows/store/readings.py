"""The summary of a file that was read: light to load, so that a night with nothing new needs no data library."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

READING_FILE = "reading.json"
FINDINGS = "findings"
FINDINGS_FILE = f"{FINDINGS}.parquet"
ORIGINS_FILE = "origins.parquet"
AMENDMENTS = "amendments"
AMENDMENTS_FILE = f"{AMENDMENTS}.parquet"


@dataclass(frozen=True)
class ColumnRead:
    """Where a contract column stands in a sheet: its letters in Excel and its heading as written."""

    column: str
    letters: str
    heading: str


@dataclass(frozen=True)
class TableRead:
    """One table of a file: where it stands, what it is, and how its rows were accounted for."""

    sheet: str
    is_hidden: bool
    contract: str
    heading_row: int
    read: int
    accepted: int
    rejected: int
    skipped: int
    unknown_headings: list[str]
    columns: list[ColumnRead]
    hidden_rows: int = 0  # of the rows read
    hidden_columns: list[str] = field(default_factory=list)  # headings as written
    doubled_headings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """What came of reading one file's bytes: its tables, or why it is refused.

    ``is_returned``: it is a correction workbook, which knows where its rows came from.
    """

    sha256: str
    refusal_rule: str | None = None
    refusal: str | None = None
    tables: list[TableRead] = field(default_factory=list)
    skipped_sheets: list[str] = field(default_factory=list)
    stated_months: list[str] = field(default_factory=list)
    is_final: bool = True
    is_returned: bool = False

    @property
    def is_accepted(self) -> bool:
        """Whether the file counts."""
        return self.refusal is None

    @property
    def contract(self) -> str:
        """The contracts of the file, joined with ``+``, in the order of their sheets."""
        return "+".join(dict.fromkeys(table.contract for table in self.tables))


def load_reading(path: Path) -> Reading:
    """Load the summary that lies beside a shard's Parquet files."""
    facts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    tables = [
        TableRead(**(table | {"columns": [ColumnRead(**column) for column in table["columns"]]}))
        for table in facts.pop("tables")
    ]
    return Reading(**facts, tables=tables)
