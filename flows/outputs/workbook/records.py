"""The records behind the figures of a period: listed where they are few enough, else summed file by file.

Figures that count the very same records (how many cases, what was levied in them, how many were simplified) share a
list. Every list would be right by itself; together they would make a workbook of a large bureau too heavy to open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

import duckdb

from flows.building.loading import literal
from flows.outputs.asked import Row, asked
from flows.published import Period

LISTED_RECORDS = 30_000  # in one workbook: about 2 MB and a second; beyond it the largest lists are left out

Worth = tuple[Decimal | None, Decimal | None, Decimal | None]
"""What a record or a file is worth in a figure: value, numerator, denominator, as figure_records has them."""


_Listed = tuple[str, str, str, int, str, date, Decimal | None, Decimal | None, Decimal | None]
"""A record as it is listed: figure, file, sheet, row, key, day, then its worth. Plain, as there are very many."""


@dataclass(frozen=True)
class Source:
    """What one file gave to the figures of a group."""

    file: str
    records: int
    worth: tuple[Worth, ...]


@dataclass(frozen=True)
class Record:
    """One record with its place, and what it is worth in each figure of its group."""

    file: str
    sheet: str
    row: int
    key: str
    occurred_on: date
    worth: tuple[Worth, ...]


@dataclass(frozen=True)
class Group:
    """Figures that count the same records.

    Attributes:
        records: None where there are too many to be listed.
    """

    figures: tuple[Row, ...]
    sources: tuple[Source, ...]
    records: tuple[Record, ...] | None

    @property
    def count(self) -> int:
        """How many records there are."""
        return sum(source.records for source in self.sources)


def record_groups(
    connection: duckdb.DuckDBPyConnection, period: Period, figures: Iterable[Row], limit: int = LISTED_RECORDS
) -> list[Group]:
    """The groups of the figures that have records, in the order of their first figures.

    Args:
        limit: so many records are listed in all; the smallest groups come first.
    """
    sources = _sources(connection, period)
    alike: dict[tuple[tuple[str, int, int], ...], list[Row]] = {}
    for figure in figures:
        if found := sources.get(figure["figure"]):
            alike.setdefault(tuple((row["file"], row["records"], row["mark"]) for row in found), []).append(figure)
    listed = _listed(alike.values(), limit)
    records = _records(connection, period, [figure for group in listed for figure in group])
    return [_group(group, sources, records if group in listed else None) for group in alike.values()]


def _listed(groups: Iterable[list[Row]], limit: int) -> list[list[Row]]:
    listed, room = [], limit
    for group in sorted(groups, key=lambda group: int(group[0]["records"])):
        room -= group[0]["records"]
        if room >= 0:
            listed.append(group)
    return listed


def _group(figures: list[Row], sources: dict[str, list[Row]], records: dict[str, list[_Listed]] | None) -> Group:
    of_files = zip(*(sources[figure["figure"]] for figure in figures), strict=True)
    of_records = None if records is None else zip(*(records[figure["figure"]] for figure in figures), strict=True)
    return Group(
        tuple(figures),
        tuple(Source(rows[0]["file"], rows[0]["records"], tuple(map(_worth, rows))) for rows in of_files),
        None if of_records is None else tuple(_record(rows) for rows in of_records),
    )


def _worth(row: Row) -> Worth:
    return row["value"], row["numerator"], row["denominator"]


def _record(rows: Sequence[_Listed]) -> Record:
    """A record of the rows that its figures have of it."""
    _, file, sheet, row, key, occurred_on, *_ = rows[0]
    return Record(file, sheet, row, key, occurred_on, tuple(listed[-3:] for listed in rows))


def _sources(connection: duckdb.DuckDBPyConnection, period: Period) -> dict[str, list[Row]]:
    """Figure → the files behind it; ``mark`` is equal where the records are."""
    found = asked(
        connection,
        "select figure, file, count(*) as records, bit_xor(hash(sheet, row, key, occurred_on)) as mark, "
        "sum(value) as value, sum(numerator) as numerator, sum(denominator) as denominator "
        f"from figure_records where {_within(period)} group by figure, file order by figure, file",
    )
    return {figure: list(rows) for figure, rows in groupby(found, key=lambda row: str(row["figure"]))}


def _records(connection: duckdb.DuckDBPyConnection, period: Period, figures: list[Row]) -> dict[str, list[_Listed]]:
    if not figures:
        return {}
    names = ", ".join(literal(figure["figure"]) for figure in figures)
    found = connection.execute(
        "select figure, file, sheet, row, key, occurred_on, value, numerator, denominator from figure_records "
        f"where figure in ({names}) and {_within(period)} order by figure, file, sheet, row, key, occurred_on"
    ).fetchall()
    return {figure: list(rows) for figure, rows in groupby(found, key=itemgetter(0))}


def _within(period: Period) -> str:
    return f"year = {period.year:d} and month <= {period.last_month:d}"
