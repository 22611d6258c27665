"""Questions to the published database, read-only: figures, the records behind them, rejections, files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import duckdb

from flows.building.loading import literal, union
from flows.errors import EnfstatError
from flows.outputs.asked import Row, asked
from flows.outputs.change import change
from flows.outputs.printing import plain, printed_figure
from flows.store.layout import Warehouse

# What of last year's figure stands beside this year's, as previous_value and so on.
_OF_LAST_YEAR = ("value", "numerator", "denominator", "printed", "status", "through", "missing_months", "note")


class NothingPublished(EnfstatError):
    """There is no published database yet."""


class PublishedUnreadable(EnfstatError):
    """The published database does not open."""


class UnknownFigure(EnfstatError):
    """No figure has that name."""


@dataclass(frozen=True)
class Period:
    """A year, or the year up to a month."""

    year: int
    last_month: int = 12


@contextmanager
def published_database(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, opened read-only by its build, so that a run does not disturb the reader.

    Raises:
        NothingPublished: there is none.
        PublishedUnreadable: it does not open.
    """
    if not warehouse.database.exists():
        raise NothingPublished(f"{warehouse.database} 还没有发布的数据;请先运行 enfstat run")
    try:
        connection = duckdb.connect(str(warehouse.database.resolve()), read_only=True)
    except duckdb.Error as error:
        what = f"{warehouse.database} 打不开({type(error).__name__}),可能已损坏"
        raise PublishedUnreadable(f"{what};请运行 enfstat run,损坏的会重新计算") from error
    with connection:
        connection.execute("set enable_external_access = false")
        yield connection


def figures(connection: duckdb.DuckDBPyConnection, period: Period) -> list[Row]:
    """Every figure of a period with its definition, in the order of the report.

    ``value``, ``numerator`` and ``denominator`` are decimal text or None; ``printed`` is how a report prints the value.
    """
    return _figures_of(connection, period)[period]


def _figures_of(connection: duckdb.DuckDBPyConnection, *periods: Period) -> dict[Period, list[Row]]:
    """The figures of some periods, asked at once: to plan the question takes longer than to answer it."""
    ready = {year for (year,) in connection.execute("select distinct year from figures").fetchall()}
    rows = asked(
        connection,
        "select found.*, definitions.date, definitions.definition, definitions.basis, definitions.phrase, "
        "definitions.rounds_down, definitions.contracts, definitions.other_basis "
        f"from ({union(_values(period, ready) for period in periods)}) as found "
        "inner join figure_definitions as definitions using (figure) order by found.position, found.figure",
    )
    found: dict[Period, list[Row]] = {period: [] for period in periods}
    for row in rows:
        found[Period(row["year"], row["through_month"])].append(_figure(row))
    return found


def _values(period: Period, ready: Collection[int]) -> str:
    """Where the figures of a period are read: a whole year stands ready in a table, any other is computed."""
    if period.last_month == 12 and period.year in ready:
        return f"from figures where year = {period.year:d}"
    return f"from figures_between({period.year:d}, {period.year:d}, {period.last_month:d})"


def _figure(row: Row) -> Row:
    value: Decimal | None = row["value"]
    is_quotient = row["measure"] in ("share", "mean", "ratio")
    shown = None if value is None else (f"{value:f}" if is_quotient else plain(value))
    return {
        **{name: row[name] for name in ("figure", "year", "title", "unit")},
        "value": shown,
        "numerator": None if row["numerator"] is None else plain(row["numerator"]),
        "denominator": None if row["denominator"] is None else plain(row["denominator"]),
        "status": row["status"],
        "printed": printed_figure(row, row["rounds_down"]),
        "through": f"{row['year']}-{row['through_month']:02d}",
        **{name: row[name] for name in ("missing_months", "note", "measure", "date", "records")},
        **{name: row[name] for name in ("definition", "basis", "phrase", "contracts", "other_basis")},
    }


def compared(connection: duckdb.DuckDBPyConnection, period: Period) -> list[Row]:
    """Every figure as :func:`figures` gives it, beside the same period of the year before.

    ``previous_value``, ``previous_printed``, ``previous_status``, ``previous_through`` and the like are last year's.
    The change is that of :func:`flows.outputs.change.change`. A year that has not ended is compared with the same
    months of last year, the month of the build included. ``release``, ``released_printed``, ``released_status`` and
    ``has_changed`` tell how the last release of the period printed the figure; None where it was not released.
    """
    earlier = _same_period_before(connection, period)
    figures_of = _figures_of(connection, period, earlier)
    before = {row["figure"]: row for row in figures_of[earlier]}
    released = _released(connection, period)
    return [
        _beside(row, before[row["figure"]]) | released.get(row["figure"], _NOT_RELEASED) for row in figures_of[period]
    ]


_NOT_RELEASED: Row = dict.fromkeys(("release", "released_printed", "released_status", "has_changed"))


def _released(connection: duckdb.DuckDBPyConnection, period: Period) -> dict[str, Row]:
    """Figure → how the last release of exactly this period printed it."""
    rows = asked(
        connection,
        "select figure, release, printed as released_printed, status as released_status, differs as has_changed "
        "from figures_as_published where is_latest "
        f"and year = {period.year:d} and through_month = {period.last_month:d}",
    )
    return {row.pop("figure"): row for row in rows}


def _same_period_before(connection: duckdb.DuckDBPyConnection, period: Period) -> Period:
    as_of: date = asked(connection, "select as_of from build")[0]["as_of"]
    is_running = period.year == as_of.year
    return Period(period.year - 1, min(period.last_month, as_of.month) if is_running else period.last_month)


def _beside(row: Row, before: Row) -> Row:
    if before["unit"] != row["unit"]:
        before = _in_another_unit(before)
    return {**row, **{f"previous_{name}": before[name] for name in _OF_LAST_YEAR}, **change(row, before)}


def _in_another_unit(row: Row) -> Row:
    """A number that was declared in another unit: it is nothing to be compared with."""
    note = f"上年填报的单位是{row['unit']},不能比较"
    return {**row, "value": None, "printed": None, "status": "无数据", "note": note}


def trace(connection: duckdb.DuckDBPyConnection, figure: str, period: Period) -> list[Row]:
    """The records behind a figure, each with its file, sheet and Excel row.

    ``value`` is "1" in a count, "1" or "0" in a share (counted or not), the amount in yuan or the number in a sum; in
    a mean or ratio the record's part of numerator and denominator, which stand beside it as well. ``correction`` says
    what a declared correction changed in the row, or that the record is a declared refund; None for all others.

    Raises:
        UnknownFigure: no figure has that name.
    """
    measure = _measure(connection, figure)
    if measure == "declared":
        return [_record(row) for row in asked(connection, _declared(figure, period))]
    parts = {
        "count": "1 as value",
        "sum": "quantity as value",
        "share": "cast(counted as integer) as value",
    }.get(measure, "numerator, denominator")
    rows = asked(
        connection,
        f"select files.file, records.sheet, records.row, records.shown_key as key, records.occurred_on, {parts}, "
        f'corrected.correction from records."{figure}" as records '
        "inner join files on records.file_sha256 = files.sha256 "
        "left join corrections_by_row as corrected on records.file_sha256 = corrected.file_sha256 "
        "and records.sheet = corrected.sheet and records.row = corrected.row "
        f"where records.occurred_on between make_date({period.year:d}, 1, 1) "
        f"and last_day(make_date({period.year:d}, {period.last_month:d}, 1)) "
        "order by files.file, records.sheet, records.row, key",
    )
    return [_record(row) for row in rows]


def _declared(figure: str, period: Period) -> str:
    """What was declared for exactly this period: the name of the figure is a value, it comes from a file."""
    return (
        "select files.file, declared.sheet, declared.row, declared.shown_key as key, "
        "last_day(declared.last_month_on) as occurred_on, declared.value, corrected.correction "
        "from core.declared as declared inner join files on declared.file_sha256 = files.sha256 "
        "left join corrections_by_row as corrected on declared.file_sha256 = corrected.file_sha256 "
        "and declared.sheet = corrected.sheet and declared.row = corrected.row "
        f"where declared.indicator = {literal(figure)} "
        f"and declared.first_month_on = make_date({period.year:d}, 1, 1) "
        f"and declared.last_month_on = make_date({period.year:d}, {period.last_month:d}, 1)"
    )


def _measure(connection: duckdb.DuckDBPyConnection, figure: str) -> str:
    """The measure of a figure; names come from the database, so none can become SQL."""
    known = dict(connection.execute("select figure, measure from figure_definitions").fetchall())
    if figure not in known:
        from difflib import get_close_matches

        near = "、".join(get_close_matches(figure, known, n=3)) or "见 enfstat figures"
        raise UnknownFigure(f"没有名为“{figure}”的指标;相近的有:{near}")
    return str(known[figure])


def _record(row: Row) -> Row:
    """The record with its value, what was corrected in it last."""
    correction = {"correction": row.pop("correction")}
    if "value" in row:
        return row | {"value": plain(Decimal(row["value"]))} | correction
    parts = {name: plain(Decimal(row[name])) for name in ("numerator", "denominator")}
    return {**row, "value": parts, **parts, **correction}


_FINDING = 'file, sheet, row, cell, "column", value, rule, message, contract, heading, law'


def rejections(connection: duckdb.DuckDBPyConnection, is_history: bool = False) -> list[Row]:
    """The rejected rows, personal values masked.

    Args:
        is_history: also those that are mended, or whose file was replaced or retracted.
    """
    names = f"{_FINDING}, status, mended_by, first_seen_run, last_seen_run, file_sha256"
    statuses = "" if is_history else "where status = 'open'"
    return asked(connection, f"select {names} from rejections {statuses}")


def warnings(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """What is worth a second look in rows that count, personal values masked."""
    return asked(connection, f"select {_FINDING}, first_seen_run, last_seen_run, file_sha256 from warnings")


def refused_files(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The files that lie refused in the drop folder, with the reason."""
    return asked(
        connection,
        "select file, reason from files cross join build "
        "where files.status = 'refused' and files.last_seen_run = build.run order by file",
    )


def corrections(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The declared corrections with what became of each, personal values masked."""
    return asked(connection, "select * from corrections")


def files(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    """The files that arrived, one object for every path at which they lie; further paths of the same bytes say so."""
    rows = []
    for row in asked(connection, "select * from files order by file, first_seen_run, sha256"):
        others = row.pop("other_paths") or []
        rows.append(row)
        same = f"与 {row['file']} 内容相同,只计一次"
        rows += [row | {"file": path, "reason": row["reason"] or same} for path in others]
    names = ("file", "sha256", "contract", "status", "reason", "read", "accepted", "rejected", "skipped")
    more = ("export_on", "first_seen_on", "supersedes", "notes")
    runs = ("first_seen_run", "last_seen_run", "replaced_by", "is_returned")
    return [{name: row[name] for name in (*names, *more, *runs)} for row in rows]


def cover(connection: duckdb.DuckDBPyConnection) -> dict[str, list[date]]:
    """Contract → the months that its files cover."""
    found = connection.execute("select contract, month from covered_months order by contract, month").fetchall()
    months: dict[str, list[date]] = {}
    for contract, month in found:
        months.setdefault(contract, []).append(month)
    return months
