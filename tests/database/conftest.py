"""The published database of the bundled sample."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.bureau import Bureau


@pytest.fixture(scope="session")
def database(sample: Bureau, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file, as a copy: one process cannot have a file open in two ways, and others ask the original."""
    return Path(shutil.copy(sample.warehouse.database, tmp_path_factory.mktemp("database")))


@pytest.fixture
def connection(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, opened as an analyst opens it."""
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection
