"""Rows as they stand in the file that somebody sent: taken from the archived bytes once more, in clear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from flows.errors import EnfstatError
from flows.passwords import Candidates
from flows.reading.book import Limits, read_book
from flows.reading.sheet import FORMULA_WITHOUT_VALUE
from flows.steps.conform import written_rows
from flows.store.layout import Warehouse
from flows.tables.locate import find_table
from flows.tables.returned import unpack
from schemas.base import ContractSpec

Cells = Mapping[int, str]
"""The filled cells of a row, by column of the sheet, counted from 0."""


class ArchiveClosed(EnfstatError):
    """The archive cannot be read: it is the service account's own."""


@dataclass(frozen=True)
class Original:
    """One table of an archived file: its contract, its headings by column, and the rows that were asked for."""

    spec: ContractSpec
    date_1904: bool
    headings: Cells
    rows: Mapping[int, Cells]


def originals(
    sha256: str, places: Iterable[tuple[str, int]], warehouse: Warehouse, passwords: Mapping[str, Candidates]
) -> dict[str, Original]:
    """The tables of an archived file by sheet, with the rows at these places (sheet, Excel row).

    Merged cells are filled in, a formula that was saved without a value is blank, all else is as it stands.

    Raises:
        ArchiveClosed: the archived bytes cannot be read.
    """
    wanted: dict[str, list[int]] = {}
    for sheet, row in places:
        wanted.setdefault(sheet, []).append(row)
    words = passwords.get(sha256, Candidates()).words
    sheets = unpack(read_book(_archived(sha256, warehouse), Limits(), words)).sheets
    tables = [table for sheet in sheets if sheet.name in wanted and (table := find_table(sheet))]
    found = {}
    for table in tables:
        first = table.sheet.first_column
        rows = written_rows(table).filter(pl.col("row").is_in(wanted[table.sheet.name]))
        found[table.sheet.name] = Original(
            table.spec,
            table.sheet.date_1904,
            {index + first: text for index, text in table.headings.items()},
            {row: _filled(cells, first) for row, *cells in rows.iter_rows()},
        )
    return found


def _filled(cells: list[str | None], first_column: int) -> Cells:
    return {at: text for at, text in enumerate(cells, first_column) if text and text != FORMULA_WITHOUT_VALUE}


def _archived(sha256: str, warehouse: Warehouse) -> bytes:
    try:
        return warehouse.archived(sha256).read_bytes()
    except OSError as error:
        raise ArchiveClosed(
            f"读不到归档的原始文件({error.strerror})。原文含个人信息,归档只有运行账号可以读取;"
            "请用运行 enfstat run 的账号执行,文件确已不在的请从备份恢复"
        ) from error
