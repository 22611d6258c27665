"""The records behind the figures of a period: listed where they are few enough, else summed file by file.

Figures that count the very same records (how many cases, what was levied in them, how many were simplified) share a
list. Every list would be right by itself; together they would make a workbook of a large bureau too heavy to open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from flows.building.loading import literal
from flows.outputs.asked import Row, asked_frame
from flows.published import Period

LISTED_RECORDS = 30_000  # in one workbook: about 2 MB; beyond it the largest lists are left out

_WORTH = ("value", "numerator", "denominator")


@dataclass(frozen=True)
class Counted:
    """What the figures of a group count: files or records, and what each is worth in them.

    Attributes:
        places: of files ``file`` and ``records``, how many it has; of records ``file``, ``sheet``, ``row``, ``key``,
            ``occurred_on``.
        worth: for each figure of the group ``value``, ``numerator``, ``denominator``, row by row beside ``places``.
    """

    places: pl.DataFrame
    worth: tuple[pl.DataFrame, ...]


@dataclass(frozen=True)
class Group:
    """Figures that count the same records.

    Attributes:
        sources: what each file gave.
        records: None where there are too many to be listed.
    """

    figures: tuple[Row, ...]
    sources: Counted
    records: Counted | None

    @property
    def count(self) -> int:
        """How many records there are."""
        return int(self.sources.places["records"].sum())


def record_groups(
    connection: duckdb.DuckDBPyConnection, period: Period, figures: Iterable[Row], limit: int = LISTED_RECORDS
) -> list[Group]:
    """The groups of the figures that have records, in the order of their first figures.

    Args:
        limit: so many records are listed in all; the smallest groups come first.
    """
    sources = _sources(connection, period)
    alike: dict[tuple[tuple[object, ...], ...], list[Row]] = {}
    for figure in figures:
        if (found := sources.get(figure["figure"])) is not None:
            alike.setdefault(tuple(found.select("file", "records", "mark").iter_rows()), []).append(figure)
    listed = _listed(alike.values(), limit)
    records = _records(connection, period, [figure for group in listed for figure in group])
    return [
        Group(
            tuple(group),
            _counted(group, sources, ["file", "records"]),
            _counted(group, records, ["file", "sheet", "row", "key", "occurred_on"]) if group in listed else None,
        )
        for group in alike.values()
    ]


def _listed(groups: Iterable[list[Row]], limit: int) -> list[list[Row]]:
    listed, room = [], limit
    for group in sorted(groups, key=lambda group: int(group[0]["records"])):
        room -= group[0]["records"]
        if room >= 0:
            listed.append(group)
    return listed


def _counted(figures: Sequence[Row], found: Mapping[str, pl.DataFrame], places: Sequence[str]) -> Counted:
    """What is found of figures whose rows are alike, in the same order."""
    frames = [found[figure["figure"]] for figure in figures]
    return Counted(frames[0].select(places), tuple(frame.select(_WORTH) for frame in frames))


def _sources(connection: duckdb.DuckDBPyConnection, period: Period) -> dict[str, pl.DataFrame]:
    """Figure → the files behind it; ``mark`` is equal where the records are."""
    return _by_figure(
        connection,
        "select figure, file, count(*) as records, bit_xor(hash(sheet, row, key, occurred_on)) as mark, "
        "sum(value) as value, sum(numerator) as numerator, sum(denominator) as denominator "
        f"from figure_records where {_within(period)} group by figure, file order by figure, file",
    )


def _records(connection: duckdb.DuckDBPyConnection, period: Period, figures: list[Row]) -> dict[str, pl.DataFrame]:
    if not figures:
        return {}
    names = ", ".join(literal(figure["figure"]) for figure in figures)
    return _by_figure(
        connection,
        "select figure, file, sheet, row, key, occurred_on, value, numerator, denominator from figure_records "
        f"where figure in ({names}) and {_within(period)} order by figure, file, sheet, row, key, occurred_on",
    )


def _by_figure(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, pl.DataFrame]:
    found = asked_frame(connection, query).partition_by("figure", as_dict=True, maintain_order=True)
    return {str(figure): rows for (figure,), rows in found.items()}


def _within(period: Period) -> str:
    return f"year = {period.year:d} and month <= {period.last_month:d}"
