"""What makes a figure of a held build differ from the published one: records that came, and records that went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.outputs.asked import Row
from flows.published import Period, trace


@dataclass(frozen=True)
class Moved:
    """The records of one figure and year that only one of two builds counts, each with its file, sheet and row."""

    came: tuple[Row, ...]
    went: tuple[Row, ...]


def moved_records(held: Path, published: Path, figure: str, year: int) -> Moved:
    """The difference of two builds in what a figure counts; a record with another value went and came."""
    now, before = (_records(database, figure, year) for database in (held, published))
    return Moved(tuple(_without(now, before)), tuple(_without(before, now)))


def _records(database: Path, figure: str, year: int) -> list[Row]:
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set enable_external_access = false")
        return trace(connection, figure, Period(year))


def _without(records: Iterable[Row], others: Iterable[Row]) -> Iterable[Row]:
    there = Counter(map(_identity, others))
    for record in records:
        if there[_identity(record)]:
            there[_identity(record)] -= 1
        else:
            yield record


def _identity(record: Row) -> str:
    return repr([record[name] for name in ("key", "occurred_on", "value")])
