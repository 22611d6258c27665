"""The bundled sample, published once, and what its drafts are checked with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date

import pytest

from flows.checking.check import Checker, checker_of
from flows.published import Period, published_database
from flows.settings import SAMPLE_RAW
from tests.bureau import Bureau


@pytest.fixture(scope="session")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau whose drop folder is the sample, after one night."""
    folder = tmp_path_factory.mktemp("checking")
    shutil.copytree(SAMPLE_RAW, folder / "raw")
    bureau = Bureau(folder, as_of=date(2024, 3, 1))
    bureau.night()
    return bureau


@pytest.fixture(scope="session")
def year(bureau: Bureau) -> Iterator[Checker]:
    """What a draft about 2023 is checked with."""
    with published_database(bureau.warehouse) as connection:
        yield checker_of(connection, Period(2023), [])


@pytest.fixture
def checker(year: Checker) -> Checker:
    """The same, nothing read yet."""
    year.begin()
    return year
