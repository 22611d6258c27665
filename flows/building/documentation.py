"""What the published database says of itself: comments on tables, views, columns and macros, and the table 数据字典.

Every text has one source: a contract's column says in ``schemas`` what it is; what SQL derives, the head of its file
(``[columns]``, ``[masked]``); a figure, its definition; what has no SQL file, ``sql/documentation.toml``. A column that
a view renames or passes on says what it says where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from flows.building.loading import create_filled, literal
from flows.building.texts import ColumnText, ObjectText, Texts

DICTIONARY = "数据字典"
_DICTIONARY_TYPES = {
    "对象": "varchar",
    "类别": "varchar",
    "列": "varchar",
    "数据类型": "varchar",
    "单位": "varchar",
    "含义": "varchar",
    "来源列名": "varchar[]",
    "数据来源": "varchar",
    "个人信息": "boolean",
    "脱敏方式": "varchar",
}


@dataclass(frozen=True)
class Published:
    """A table or view as it stands in the database: its columns with their types, in order."""

    catalog: str
    schema: str
    name: str
    kind: str
    types: Mapping[str, str]

    @property
    def shown(self) -> str:
        """The name as analysts write it."""
        return self.name if self.schema == "main" else f"{self.schema}.{self.name}"

    @property
    def quoted(self) -> str:
        """The name as it stands in SQL."""
        return f'"{self.catalog}"."{self.schema}"."{self.name}"'


def document(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill 数据字典 and comment on everything that the open database holds.

    Raises:
        duckdb.Error: a head documents a column that its table does not have.
    """
    texts = Texts()
    create_filled(connection, DICTIONARY, _DICTIONARY_TYPES, [])
    found = [(published, texts.of(published.shown, published.types)) for published in published_objects(connection)]
    rows = [row for published, text in found for row in _rows(published, text)]
    rows += [{"对象": name, "类别": "宏", "含义": text} for name, text in sorted(texts.macros.items())]
    connection.execute(f"drop table {DICTIONARY}")
    create_filled(connection, DICTIONARY, _DICTIONARY_TYPES, rows)
    statements = [statement for published, text in found for statement in _comments(published, text)]
    statements += _macro_comments(connection, texts.macros)
    # As one transaction: each comment alone would be a write of its own to the disk.
    connection.execute(";\n".join(["begin", *statements, "commit"]))


def published_objects(connection: duckdb.DuckDBPyConnection) -> list[Published]:
    """The tables and views of the open database, by schema and name."""
    views = set(
        connection.execute(
            "select schema_name, view_name from duckdb_views() "
            "where not internal and database_name = current_database()"
        ).fetchall()
    )
    columns: dict[tuple[str, str, str], dict[str, str]] = {}
    for catalog, schema, name, column, kind in connection.execute(
        "select database_name, schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where not internal and database_name = current_database() order by schema_name, table_name, column_index"
    ).fetchall():
        columns.setdefault((catalog, schema, name), {})[column] = kind
    return [Published(*key, "视图" if key[1:] in views else "表", types) for key, types in columns.items()]


def _rows(published: Published, text: ObjectText) -> Iterable[dict[str, object]]:
    """The rows of 数据字典: the object itself, then its columns in order."""
    yield {"对象": published.shown, "类别": published.kind, "含义": text.comment, "数据来源": text.contract or None}
    for name, kind in published.types.items():
        column = text.columns.get(name, ColumnText(name, ""))
        yield {
            "对象": published.shown,
            "类别": "列",
            "列": name,
            "数据类型": kind,
            "单位": column.unit,
            "含义": column.meaning,
            "来源列名": column.headings,
            "数据来源": column.contract or None,
            "个人信息": column.is_personal,
            "脱敏方式": column.masking or None,
        }


def _comments(published: Published, text: ObjectText) -> Iterable[str]:
    kind = "view" if published.kind == "视图" else "table"
    yield f"comment on {kind} {published.quoted} is {literal(text.comment)}"
    for name, column in text.columns.items():
        yield f'comment on column {published.quoted}."{name}" is {literal(column.comment)}'


def _macro_comments(connection: duckdb.DuckDBPyConnection, macros: Mapping[str, str]) -> Iterable[str]:
    kinds = dict(
        connection.execute(
            "select function_name, function_type from duckdb_functions() "
            "where not internal and database_name = current_database()"
        ).fetchall()
    )
    for name, text in macros.items():
        kind = "macro table" if kinds.get(name) == "table_macro" else "macro"
        yield f'comment on {kind} "{name}" is {literal(text)}'
