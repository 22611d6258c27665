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
    # As literals: DuckDB loads pandas to look at parameters.
    structure = literal(json.dumps([dict(columns)]))
    text = literal(json.dumps(list(rows), ensure_ascii=False, default=str))
    names = ", ".join(f'row."{name}"' for name in columns)
    connection.execute(
        f"create table {table} as select {names} "
        f"from (select unnest(from_json({text}::json, {structure})) as row) as given"
    )


def literal(text: str) -> str:
    """A text as it stands in SQL."""
    return "'" + text.replace("'", "''") + "'"
