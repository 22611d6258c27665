"""What is published held against the clear values of the shards: ``staging.exposures`` names what is in clear.

What counts, and what does not:

- Identifiers (resident IDs, plates, mobile numbers) count wherever they stand: in a table, a comment, a view, a macro.
  They are those that the shards hold in a personal column or a running text; the number of a document that looks like
  an ID but is nobody's counts nowhere.
- A name counts as a whole value of a column that may hold names, inside the texts of its own row (case name, offence,
  ...), and inside a message, a comment, a view or a macro.
- A name does not count in a column of places, units, fields and the like: a person called 高明 must not hold every
  night because of the place. Nor outside the personal columns if it is also a word of the project's own texts, or part
  of a path, sheet, unit or place: 许可 is a word before it is somebody of the family 许.

A view shows what tables hold and what its own text says; so the rows of tables are looked at, and the text of views.
What lies beside the database is looked at when it is written (:mod:`flows.building.privacy_beside`).
This module writes what depends on which tables and columns there are; what is found in them, ``sql/privacy`` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import duckdb

from flows.building.documentation import Published, published_objects
from flows.building.loading import create_filled, literal, union
from flows.building.models import SQL, in_order, read_models
from flows.building.texts import ColumnText, Texts
from schemas import CONTRACTS
from schemas.base import Column, Kind

_MACROS = SQL / "privacy_macros.sql"
_OWN_TEXTS = (
    "sql/**/*.sql",
    "sql/**/*.toml",
    "schemas/**/*.py",
    "schemas/**/*.toml",
    "flows/**/*.py",
    "flows/**/*.html",
    "flows/**/*.js",
)
TEXT_TYPES = ("VARCHAR", "VARCHAR[]")
# Few values in many rows: looked at once each.
_REPEATED = {"file_sha256", "sheet", "org_unit", "offence"} | {
    column.name for spec in CONTRACTS.values() for column in spec.columns.values() if column.kind is Kind.ENUM
}
# The name of a column of numbers says nothing of a text elsewhere: a declared value is no finding's value.
_NO_NAMES = {"file", "other_paths", "mended_by", "sheet", "file_sha256", "sha256", "approved_by"} | {
    column.name
    for spec in CONTRACTS.values()
    for column in spec.columns.values()
    if not column.is_personal and column.kind is not Kind.NUMBER
}
# The key of a visit holds its object, maybe a company that is named after somebody: a name counts as a whole key.
_KEYS = {"key"}
# A finding's value is a cell of any column: that of a personal column may hold a name, and a key of several parts.
_CELLS = {"rejections": {"value"}, "warnings": {"value"}, "corrections": {"expected", "found", "value"}}
_MAY_NAME = (
    "(contains(text, '|') or exists (select 1 from staging.personal_columns as personal "
    'where personal.contract = cells.contract and personal."column" = cells."column"))'
)


def find_exposures(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``staging.exposures`` (object, column, kind, texts, example) for the open database, complete and documented.

    The shards in force are there as views, the names of persons as ``staging.person_names``.
    """
    connection.execute(_MACROS.read_text(encoding="utf-8"))
    columns = text_columns(connection)
    named = [(table, name, text.is_personal) for table, name, text in columns if text.name not in _NO_NAMES]
    generated = {
        "clear_texts": _clear_texts(),
        "identifying_texts": union(texts_of_column(table, name, "may_identify(text)") for table, name, _ in columns),
        "named_texts": union(_named(table, name, is_personal) for table, name, is_personal in named),
        "running_texts": union(
            texts_of_column(table, name, _may_name(table, name))
            for table, name, _ in named
            if table.schema == "main" and name not in _KEYS
        ),
    }
    create_filled(connection, "staging.own_words", {"word": "varchar"}, _own_names(connection))
    for model in in_order(read_models("staging", SQL / "privacy").values()):
        connection.execute(f"create table {model.name} as {_in_place(model.select, generated)}")


def _in_place(select: str, generated: Mapping[str, str]) -> str:
    """A select with what is generated where it is named: as views all the columns of all tables were planned twice."""
    for name, text in generated.items():
        select = select.replace(f"staging.{name}", f"({text})")
    return select


def text_columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[Published, str, ColumnText]]:
    """Every column of text of a published table with rows, with what it means: where its values come from."""
    texts = Texts()
    found = []
    for table in _with_rows(connection):
        known = texts.of(table.shown, table.types).columns
        found += [
            (table, name, known.get(name, ColumnText(name, "")))
            for name, kind in table.types.items()
            if kind in TEXT_TYPES
        ]
    return found


def _with_rows(connection: duckdb.DuckDBPyConnection) -> list[Published]:
    """The published tables that hold anything; of a small bureau many are empty, and to plan is most of the work."""
    tables = {table.shown: table for table in published_objects(connection) if table.kind == "表"}
    query = union(f"select {literal(name)} where exists (from {table.quoted})" for name, table in tables.items())
    return [tables[name] for (name,) in connection.execute(query).fetchall()]


def _clear_texts() -> str:
    """Every personal column and running text of the shards, as far as it may hold an identifier."""
    selects = [
        f"select {_each(column.name, column.kind is Kind.SET)} as text from shards.{spec.name}"
        for spec in CONTRACTS.values()
        for column in spec.columns.values()
        if column.is_personal or _is_running(column)
    ]
    return f"select text from ({union(selects)}) as texts where may_identify(text)"


def _is_running(column: Column) -> bool:
    return column.kind is Kind.TEXT or (column.kind is Kind.SET and column.item_kind is Kind.TEXT)


def _own_names(connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """The names of persons that are words of the project's own texts as well."""
    names = connection.execute("select name from staging.person_names order by name").fetchall()
    return [{"word": name} for (name,) in names if name in own_words()]


@cache
def own_words() -> frozenset[str]:
    """What could be a name in the project's own texts: words. Not the sample's, whose vocabulary is one of names."""
    project = SQL.parent
    files = {path for pattern in _OWN_TEXTS for path in project.glob(pattern)} - {*project.glob("flows/sample/*")}
    listed = ", ".join(literal(str(path)) for path in sorted(files))
    with duckdb.connect() as connection:
        connection.execute(_MACROS.read_text(encoding="utf-8"))
        words = connection.execute(f"select distinct unnest(names_in(content)) from read_text([{listed}])").fetchall()
    return frozenset(word for (word,) in words)


def texts_of_column(table: Published, column: str, condition: str) -> str:
    """The texts of one column that meet a condition, under the names of table and column."""
    text = _each(column, table.types[column].endswith("[]"))
    distinct = "distinct " if column in _REPEATED else ""
    beside = ', contract, "column"' if column in _CELLS.get(table.name, ()) else ""  # what its condition asks for
    return (
        f'select {literal(table.shown)} as object, {literal(column)} as "column", text '
        f"from (select {distinct}{text} as text{beside} from {table.quoted}) as cells where {condition}"
    )


def _named(table: Published, column: str, is_personal: bool) -> str:
    """The texts of a column that may hold names; is_personal: as a contract says, so no word of ours stands there."""
    texts = texts_of_column(table, column, _may_name(table, column))
    return f"select *, {is_personal} as is_personal from ({texts}) as named"


def _may_name(table: Published, column: str) -> str:
    return _MAY_NAME if column in _CELLS.get(table.name, ()) else "text is not null"


def _each(column: str, is_list: bool) -> str:
    return f'unnest("{column}")' if is_list else f'"{column}"'
