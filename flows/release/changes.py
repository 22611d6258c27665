"""previous build ↔ this one: which figures moved since what is published, why, and by which records.

The causes are those of ``enfstat revisions``, found by the same comparison. A night must not pay for what did not move:
totals are compared first, then the months in which they moved, then what is counted there; only the records that are
linked to what is counted otherwise are compared one by one (docs/decisions/0019).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import duckdb

from flows.building.loading import create_filled, literal, union
from flows.building.models import SQL, read_models
from flows.published import Period
from flows.release.causes import TITLES, Cause, Known, figure_cause, record_cause, state_causes
from flows.release.compared import SIDES, Row, compare, rows_of_query, take_records
from flows.release.frozen import ask, content_columns, core_table, records_select, selects
from schemas import CONTRACTS

COMPARED_AT_MOST = 200_000  # what is counted in the months that moved, of both sides and all figures
EXAMPLES_AT_MOST = 5
_THIS, _PREVIOUS = "enforcement", "previous"
_NEEDED = {
    "figures": "figure year title unit measure value status missing_months note records",
    "figure_definitions": "figure rounds_down",
    "figure_cells": "figure year month org_unit field records numerator denominator",
    "figure_records": "figure year month record_key key file_sha256 sheet row occurred_on org_unit field value "
    "numerator denominator",
}
_CAUSE = {"cause": "varchar", "why": "varchar"}
_PLACED = ("record_key", "shown_key", "file_sha256", "sheet", "row")
# What may link a record of a contract to what a figure counts, besides its own key (sql/release/revisions/causes.sql).
_LINKS = {
    "key": "key in (select key from touched)",
    "case_no": "case_no in (select case_no from touched_cases)",
    "task_no": "task_no in (select key from touched) "
    "or split_part(key, '|', 2) in (select split_part(key, '|', 2) from touched where contains(key, '|'))",
}


def can_be_compared(connection: duckdb.DuckDBPyConnection, tables: Iterable[str] = tuple(_NEEDED)) -> bool:
    """Whether the catalog ``previous`` has these tables as this code reads them."""
    has = _columns_of_previous(connection, "main")
    return all(set(_NEEDED[table].split()) <= has.get(table, set()) for table in tables)


def fill_changes(connection: duckdb.DuckDBPyConnection, known: Known) -> None:
    """Fill ``figure_changes`` and ``figure_change_records`` of the open draft, which are there and empty.

    The last published build is there as the catalog ``previous``, and :func:`can_be_compared`.
    """
    _take(connection, "moved_figures")
    moved = rows_of_query(connection, "from moved_figures order by year, figure")
    if moved:
        _find_records(connection)
        _lay_to_causes(connection, moved, known)
        models = _models()
        for name in ("figure_changes", "figure_change_records"):
            connection.execute(f"insert into {name} {models[name]}")


def _columns_of_previous(connection: duckdb.DuckDBPyConnection, schema: str) -> dict[str, set[str]]:
    """Its tables and views with their columns, listed once: to list them DuckDB binds every view."""
    connection.execute(
        "create temporary table if not exists previous_columns as "
        "select schema_name, table_name, list(column_name) as columns from duckdb_columns() "
        f"where database_name = {literal(_PREVIOUS)} group by all"
    )
    of_schema = f"select table_name, columns from previous_columns where schema_name = {literal(schema)}"
    return {name: set(columns) for name, columns in connection.execute(of_schema).fetchall()}


def _models() -> Mapping[str, str]:
    return {model.stem: model.select for model in read_models("changes", SQL / "changes").values()}


def _take(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    connection.execute(f"create temporary table {name} as {_models()[name]}")


def _find_records(connection: duckdb.DuckDBPyConnection) -> None:
    """What is counted otherwise and the records that this may be laid to, compared as for a release."""
    connection.execute(f"set variable compared_at_most = {COMPARED_AT_MOST:d}")
    connection.execute(f"set variable examples_at_most = {EXAMPLES_AT_MOST:d}")
    _take(connection, "moved_months")
    asked = rows_of_query(connection, "select distinct figure, year from moved_months where is_compared order by all")
    ask(connection, [Period(year) for year in sorted({row["year"] for row in asked})])
    for side, catalog in zip(SIDES, (_PREVIOUS, _THIS), strict=True):
        # In its own catalog: views and macros of an earlier build may say otherwise than those of today.
        connection.execute(f"use {catalog}")
        connection.execute(f"create temporary table {side}_asked as {_counted(asked)}")
    _take_corrections(connection)
    _take(connection, "touched")
    for side in SIDES:
        counted = f"from {side}_asked semi join touched using (figure, key)"
        connection.execute(f"create temporary table {side}_counted as {counted}")
    sources = _sources(connection)
    connection.execute(f"create temporary table touched_cases as {_touched_cases(sources)}")
    take_records(connection, {name: (_linked(name, then), _linked(name, now)) for name, (then, now) in sources.items()})
    compare(connection)


def _take_corrections(connection: duckdb.DuckDBPyConnection) -> None:
    """Where the corrections of both sides are declared; a build of 0.1 knows of none."""
    select = selects()["corrections"]
    connection.execute(f"use {_THIS}")
    connection.execute(f"create temporary table now_corrections as {select}")
    is_known = {"corrections", "corrections_by_row"} <= _columns_of_previous(connection, "main").keys()
    if is_known:
        connection.execute(f"use {_PREVIOUS}")
    then = select if is_known else "from now_corrections limit 0"
    connection.execute(f"create temporary table then_corrections as {then}")
    connection.execute(f"use {_THIS}")


def _counted(asked: Iterable[Row]) -> str:
    """What the figures that moved count in the months that moved. Named one by one: no other figure is read then."""
    figures = ", ".join(sorted({literal(row["figure"]) for row in asked})) or "''"
    years = [row["year"] for row in asked] or [1]
    return (
        f"select counted.* from ({selects()['counted']}) as counted "
        "semi join (from moved_months where is_compared) as moved on counted.figure = moved.figure "
        "and year(counted.occurred_on) = moved.year and month(counted.occurred_on) = moved.month "
        f"where counted.figure in ({figures}) and counted.occurred_on "
        f"between make_date({min(years):d}, 1, 1) and make_date({max(years):d}, 12, 31)"
    )


def _sources(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str]]:
    """Contract → selects of its records then and now; an earlier build may lack the table or columns of it."""
    had = _columns_of_previous(connection, "core")
    return {contract: _both(contract, had.get(core_table(contract).stem, set())) for contract in CONTRACTS}


def _both(contract: str, had: AbstractSet[str]) -> tuple[str, str]:
    columns = content_columns(contract)
    now = f"({records_select(contract, columns)})"
    if not {*_PLACED, *_LINKS.keys() & columns} <= had:
        return f"(from {now} limit 0)", now
    return f"({records_select(contract, [name for name in columns if name in had], _PREVIOUS)})", now


def _touched_cases(sources: Mapping[str, tuple[str, str]]) -> str:
    """The cases of what is counted otherwise; the key of a case is its number."""
    cases = [
        f"select records.case_no from {source} as records semi join {side}_counted using (file_sha256, sheet, row)"
        for contract, both in sources.items()
        if "case_no" in content_columns(contract)
        for side, source in zip(SIDES, both, strict=True)
    ]
    return union(["select key as case_no from touched", *cases])


def _linked(contract: str, source: str) -> str:
    """The records of a contract that what is counted otherwise may be laid to; a few more do no harm."""
    links = [link for column, link in _LINKS.items() if column in ("key", *content_columns(contract))]
    return f"(from {source} where {' or '.join(links)})"


def _lay_to_causes(connection: duckdb.DuckDBPyConnection, moved: Sequence[Row], known: Known) -> None:
    """Tables of ``staging``: the causes of the kinds of changes of records, of figures, and of their states.

    A cause is told by the settings and files of both builds; records that changed alike have one cause.
    """
    _take(connection, "record_kinds")
    kinds = rows_of_query(connection, "select distinct on (kind) * exclude (record_id) from record_kinds")
    of_kinds = [_caused({"kind": row["kind"]}, record_cause(row, known)) for row in kinds]
    create_filled(connection, "staging.record_causes", {"kind": "bigint"} | _CAUSE, of_kinds)
    figures = sorted({row["figure"] for row in moved})
    of_figures = [_caused({"figure": figure}, figure_cause(figure, known)) for figure in figures]
    create_filled(connection, "staging.figure_causes", {"figure": "varchar"} | _CAUSE, of_figures)
    of_states = [*_states(connection, moved, known), *_uncompared(connection)]
    create_filled(connection, "staging.state_causes", {"figure": "varchar", "year": "integer"} | _CAUSE, of_states)
    titles = [{"cause": cause.value, "title": title} for cause, title in TITLES.items()]
    create_filled(connection, "staging.cause_titles", {"cause": "varchar", "title": "varchar"}, titles)
    _take(connection, "explained")


def _states(connection: duckdb.DuckDBPyConnection, moved: Iterable[Row], known: Known) -> Iterator[Row]:
    """Figures whose status, missing months or words differ, whether a record moved them or not."""
    counted = "select distinct figure, year from causes union select figure, year from moved_months"
    explained = {(row["figure"], row["year"]) for row in rows_of_query(connection, counted)}
    for row in moved:
        place = {"figure": row["figure"], "year": row["year"]}
        is_explained = (row["figure"], row["year"]) in explained
        for found in state_causes(row["then_figure"], row["now_figure"], known, is_explained=is_explained):
            yield _caused(place, found)


def _uncompared(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Figures of which too much moved to be compared record by record."""
    query = "select figure, year, sum(records) as records from moved_months where not is_compared group by all"
    for row in rows_of_query(connection, query):
        why = f"变动的月份两次共计 {row['records']} 条,没有逐条比较"
        yield _caused({"figure": row["figure"], "year": row["year"]}, (Cause.MANY, why))


def _caused(what: Row, found: tuple[Cause, str]) -> Row:
    cause, why = found
    return what | {"cause": cause.value, "why": why}
