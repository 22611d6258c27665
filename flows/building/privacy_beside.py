"""The files beside the database held against the clear values of the shards, as :mod:`flows.building.privacy` does it.

Identifiers count wherever they stand. A name counts in any text of a file, unless it is a word of the project's own, or
the text is that of a published value: what a column may hold has been looked at in the database (docs/decisions/0020).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from flows.building.file_texts import file_texts
from flows.building.loading import literal, union
from flows.building.models import SQL, Model, read_models
from flows.building.privacy import text_columns, texts_of_column

# What was found of the shards, and all that is needed of it once the database is complete.
_CLEAR = ("clear_identifiers", "person_names", "words")
_MAY_COUNT = r"regexp_matches(text, '\p{Han}\P{Han}?\p{Han}|\p{Han}[A-Za-z]|[0-9]{11}')"
_NOTHING = "select cast(null as varchar) as object, cast(null as varchar) as text where false"


def keep_clear_values(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what is staged but for the clear values: their memory is needed for what is written beside."""
    kept = ", ".join(map(literal, _CLEAR))
    tables = connection.execute(
        f"select table_name from duckdb_tables() where database_name = 'staging' and table_name not in ({kept})"
    ).fetchall()
    connection.execute(";".join(f'drop table staging."{name}"' for (name,) in tables))


def find_exposures_beside(connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
    """Fill ``staging.exposures`` anew, for the files below a folder; the database in use is the one they are of.

    Raises:
        UnreadableFile: a file cannot be looked at.
    """
    _take_texts(connection, directory)
    models = read_models("staging", SQL / "privacy" / "beside")
    _take(connection, models["staging.file_names"])
    found = connection.execute("select distinct part from staging.file_names order by part").fetchall()
    texts = _published_texts(connection, [part for (part,) in found])
    connection.execute(f"create table staging.published_texts as select distinct text from ({texts}) as texts")
    _take(connection, models["staging.exposures"])


def _take_texts(connection: duckdb.DuckDBPyConnection, directory: Path) -> None:
    """``staging.file_texts``: the texts of the files that may hold a name or a number, each once a file.

    By way of a file: to take a table from memory, DuckDB loads pandas.
    """
    with TemporaryDirectory(dir=directory.parent) as beside:
        path = Path(beside) / "texts.parquet"
        file_texts(directory).write_parquet(path)
        found = f"select distinct object, text from read_parquet({literal(str(path))}) where {_MAY_COUNT}"
        connection.execute(f"create table staging.file_texts as {found}")


def _published_texts(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> str:
    """The published values that hold one of these names; most nights there is none to look for."""
    pattern = "|".join(map(re.escape, names))
    if not pattern:
        return _NOTHING
    condition = f"regexp_matches(text, {literal(pattern)})"
    return union(texts_of_column(table, name, condition) for table, name, _ in text_columns(connection))


def _take(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    connection.execute(f"create or replace table {model.name} as {model.select}")
