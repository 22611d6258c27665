"""A query put to the published database, its rows by the names of their columns."""

from __future__ import annotations

from typing import Any

import duckdb

Row = dict[str, Any]


def asked(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of a query. It takes no parameters: DuckDB loads pandas to look at them."""
    result = connection.execute(query)
    names = [description[0] for description in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
