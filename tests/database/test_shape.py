"""The shape of the published database, laid out without data, is that of what fills it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.building.code import code_digest
from flows.building.shape import lay_shape
from flows.settings import PROJECT
from flows.store.layout import Warehouse
from tests.bureau import Bureau
from tests.database.conftest import Columns


def test_every_table_holds_what_is_put_into_it_without_a_cast(
    bureau: Bureau, filled: dict[str, tuple[Columns, Columns]]
) -> None:
    assert {"core.cases", "rejections", "figures", "calendar"} <= set(filled)
    for name, (table, rows) in filled.items():
        assert table == rows, name


def test_the_shape_is_the_published_database_without_data(
    bureau: Bureau, connection: duckdb.DuckDBPyConnection
) -> None:
    query = """
        select table_name, comment, 'table' as kind from duckdb_tables() where not internal
        union all select view_name, comment, sql from duckdb_views() where not internal
        union all select table_name || '.' || column_name, comment, data_type from duckdb_columns() where not internal
        union all select function_name, comment, function_type from duckdb_functions() where not internal
        order by all
    """
    (shape,) = bureau.warehouse.shapes.iterdir()
    with duckdb.connect(str(shape), read_only=True) as empty:
        assert empty.execute(query).fetchall() == connection.execute(query).fetchall()
        assert empty.execute("select count(*) from core.cases").fetchall() == [(0,)]


def test_a_shape_is_kept_until_the_code_is_another(bureau: Bureau, tmp_path: Path) -> None:
    (kept,) = bureau.warehouse.shapes.iterdir()
    made = kept.stat().st_mtime_ns
    assert lay_shape(bureau.warehouse, code_digest(PROJECT)) == kept
    assert kept.stat().st_mtime_ns == made

    other = Warehouse(tmp_path)
    other.shapes.mkdir()
    (other.shapes / "of-before.duckdb").touch()
    lay_shape(other, code_digest(PROJECT))
    assert [path.name for path in other.shapes.iterdir()] == [kept.name]
