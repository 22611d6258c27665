"""Two states of the figures side by side, in the shape of a release: what each counts, and of which records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from flows.building.loading import literal, union
from flows.building.models import SQL, read_models
from flows.release.frozen import content_columns

Row = dict[str, Any]
SIDES = ("then", "now")


def compare(connection: duckdb.DuckDBPyConnection) -> None:
    """Temporary tables of what differs and by which records: every model of ``sql/release/revisions``.

    The temporary tables ``then_counted``, ``now_counted``, ``then_corrections``, ``now_corrections`` (of the shape of
    ``counted.parquet`` and ``corrections.parquet`` of a release) and ``then_records``, ``now_records``
    (:func:`take_records`) are there; the database in use is the later one.
    """
    models = read_models("revisions", SQL / "release" / "revisions").values()
    for model in sorted(models, key=lambda model: model.head["order"]):
        connection.execute(f"create temporary table {model.stem} as {model.select}")


def take_records(connection: duckdb.DuckDBPyConnection, sources: dict[str, tuple[str, str]]) -> None:
    """Temporary tables ``then_records``, ``now_records``: records of all contracts, with the columns that both have.

    Args:
        sources: contract → what its records are selected from then and now; one that is not there had none.
    """
    sides = zip(*(_records(connection, contract, *both) for contract, both in sources.items()), strict=True)
    for side, of_contracts in zip(SIDES, sides, strict=True):
        connection.execute(f"create temporary table {side}_records as {union(of_contracts)}")


def _records(connection: duckdb.DuckDBPyConnection, contract: str, then: str, now: str) -> tuple[str, str]:
    """The records of a contract then and now, with the columns that both have."""
    had = {name for name, *_ in connection.execute(f"describe from {then}").fetchall()}
    columns = [name for name in content_columns(contract) if name in had]
    return _as_texts(contract, columns, then), _as_texts(contract, columns, now)


def _as_texts(contract: str, columns: Iterable[str], source: str) -> str:
    """Records of one contract as those of all are compared: their content as one text, and what links them."""
    content = ", ".join(f'"{name}": cast("{name}" as varchar)' for name in columns)
    links = [name if name in columns else f"cast(null as varchar) as {name}" for name in ("case_no", "task_no")]
    visited = "split_part(key, '|', 2)" if contract == "inspections" else "cast(null as varchar)"
    return (
        f"select {literal(contract)} as contract, key, shown_key, file_sha256, sheet, row, {', '.join(links)}, "
        f"{visited} as object, cast(to_json({{{content}}}) as varchar) as content from {source} as records"
    )


def rows_of_query(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of a query, as dicts."""
    result = connection.execute(query)
    names = [description[0] for description in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def files_by_sha256(connection: duckdb.DuckDBPyConnection) -> dict[str, Row]:
    """The files that the database in use knows, by the sha256 of their bytes."""
    return {row["sha256"]: row for row in rows_of_query(connection, "from files where sha256 is not null")}
