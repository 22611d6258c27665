"""The shard of a small workbook, and short ways to look into it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from flows.corrections.edits import Edit
from flows.reading.book import Limits
from flows.steps.conform import BLOCK_ROWS
from flows.steps.shard import read_file
from flows.steps.validate import FINDING_SCHEMA
from flows.store.readings import AMENDMENTS, FINDINGS, Reading
from tests.exports import Cells, workbook


@dataclass(frozen=True)
class Shard:
    """All that a file gives: the reading's summary, accepted rows by contract, findings, origins."""

    reading: Reading
    accepted: dict[str, pl.DataFrame] = field(default_factory=dict)
    findings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FINDING_SCHEMA))
    origins: pl.DataFrame = field(default_factory=pl.DataFrame)
    amendments: pl.DataFrame | None = None


def shard_of(content: bytes, *edits: Edit, block_rows: int = BLOCK_ROWS) -> Shard:
    """The shard of a file's bytes."""
    kept: dict[str, list[pl.DataFrame]] = {}

    def keep(name: str, rows: pl.DataFrame) -> None:
        kept.setdefault(name, []).append(rows)

    sha256 = hashlib.sha256(content).hexdigest()
    shard = read_file(content, sha256, Limits(), keep, edits=edits, block_rows=block_rows)
    if not shard.reading.is_accepted:
        return Shard(shard.reading)
    frames = {name: pl.concat(frames) for name, frames in kept.items()}
    found, amendments = frames.pop(FINDINGS), frames.pop(AMENDMENTS, None)
    return Shard(shard.reading, frames, found, shard.origins, amendments)


def facts(shard: Shard) -> bytes:
    """Everything a shard holds, apart from how Parquet packs it."""
    frames = [*(shard.accepted[contract] for contract in sorted(shard.accepted)), shard.findings]
    rows = [[frame.columns, frame.rows()] for frame in frames]
    return json.dumps([asdict(shard.reading), rows], ensure_ascii=False, default=str).encode()


def read_rows(*rows: Any, merges: tuple[str, ...] = (), first_row: int = 1, first_column: int = 1) -> Shard:
    """The shard of a workbook of one sheet 明细."""
    cells: Cells = rows
    return shard_of(workbook({"明细": cells}, merges, first_row, first_column))


def accepted(shard: Shard, contract: str = "cases") -> list[dict[str, Any]]:
    """The accepted rows of a contract."""
    rows = shard.accepted.get(contract)
    return [] if rows is None else rows.to_dicts()


def column(shard: Shard, name: str, contract: str = "cases") -> list[Any]:
    """The values of one column of the accepted rows."""
    return [row[name] for row in accepted(shard, contract)]


def findings(shard: Shard, level: str) -> list[tuple[int, str | None, str]]:
    """Row, cell and rule of the findings of a level."""
    found = shard.findings.filter(shard.findings["level"] == level)
    return [(row["row"], row["cell"], row["rule"]) for row in found.to_dicts()]


def skipped(shard: Shard) -> dict[int, str]:
    """Row → rule of the rows that are skipped."""
    return {row: rule for row, _, rule in findings(shard, "skipped")}


def counts(shard: Shard) -> tuple[int, int, int, int]:
    """Read, accepted, rejected, skipped over all tables."""
    tables = shard.reading.tables
    read, accepted_, rejected, skipped_ = (
        sum(getattr(table, name) for table in tables) for name in ("read", "accepted", "rejected", "skipped")
    )
    return read, accepted_, rejected, skipped_
