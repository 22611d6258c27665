"""One file's bytes → one shard: a pure function of the bytes, the reading version and the edits asked for."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from flows.corrections.edits import Edit
from flows.errors import FileRefused
from flows.periods import stated_months
from flows.reading.address import column_letters
from flows.reading.book import Limits, read_book
from flows.reading.sheet import Sheet
from flows.steps.amend import amend
from flows.steps.conform import Conformed, conform
from flows.steps.validate import FINDING_SCHEMA, SKIPPED, validate
from flows.store.readings import (
    AMENDMENTS_FILE,
    FINDINGS_FILE,
    ORIGINS_FILE,
    READING_FILE,
    ColumnRead,
    Reading,
    TableRead,
)
from flows.tables.locate import Table, find_table
from flows.tables.returned import unpack
from schemas.base import Level


@dataclass(frozen=True)
class Shard:
    """What one file gives: the reading's summary, accepted rows by contract, findings.

    Of a correction workbook also where its rows came from, as in :class:`flows.tables.returned.Unpacked`; of a file
    read with edits what each of them found, as in :func:`flows.steps.amend.amend`, else None.
    """

    reading: Reading
    accepted: dict[str, pl.DataFrame] = field(default_factory=dict)
    findings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FINDING_SCHEMA))
    origins: pl.DataFrame = field(default_factory=pl.DataFrame)
    amendments: pl.DataFrame | None = None


def read_file(content: bytes, sha256: str, limits: Limits, edits: Sequence[Edit] = ()) -> Shard:
    """Read the bytes of one file. A refusal that follows from the bytes is a result like any other.

    Args:
        edits: declared corrections of its rows; none: as it stands.

    Raises:
        FileRefused: for a reason that does not follow from the bytes, so that it must be tried again.
    """
    try:
        return _read(content, sha256, limits, edits)
    except FileRefused as refusal:
        if not refusal.keep:
            raise
        return Shard(Reading(sha256=sha256, refusal_rule=refusal.rule, refusal=str(refusal)))


def _read(content: bytes, sha256: str, limits: Limits, edits: Sequence[Edit]) -> Shard:
    unpacked = unpack(read_book(content, limits))
    found = [(sheet, find_table(sheet)) for sheet in unpacked.sheets]
    tables = [table for _, table in found if table]
    if not tables:
        raise FileRefused(
            rule="no-table",
            reason="文件里没有找到任何一种业务表的表头",
            remedy="请确认导出的是案件、缴款、办件、检查或台账明细,并保留列名所在的行",
        )
    parts = [_read_table(table, edits, unpacked.is_returned) for table in tables]
    accepted: dict[str, list[pl.DataFrame]] = {}
    for part in parts:
        accepted.setdefault(part.conformed.table.spec.name, []).append(part.rows)
    return Shard(
        reading=Reading(
            sha256=sha256,
            tables=[_summary(part) for part in parts],
            skipped_sheets=[sheet.name for sheet, table in found if table is None and _is_filled(sheet)],
            # Returned rows are corrections of single rows: no title makes them the report of a month.
            stated_months=sorted({str(month) for table in tables for month in _title_months(table)})
            if not unpacked.is_returned
            else [],
            is_returned=unpacked.is_returned,
        ),
        accepted={name: _with_origin(pl.concat(frames), sha256) for name, frames in accepted.items()},
        findings=pl.concat([part.findings for part in parts]),
        origins=unpacked.origins,
        amendments=pl.concat([part.amendments for part in parts]) if edits else None,
    )


@dataclass(frozen=True)
class _Part:
    """One table: its rows as they were read, those accepted, findings, and what the edits found."""

    conformed: Conformed
    rows: pl.DataFrame
    findings: pl.DataFrame
    amendments: pl.DataFrame


def _read_table(table: Table, edits: Sequence[Edit], is_returned: bool) -> _Part:
    conformed, amendments = conform(table, is_returned=is_returned), pl.DataFrame()
    if edits:
        conformed, amendments = amend(conformed, edits)
    rows, findings = validate(conformed)
    return _Part(conformed, rows.with_columns(sheet=pl.lit(table.sheet.name)), findings, amendments)


def _with_origin(rows: pl.DataFrame, sha256: str) -> pl.DataFrame:
    """Where every row comes from, first: file sha256, sheet, Excel row."""
    origin = ["file_sha256", "sheet", "row", "record_key", "item_key", "shown_key", "cover_on", "latest_on"]
    return rows.with_columns(file_sha256=pl.lit(sha256)).select(*origin, pl.exclude(origin))


def _is_filled(sheet: Sheet) -> bool:
    return sheet.cells.height > 0 and sheet.cells.width > 0


def _title_months(table: Table) -> set[Any]:
    return {month for row in table.title_rows for month in stated_months(" ".join(row))}


def _summary(part: _Part) -> TableRead:
    """How the rows were accounted for; those read are counted before anything is done with them."""
    conformed, findings, table = part.conformed, part.findings, part.conformed.table
    skipped = findings.filter(pl.col("level") == SKIPPED)["row"].n_unique()
    rejected = findings.filter(pl.col("level") == Level.REJECTION.value)["row"].n_unique()
    return TableRead(
        sheet=table.sheet.name,
        is_hidden=table.sheet.is_hidden,
        contract=table.spec.name,
        heading_row=table.sheet.first_row + table.heading_at,
        read=conformed.rows.height + conformed.skipped.height,
        accepted=part.rows.height,
        rejected=rejected,
        skipped=skipped,
        unknown_headings=list(table.unknown_headings),
        columns=[
            ColumnRead(name, column_letters(places[0].index + table.sheet.first_column), places[0].written.strip())
            for name, places in table.places.items()
        ],
        hidden_rows=_hidden_rows(conformed),
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


def write_shard(shard: Shard, directory: Path) -> None:
    """Write a shard beside its place and rename it into place; one that is there already is left as it is."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{directory.name[:12]}-", dir=directory.parent))
    try:
        for contract, rows in shard.accepted.items():
            rows.write_parquet(beside / f"{contract}.parquet")
        if shard.reading.is_accepted:
            shard.findings.write_parquet(beside / FINDINGS_FILE)
        if shard.amendments is not None:
            shard.amendments.write_parquet(beside / AMENDMENTS_FILE)
        if shard.reading.is_returned:
            shard.origins.write_parquet(beside / ORIGINS_FILE)
        summary = json.dumps(asdict(shard.reading), ensure_ascii=False, indent=1)
        (beside / READING_FILE).write_text(summary, encoding="utf-8")
        _sync(beside)
        beside.rename(directory)
    except OSError:
        if not (directory / READING_FILE).exists():
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _sync(directory: Path) -> None:
    """Have the bytes on the disk before the name: a rename that survives a power cut must not name empty files."""
    for path in directory.iterdir():
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
