"""What goes back to whom: the open rejections with the rows as they were sent, the warnings, the refused files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import PurePosixPath

import duckdb

from flows import published
from flows.outputs.asked import Row
from flows.outputs.correction.originals import Cells, Original, originals
from flows.passwords import NO_PASSWORDS, Candidates
from flows.store.layout import Warehouse

_CELL = re.compile(r"([A-Z]+)([0-9]+)")
_BASE = ord("A") - 1


@dataclass(frozen=True)
class ReturnedSheet:
    """The rejected rows of one sheet of one file.

    ``findings``: Excel row → what is wrong in it, as rows of ``rejections``.
    """

    file: str
    file_sha256: str
    name: str
    table: Original
    findings: dict[int, list[Row]]


@dataclass(frozen=True)
class Returns:
    """Everything that a correction workbook says.

    Attributes:
        as_of: the day of the published build.
        export_on: the day that the workbook must bear so that a corrected row follows the export it came from.
        refused: path and reason of the files that lie refused in the drop folder.
        received: names of the files that ever arrived; one of that name more would replace what it brought.
    """

    as_of: date
    export_on: date
    sheets: Sequence[ReturnedSheet]
    warnings: Sequence[Row]
    refused: Sequence[Row]
    received: frozenset[str] = frozenset()


def ask_returns(
    connection: duckdb.DuckDBPyConnection, warehouse: Warehouse, passwords: Mapping[str, Candidates] = NO_PASSWORDS
) -> Returns:
    """What is to be corrected according to the published database, in clear.

    Raises:
        ArchiveClosed: the archive cannot be read.
    """
    found = published.rejections(connection)
    as_of, last_export = connection.execute(
        "select (select as_of from build), max(files.export_on) from rejections "
        "inner join files on rejections.file_sha256 = files.sha256 where rejections.status = 'open'"
    ).fetchall()[0]
    return Returns(
        as_of,
        max(as_of, last_export or as_of),
        _sheets(found, warehouse, passwords),
        in_clear(published.warnings(connection), warehouse, passwords),
        published.refused_files(connection),
        frozenset(PurePosixPath(row["file"]).name for row in published.files(connection)),
    )


def in_clear(
    findings: list[Row], warehouse: Warehouse, passwords: Mapping[str, Candidates] = NO_PASSWORDS
) -> list[Row]:
    """Rejections or warnings with what stands in their cells, unmasked; one that names no cell stays as it is.

    Raises:
        ArchiveClosed: the archive cannot be read.
    """
    clear: dict[tuple[str, str, int], Cells] = {}
    for sha256, group in _by_file(findings):
        places = {(row["sheet"], row["row"]) for row in group}
        for sheet, table in originals(sha256, places, warehouse, passwords).items():
            clear |= {(sha256, sheet, row): cells for row, cells in table.rows.items()}
    return [_with_value(row, clear.get((row["file_sha256"], row["sheet"], row["row"]))) for row in findings]


def _with_value(row: Row, cells: Cells | None) -> Row:
    column = column_of(row["cell"])
    return row if column is None or cells is None else row | {"value": cells.get(column)}


def _sheets(findings: list[Row], warehouse: Warehouse, passwords: Mapping[str, Candidates]) -> list[ReturnedSheet]:
    sheets = []
    for sha256, group in _by_file(findings):
        tables = originals(sha256, {(row["sheet"], row["row"]) for row in group}, warehouse, passwords)
        for name, rows in groupby(group, key=lambda row: row["sheet"]):
            cells = tables[name].rows
            clear = (_with_value(row, cells.get(row["row"])) for row in rows)
            found = {row: list(same) for row, same in groupby(clear, key=lambda row: row["row"])}
            sheets.append(ReturnedSheet(group[0]["file"], sha256, name, tables[name], found))
    return sheets


def _by_file(findings: list[Row]) -> list[tuple[str, list[Row]]]:
    """The findings of every file, by path; within it by sheet and row."""
    ordered = sorted(findings, key=lambda row: (row["file"], row["file_sha256"], row["sheet"], row["row"]))
    return [(sha256, list(group)) for sha256, group in groupby(ordered, key=lambda row: row["file_sha256"])]


def column_of(cell: str | None) -> int | None:
    """The column of a cell's address, counted from 0; None without one."""
    found = _CELL.fullmatch(cell or "")
    if found is None:
        return None
    index = 0
    for letter in found[1]:
        index = index * 26 + ord(letter) - _BASE
    return index - 1
