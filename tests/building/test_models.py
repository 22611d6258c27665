"""SQL files as models: what they read is found by a pattern, and the pattern is held against a parser."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from flows.building.models import SQL, BadModel, Model, in_order, read_model, read_models
from flows.building.rules import rule_findings
from flows.building.sources import source_models

FOLDERS = {"staging": "staging", "core": "core", "records": "figures", "main": "published", "checks": "checks"}
FILES = [
    pytest.param(schema, path, id=f"{folder}/{path.stem}")
    for schema, folder in FOLDERS.items()
    for path in sorted((SQL / folder).glob("*.sql"))
]
SCHEMAS = {"shards", "staging", "core", "records", "previous"}


def parsed_references(select: str) -> set[str]:
    """The tables with a schema that a select reads, according to sqlglot."""
    tables = sqlglot.parse_one(select, dialect="duckdb").find_all(exp.Table)
    return {f"{table.db}.{table.name}".lower() for table in tables if table.db in SCHEMAS}


@pytest.mark.parametrize(("schema", "path"), FILES)
def test_what_a_file_reads_is_what_the_parser_finds(schema: str, path: Path) -> None:
    model = read_model(schema, path)
    assert model.references == parsed_references(model.select) - {model.name}


@pytest.mark.parametrize(
    "model", [*source_models({}, has_names=True), rule_findings(SQL / "staging" / "rules")], ids=lambda m: m.name
)
def test_what_generated_selects_read_is_what_the_parser_finds(model: Model) -> None:
    assert model.references == parsed_references(model.select) - {model.name}


def test_names_in_comments_and_texts_are_no_references() -> None:
    model = Model("core.a", "select 'core.b', 'it''s core.c' /* core.d */ from core.e -- core.f\nwhere x = core.a.y")
    assert model.references == {"core.e"}


def test_every_model_comes_after_those_it_reads() -> None:
    models = [*read_models("staging", SQL / "staging").values(), *read_models("core", SQL / "core").values()]
    ordered = [model.name for model in in_order([*source_models({}, has_names=True), *models])]
    for model in models:
        for name in model.references & set(ordered):
            assert ordered.index(name) < ordered.index(model.name)


@pytest.mark.parametrize("text", ["select 1", "/* title = */ select 1"])
def test_a_file_without_a_head_of_toml_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadModel, match=r"broken\.sql"):
        read_model("core", path)
