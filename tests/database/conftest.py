"""The published database of the bundled sample, built once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows.settings import SAMPLE_RAW
from tests.bureau import Bureau


@pytest.fixture(scope="session")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau whose drop folder is the sample, after one night."""
    folder = tmp_path_factory.mktemp("database")
    shutil.copytree(SAMPLE_RAW, folder / "raw")
    bureau = Bureau(folder, as_of=date(2024, 3, 1))
    bureau.night()
    return bureau


@pytest.fixture(scope="session")
def database(bureau: Bureau) -> Path:
    """The published file."""
    return bureau.warehouse.database.resolve()


@pytest.fixture
def connection(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, opened as an analyst opens it."""
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection
