"""Everything that the pages say, asked of the published database alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from flows import published
from flows.outputs.asked import Row, asked
from flows.outputs.pages.records import RecordList, record_lists
from flows.outputs.splits import Split, months_of_years, parts_of_years
from flows.published import Period


@dataclass(frozen=True)
class YearOfSite:
    """One year with what its pages say; figures as :func:`flows.published.compared` gives them."""

    year: int
    figures: Sequence[Row]
    months: Split
    org_units: Split
    fields: Split


@dataclass(frozen=True)
class Site:
    """What all pages together say.

    Attributes:
        years: those that have pages, the newest last.
        definitions: every figure with its definition and synonyms, in the order of the report.
        history: figure → (year, value as printed or the state), of every year.
    """

    organ: str
    as_of: date
    build_id: str
    years: Sequence[YearOfSite]
    definitions: Sequence[Row]
    history: Mapping[str, Sequence[Row]]
    lists: Sequence[RecordList]


def ask_site(connection: duckdb.DuckDBPyConnection, organ: str, years: Sequence[int], records: int) -> Site:
    """Everything of these years.

    Args:
        years: in order. records: so many records of a figure are listed for a year (:func:`record_lists`).
    """
    build = asked(connection, "select as_of, build_id from build")[0]
    of_years = _years(connection, years)
    return Site(
        organ=organ,
        as_of=build["as_of"],
        build_id=build["build_id"],
        years=of_years,
        definitions=asked(connection, "select * from figure_definitions order by position, figure"),
        history=_history(connection, of_years),
        lists=record_lists(connection, years, records),
    )


def _years(connection: duckdb.DuckDBPyConnection, years: Sequence[int]) -> list[YearOfSite]:
    months = months_of_years(connection, years)
    org_units = parts_of_years(connection, years, "org_unit")
    fields = parts_of_years(connection, years, "field")
    return [
        YearOfSite(
            year=year,
            figures=published.compared(connection, Period(year)),
            months=months[year],
            org_units=org_units[year],
            fields=fields[year],
        )
        for year in years
    ]


def _history(connection: duckdb.DuckDBPyConnection, known: Sequence[YearOfSite]) -> dict[str, list[Row]]:
    """Figure → its rows of every year, also of those without pages."""
    of_years = {year.year: year.figures for year in known}
    history: dict[str, list[Row]] = {}
    for (year,) in connection.execute("select distinct year from figures order by year").fetchall():
        for row in of_years.get(year) or published.figures(connection, Period(year)):
            history.setdefault(row["figure"], []).append(row)
    return history
