"""A query put to the published database, its rows by the names of their columns, or as columns where they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:  # most questions have few rows, and do without
    import polars as pl

Row = dict[str, Any]


def asked(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of a query. It takes no parameters: DuckDB loads pandas to look at them."""
    result = connection.execute(query)
    names = [description[0] for description in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def asked_frame(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """The rows of a query as columns, handed over as they are: for many rows."""
    import polars as pl

    return pl.DataFrame(connection.sql(query))
