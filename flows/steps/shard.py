"""One file's bytes → one shard: a pure function of the bytes, the reading version and the edits asked for."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from flows.corrections.edits import Edit
from flows.errors import FileRefused
from flows.in_order import in_order
from flows.periods import stated_months
from flows.reading.address import column_letters
from flows.reading.book import Limits, read_book
from flows.reading.sheet import Sheet
from flows.steps.amend import amend
from flows.steps.conform import BLOCK_ROWS, Block, Conformed, blocks_of, conform
from flows.steps.validate import validate
from flows.store.readings import AMENDMENTS, FINDINGS, ColumnRead, Reading, TableRead
from flows.tables.drift import Evidence, refuse_drift
from flows.tables.locate import Table, find_table
from flows.tables.returned import unpack
from schemas.base import Level

Keep = Callable[[str, pl.DataFrame], None]
"""Takes rows by the name of their file: those accepted by their contract, findings, and what edits found."""


@dataclass(frozen=True)
class Shard:
    """What one file gives beside its rows: the reading's summary.

    Of a correction workbook also where its rows came from, as in :class:`flows.tables.returned.Unpacked`.
    """

    reading: Reading
    origins: pl.DataFrame = field(default_factory=pl.DataFrame)


def read_file(
    content: bytes,
    sha256: str,
    limits: Limits,
    keep: Keep,
    *,
    edits: Sequence[Edit] = (),
    passwords: Sequence[str] = (),
    block_rows: int = BLOCK_ROWS,
) -> Shard:
    """Read the bytes of one file. A refusal that follows from the bytes is a result like any other.

    Args:
        keep: is given the rows a block at a time; those of a file that is refused in the end count for nothing.
        edits: declared corrections of its rows; none: as it stands.
        passwords: decide whether a locked file can be read, never what is read.
        block_rows: how many rows at a time; it changes nothing else.

    Raises:
        FileRefused: for a reason that does not follow from the bytes, so that it must be tried again.
    """
    try:
        sheets = read_book(content, limits, passwords)
        _give_free_memory_back()
        return _read(sheets, _How(sha256, keep, edits, block_rows))
    except FileRefused as refusal:
        if not refusal.keep:
            raise
        return Shard(Reading(sha256=sha256, refusal_rule=refusal.rule, refusal=str(refusal)))


def _give_free_memory_back() -> None:
    """Reading cells leaves tens of megabytes free, which the C library keeps; their rows come from other allocators."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc has it
    if trim:
        trim(0)


@dataclass(frozen=True)
class _How:
    """How the tables of a file are read, see :func:`read_file`."""

    sha256: str
    keep: Keep
    edits: Sequence[Edit]
    block_rows: int


def _read(sheets: list[Sheet], how: _How) -> Shard:
    unpacked = unpack(sheets)
    found = [(sheet, find_table(sheet)) for sheet in unpacked.sheets]
    tables = [table for _, table in found if table]
    if not tables:
        raise FileRefused(
            rule="no-table",
            reason="文件里没有找到任何一种业务表的表头",
            remedy="请确认导出的是案件、缴款、办件、检查或台账明细,并保留列名所在的行",
        )
    return Shard(
        reading=Reading(
            sha256=how.sha256,
            tables=[_read_table(table, how, is_returned=unpacked.is_returned) for table in tables],
            skipped_sheets=[sheet.name for sheet, table in found if table is None and _is_filled(sheet)],
            # Returned rows are corrections of single rows: no title makes them the report of a month.
            stated_months=sorted({str(month) for table in tables for month in _title_months(table)})
            if not unpacked.is_returned
            else [],
            is_returned=unpacked.is_returned,
        ),
        origins=unpacked.origins,
    )


@dataclass
class _Counts:
    """How the rows of a table were accounted for; those read are counted before anything is done with them."""

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    hidden: int = 0

    def add(self, block: _Read) -> None:
        """Count the rows of a block."""
        self.read += block.conformed.rows.height + block.conformed.skipped.height
        self.accepted += block.rows.height
        self.rejected += block.findings.filter(pl.col("level") == Level.REJECTION.value)["row"].n_unique()
        self.skipped += block.skipped["row"].n_unique()
        self.hidden += _hidden_rows(block.conformed)


@dataclass(frozen=True)
class _Read:
    """What became of a block of rows: as it is written, with the edits that were asked for, and what these found."""

    as_written: Conformed
    conformed: Conformed
    amendments: pl.DataFrame | None
    rows: pl.DataFrame
    findings: pl.DataFrame
    skipped: pl.DataFrame


def _read_table(table: Table, how: _How, *, is_returned: bool) -> TableRead:
    """Keep the rows of a table, block by block, and its findings: first those of all rows, then the skipped ones.

    As many blocks are worked on at once as this process may use processors. The rows of a correction workbook are
    picked for what is wrong in them, so that a column full of it says nothing of the file.

    Raises:
        FileRefused: as in :func:`conform`; or (behind the last block) a column plainly holds the values of another one.
    """
    counts, evidence, all_skipped = _Counts(), Evidence(), []
    for read in in_order(
        partial(_read_block, edits=how.edits), blocks_of(table, how.block_rows), pl.thread_pool_size()
    ):
        if read.amendments is not None:
            how.keep(AMENDMENTS, read.amendments)
        how.keep(table.spec.name, _with_origin(read.rows.with_columns(sheet=pl.lit(table.sheet.name)), how.sha256))
        how.keep(FINDINGS, read.findings)
        evidence.add(read.as_written.texts, read.as_written.faults)
        all_skipped.append(read.skipped)
        counts.add(read)
    if not is_returned:
        refuse_drift(table, evidence)
    how.keep(FINDINGS, pl.concat(all_skipped))
    return _summary(table, counts)


def _read_block(block: Block, edits: Sequence[Edit]) -> _Read:
    as_written = conform(block)
    conformed, amendments = amend(as_written, edits) if edits else (as_written, None)
    return _Read(as_written, conformed, amendments, *validate(conformed))


def _with_origin(rows: pl.DataFrame, sha256: str) -> pl.DataFrame:
    """Where every row comes from, first: file sha256, sheet, Excel row."""
    origin = ["file_sha256", "sheet", "row", "record_key", "item_key", "shown_key", "cover_on", "latest_on"]
    return rows.with_columns(file_sha256=pl.lit(sha256)).select(*origin, pl.exclude(origin))


def _is_filled(sheet: Sheet) -> bool:
    return sheet.cells.height > 0 and sheet.cells.width > 0


def _title_months(table: Table) -> set[Any]:
    return {month for row in table.title_rows for month in stated_months(" ".join(row))}


def _summary(table: Table, counts: _Counts) -> TableRead:
    return TableRead(
        sheet=table.sheet.name,
        is_hidden=table.sheet.is_hidden,
        contract=table.spec.name,
        heading_row=table.sheet.first_row + table.heading_at,
        read=counts.read,
        accepted=counts.accepted,
        rejected=counts.rejected,
        skipped=counts.skipped,
        unknown_headings=list(table.unknown_headings),
        columns=[
            ColumnRead(name, column_letters(places[0].index + table.sheet.first_column), places[0].written.strip())
            for name, places in table.places.items()
        ],
        hidden_rows=counts.hidden,
        hidden_columns=_hidden_headings(table),
        doubled_headings=table.doubled_headings,
    )


def _hidden_rows(conformed: Conformed) -> int:
    """How many of the rows read a person does not see."""
    hidden = conformed.table.sheet.hidden_rows
    if not hidden:
        return 0
    return int(pl.concat([conformed.rows["row"], conformed.skipped["row"]]).is_in(hidden).sum())


def _hidden_headings(table: Table) -> list[str]:
    """The headings of the columns that a person does not see."""
    first = table.sheet.first_column
    return [table.headings[at - first].strip() for at in table.sheet.hidden_columns if at - first in table.headings]
