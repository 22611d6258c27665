"""Plain facts into tables of the build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb


def create_filled(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Create a table and fill it in one statement.

    Args:
        columns: column → DuckDB type, in order.
        rows: facts by column; what a row lacks is null.
    """
    connection.execute(f"create table {table} as {rows_of(columns, rows)}")


def rows_of(columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as a select. As literals: DuckDB loads pandas to look at parameters."""
    structure = literal(json.dumps([dict(columns)]))
    text = literal(json.dumps(list(rows), ensure_ascii=False, default=str))
    names = ", ".join(f'row."{name}"' for name in columns)
    return f"select {names} from (select unnest(from_json({text}::json, {structure})) as row) as given"


def columns_of(connection: duckdb.DuckDBPyConnection, schema: str) -> dict[str, set[str]]:
    """The columns of the tables and views of a schema of the database in use."""
    found = connection.execute(
        "select table_name, list(column_name) from duckdb_columns() "
        f"where database_name = current_database() and schema_name = {literal(schema)} group by table_name"
    ).fetchall()
    return {name: set(columns) for name, columns in found}


def union(selects: Iterable[str]) -> str:
    """The rows of several selects under one another."""
    return "\nunion all\n".join(selects)


def literal(text: str) -> str:
    """A text as it stands in SQL."""
    return "'" + text.replace("'", "''") + "'"
