"""The published database of the bundled sample, built once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.building.draft import Draft
from flows.building.models import Model
from flows.settings import SAMPLE_RAW
from tests.bureau import Bureau

Columns = list[tuple[str, str]]


@pytest.fixture(scope="session")
def filled() -> dict[str, tuple[Columns, Columns]]:
    """Table → its columns with their types, and those of the rows that were put into it; filled by the night."""
    return {}


@pytest.fixture(scope="session")
def bureau(tmp_path_factory: pytest.TempPathFactory, filled: dict[str, tuple[Columns, Columns]]) -> Bureau:
    """A bureau whose drop folder is the sample, after one night."""
    folder = tmp_path_factory.mktemp("database")
    shutil.copytree(SAMPLE_RAW, folder / "raw")
    bureau = Bureau(folder, as_of=date(2024, 3, 1))
    fill = Draft.table

    def look_and_fill(draft: Draft, model: Model) -> None:
        fill(draft, model)
        filled[model.name] = _described(draft, model.name), _described(draft, model.select)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Draft, "table", look_and_fill)
        bureau.night()
    return bureau


def _described(draft: Draft, query: str) -> Columns:
    return [(name, kind) for name, kind, *_ in draft.connection.execute(f"describe {query}").fetchall()]


@pytest.fixture(scope="session")
def database(bureau: Bureau) -> Path:
    """The published file."""
    return bureau.warehouse.database.resolve()


@pytest.fixture
def connection(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, opened as an analyst opens it."""
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection
