"""The shape of the published database, laid out without data, is that of what fills it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.building import shape as shapes
from flows.building.code import code_digest, code_files
from flows.building.draft import Draft
from flows.building.models import Model
from flows.building.shape import shape
from flows.settings import PROJECT
from flows.store.layout import DATABASE_NAME
from tests.bureau import Bureau
from tests.pipeline.mixture import mixture


def test_every_table_holds_what_is_put_into_it_without_a_cast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau = Bureau(tmp_path)
    for contract, rows in mixture(size=3).items():
        bureau.put(f"{contract}_20240105.csv", contract, *rows)
    fill = Draft.table
    filled = {}

    def look_and_fill(draft: Draft, model: Model) -> None:
        fill(draft, model)
        filled[model.name] = described(draft, model.name), described(draft, model.select)

    monkeypatch.setattr(Draft, "table", look_and_fill)
    bureau.night()
    assert {"core.cases", "rejections", "figures", "calendar"} <= set(filled)
    for name, (table, rows) in filled.items():
        assert table == rows, name


def described(draft: Draft, query: str) -> list[tuple[str, str]]:
    """The columns of a query with their types."""
    return [(name, kind) for name, kind, *_ in draft.connection.execute(f"describe {query}").fetchall()]


def test_the_shape_is_the_published_database_without_data(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    query = """
        select table_name, comment, 'table' as kind from duckdb_tables() where not internal
        union all select view_name, comment, sql from duckdb_views() where not internal
        union all select table_name || '.' || column_name, comment, data_type from duckdb_columns() where not internal
        union all select function_name, comment, function_type from duckdb_functions() where not internal
        order by all
    """
    bare = tmp_path / DATABASE_NAME
    bare.write_bytes(shape(code_digest(code_files(PROJECT))))
    with duckdb.connect(str(bare), read_only=True) as empty:
        assert empty.execute(query).fetchall() == connection.execute(query).fetchall()
        assert empty.execute("select count(*) from core.cases").fetchall() == [(0,)]


def test_a_shape_is_kept_until_the_code_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "_KEPT", tmp_path)
    monkeypatch.setattr(shapes, "_made", str.encode)
    make = shape.__wrapped__  # as another process would: without what this one has in memory
    assert make("one") == b"one"
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"kept")
    assert make("one") == b"kept"
    assert make("two") == b"two"
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"two"]


def test_where_nothing_may_be_kept_a_shape_is_made_for_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(shapes, "_KEPT", tmp_path / "file")
    monkeypatch.setattr(shapes, "_made", str.encode)
    assert shape.__wrapped__("one") == b"one"
