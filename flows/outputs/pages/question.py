"""What the pages say beyond the years that the workbooks are made of, asked of the published database alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import duckdb

from flows.outputs.asked import Row, asked
from flows.outputs.pages.records import RecordList, record_lists
from flows.outputs.printing import printed_figure
from flows.outputs.workbook.question import Year


@dataclass(frozen=True)
class Site:
    """What all pages together say.

    Attributes:
        years: those that have pages, the newest last.
        definitions: every figure with its definition and synonyms, in the order of the report.
        history: figure → year, value as printed, status and missing months of every year.
        lists: where the records of the figures are listed.
        declared: figure declared by hand → what was declared of it, for any period.
        lineage: figure → where each of its parts comes from, as ``figure_lineage`` has it; empty without that table.
    """

    organ: str
    as_of: date
    build_id: str
    years: Sequence[Year]
    definitions: Sequence[Row]
    history: Mapping[str, Sequence[Row]]
    lists: Sequence[RecordList]
    declared: Mapping[str, Sequence[Row]]
    lineage: Mapping[str, Sequence[Row]]

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """Figure → its page. One that is declared goes by its number: its name may be anything."""
        names = {
            row["figure"]: f"declared-{row['position']}" if row["measure"] == "declared" else row["figure"]
            for row in self.definitions
        }
        return {figure: f"figure-{name}.html" for figure, name in names.items()}

    @property
    def start(self) -> Year:
        """The year of the start page: the newest that has three months or more of anything, else the one before.

        In the first months of a year people ask for the year that has ended: its report is being written.
        """
        begun = [year for year in self.years if _covered_months(year) >= _MONTHS_TO_START]
        return (begun or self.years)[-1]


_MONTHS_TO_START = 3


def ask_site(connection: duckdb.DuckDBPyConnection, organ: str, years: Sequence[Year], records: int) -> Site:
    """Everything of these years.

    Args:
        years: in order, at least one. records: so many records of a figure are listed (:func:`record_lists`).
    """
    return Site(
        organ=organ,
        as_of=years[-1].as_of,
        build_id=years[-1].build_id,
        years=years,
        definitions=asked(connection, "select * from figure_definitions order by position, figure"),
        history=_history(connection),
        lists=record_lists(connection, [year.period.year for year in years], records),
        declared=_by_figure(asked(connection, _DECLARED)),
        lineage=_by_figure(rows_if_there(connection, "figure_lineage", "part, core_table, core_column")),
    )


def rows_if_there(connection: duckdb.DuckDBPyConnection, table: str, order: str) -> list[Row]:
    """The rows of a table that earlier builds lack."""
    known = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    return asked(connection, f"from {table} order by {order}") if table in known else []


_DECLARED = """
select
    declared.indicator as figure, declared.period, declared.value, declared.unit, declared.source, declared.declared_on,
    files.file, declared.sheet, declared.row
from core.declared as declared
inner join files on declared.file_sha256 = files.sha256
order by declared.indicator, declared.first_month_on desc, declared.last_month_on desc
"""


def _by_figure(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["figure"], []).append(row)
    return found


def _history(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    rows = asked(
        connection,
        "select figure, year, value, numerator, denominator, figures.unit, rounds_down, status, missing_months "
        "from figures inner join figure_definitions using (figure) order by figure, year",
    )
    return _by_figure([{**row, "printed": printed_figure(row, row["rounds_down"])} for row in rows])


def _covered_months(year: Year) -> int:
    """The months of a year that any file covers."""
    return len({month for months in year.cover.values() for month in months if month.year == year.period.year})
