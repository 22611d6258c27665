"""Every table, view, column and macro says what it is, and nothing is documented that does not exist."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
import sqlglot

from flows.building.documentation import DICTIONARY, Published, document, published_objects
from flows.building.models import SQL, Model, read_models
from flows.building.texts import _RENAMED, Texts
from flows.building.views import read_views
from schemas import CONTRACTS
from schemas.base import Kind

CORE = {model.stem: model.head for model in read_models("core", SQL / "core").values()}


@pytest.fixture
def objects(connection: duckdb.DuckDBPyConnection) -> dict[str, Published]:
    return {found.shown: found for found in published_objects(connection)}


def test_everything_has_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    tables = "select table_name from duckdb_tables() where coalesce(comment, '') = ''"
    assert connection.execute(tables).fetchall() == []
    views = "select view_name from duckdb_views() where not internal and coalesce(comment, '') = ''"
    assert connection.execute(views).fetchall() == []
    columns = (
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where not internal and coalesce(comment, '') = ''"
    )
    assert connection.execute(columns).fetchall() == []


def test_what_is_documented_is_what_there_is(objects: dict[str, Published]) -> None:
    texts = Texts()
    assert texts.documented() == set(objects)
    for name, found in objects.items():
        assert set(texts.of(name, found.types).columns) == set(found.types), name


def test_what_is_said_to_be_masked_is_there(objects: dict[str, Published]) -> None:
    for name, head in CORE.items():
        assert set(head.get("masked", {})) <= set(objects[f"core.{name}"].types)


def test_every_personal_column_says_how_it_is_published() -> None:
    tables = {"inspections": "inspection_visits"}
    for contract, spec in CONTRACTS.items():
        personal = {name for name, column in spec.columns.items() if column.is_personal}
        assert personal <= set(CORE[tables.get(contract, contract)].get("masked", {})), contract


def test_a_head_that_documents_a_column_that_is_not_there_stops_the_build() -> None:
    connection = duckdb.connect()
    connection.execute("create table calendar as select date '2023-01-01' as day")
    with pytest.raises(duckdb.Error, match="is_workday"):
        document(connection)


def test_every_macro_that_is_documented_exists_and_those_for_analysts_are(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    query = "select function_name, comment from duckdb_functions() where not internal and comment is not null"
    commented = dict(connection.execute(query).fetchall())
    assert commented == Texts().macros
    assert {"figure", "trace", "workdays", "指标", "追溯", "工作日数"} <= set(commented)


def test_the_dictionary_is_the_database_both_ways(
    connection: duckdb.DuckDBPyConnection, objects: dict[str, Published]
) -> None:
    rows = connection.execute(f"select 对象, 列, 数据类型 from {DICTIONARY} where 类别 = '列'").fetchall()
    assert len(rows) == len(set(rows))
    expected = {(name, column, kind) for name, found in objects.items() for column, kind in found.types.items()}
    assert set(rows) == expected
    listed = connection.execute(f"select 对象, 类别 from {DICTIONARY} where 类别 in ('表', '视图')").fetchall()
    assert sorted(listed) == sorted((name, found.kind) for name, found in objects.items())
    macros = connection.execute(f"select 对象 from {DICTIONARY} where 类别 = '宏'").fetchall()
    assert {name for (name,) in macros} == set(Texts().macros)


def test_the_dictionary_is_the_contracts_both_ways(connection: duckdb.DuckDBPyConnection) -> None:
    query = (
        f"select 数据来源, 列, 来源列名, 个人信息, 单位 from {DICTIONARY} "
        "where 类别 = '列' and 数据来源 is not null and starts_with(对象, 'core.')"
    )
    tables = {(contract, column): facts for contract, column, *facts in connection.execute(query).fetchall()}
    expected = {
        (name, column.name): [list(column.headings), column.is_personal, "元" if column.kind is Kind.MONEY else None]
        for name, spec in CONTRACTS.items()
        for column in spec.columns.values()
        if column.name not in ("change", "is_test")
    }
    assert set(tables) == set(expected)
    for key, (headings, is_personal, unit) in expected.items():
        assert tables[key][:2] == [headings, is_personal], key
        assert unit is None or tables[key][2] == unit, key


@pytest.mark.parametrize(
    ("name", "column", "unit"),
    [
        ("案件", "罚没款", "元"),
        ("core.cases", "publication_workdays", "工作日"),
        ("core.outreach", "materials", "份"),
        ("files", "accepted", "行"),
        ("records.fines_levied", "quantity", "元"),
        ("core.cases", "case_no", None),
    ],
)
def test_a_unit_is_told(connection: duckdb.DuckDBPyConnection, name: str, column: str, unit: str | None) -> None:
    query = f"select 单位 from {DICTIONARY} where 对象 = $1 and 列 = $2"
    assert connection.execute(query, [name, column]).fetchall() == [(unit,)]


def test_a_comment_names_headings_and_masking(connection: duckdb.DuckDBPyConnection) -> None:
    query = "select comment from duckdb_columns() where table_name = $1 and column_name = $2"
    ((comment,),) = connection.execute(query, ["案件", "车牌号散列"]).fetchall()
    assert "来源列名:车牌号、车牌号码" in comment
    assert "公布时:键控散列" in comment


@pytest.mark.parametrize("view", read_views(), ids=lambda view: view.stem)
def test_a_renamed_column_is_what_the_parser_finds(view: Model) -> None:
    select = view.select
    renamed = {given: (table, column) for table, column, given in _RENAMED.findall(select)}
    parsed = {
        expression.alias: (expression.this.table, expression.this.name)
        for expression in sqlglot.parse_one(select, dialect="duckdb").selects
        if isinstance(expression, sqlglot.exp.Alias) and isinstance(expression.this, sqlglot.exp.Column)
    }
    names = {expression.alias for expression in sqlglot.parse_one(select, dialect="duckdb").selects}
    assert {given: source for given, source in renamed.items() if given in names} == parsed


def test_comments_are_the_same_every_time(database: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.duckdb"
    shutil.copyfile(database, again)
    query = "select schema_name, table_name, column_name, comment from duckdb_columns() where not internal order by all"
    with duckdb.connect(str(again)) as connection:
        before = connection.execute(query).fetchall()
        rows = connection.execute(f"from {DICTIONARY}").fetchall()
        connection.execute(f"drop table {DICTIONARY}")
        document(connection)
        assert connection.execute(query).fetchall() == before
        assert connection.execute(f"from {DICTIONARY}").fetchall() == rows
