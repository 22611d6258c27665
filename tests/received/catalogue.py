"""The files that the reader must cope with: what each is, the bytes, and exactly what comes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from flows.errors import FileRefused
from flows.store.readings import Reading
from tests.received.render import Cell
from tests.tables.shards import Shard, shard_of

Build = Callable[[], bytes]
Place = int | tuple[str, int]

HEADING = ("缴款流水号", "案号", "缴款日期", "缴款金额")
"""The table that most files hold: payments, one a row."""


@dataclass(frozen=True)
class Received:
    """One file of the catalogue.

    Attributes:
        path: the name under which it arrives.
        line: what it is, for the document.
        accepted: Excel row (in the only sheet with a table), or sheet and row → what must stand in columns of the row;
            these rows and no others are accepted.
        rejected, warned: cell → rule, all of them.
        skipped: row → rule, all of them.
        refused: the rule of a refusal of the whole file. says: what its reason must contain.
        is_final: a refusal follows from the bytes alone.
        said: facts of the reading's first table (hidden rows, unknown headings) that must be so.
        is_small: it may be damaged over and over by the fuzz; a file that takes long to read may not.
    """

    path: str
    line: str
    build: Build
    accepted: Mapping[Place, Mapping[str, Any]] = field(default_factory=dict)
    rejected: Mapping[str, str] = field(default_factory=dict)
    warned: Mapping[str, str] = field(default_factory=dict)
    skipped: Mapping[int, str] = field(default_factory=dict)
    refused: str | None = None
    says: str = ""
    is_final: bool = True
    said: Mapping[str, Any] = field(default_factory=dict)
    is_small: bool = True

    @cache  # noqa: B019 - as many as the catalogue has
    def content(self) -> bytes:
        """The bytes, made once."""
        return self.build()

    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.content()).hexdigest()

    @cache  # noqa: B019
    def shard(self) -> Shard:
        """What the reader makes of it."""
        try:
            return shard_of(self.content())
        except FileRefused as refusal:
            return Shard(Reading(self.sha256(), refusal.rule, str(refusal), is_final=refusal.keep))

    def __hash__(self) -> int:
        return hash(self.path)


CATALOGUE: dict[str, Received] = {}
CHAPTERS: dict[str, list[str]] = {}


def received(chapter: str, path: str, line: str, **expected: Any) -> Callable[[Build], Build]:
    """Put the file that a function builds into the catalogue."""

    def register(build: Build) -> Build:
        assert path not in CATALOGUE, path
        CATALOGUE[path] = Received(path, line, build, **expected)
        CHAPTERS.setdefault(chapter, []).append(path)
        return build

    return register


def payment(number: int, day: str = "2023-05-06", amount: Cell = "200") -> list[Cell]:
    """A row of the usual table."""
    return [f"P{number}", f"浙武交罚〔2023〕{number}号", day, amount]


def payments(count: int = 2) -> list[list[Cell]]:
    """The usual table: heading and so many rows."""
    return [list(HEADING), *(payment(number) for number in range(1, count + 1))]


def paid(number: int, day: str = "2023-05-06", amount: str = "200.00") -> dict[str, str]:
    """What must stand in an accepted row of the usual table."""
    key = f"浙武交罚〔2023〕{number}"
    return {"record_key": f"P{number}", "case_no": key, "paid_on": day, "amount": amount}


def usual(first_row: int = 2, count: int = 2, sheet: str | None = None) -> dict[Place, dict[str, str]]:
    """What must be accepted of the usual table whose first data row is this."""
    rows = range(first_row, first_row + count)
    return {(sheet, row) if sheet else row: paid(number) for number, row in enumerate(rows, 1)}


def accepted_rows(shard: Shard) -> dict[tuple[str, int], dict[str, str]]:
    """The accepted rows of all contracts as text, by sheet and row."""
    return {
        (row["sheet"], row["row"]): {name: str(value) for name, value in row.items()}
        for frame in shard.accepted.values()
        for row in frame.to_dicts()
    }


def findings(shard: Shard, level: str) -> Sequence[Mapping[str, Any]]:
    """The findings of a level."""
    return shard.findings.filter(shard.findings["level"] == level).to_dicts()
