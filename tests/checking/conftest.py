"""What drafts about the bundled sample are checked with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.checking.check import Checker, checker_of
from flows.published import Period, published_database
from tests.bureau import Bureau


@pytest.fixture(scope="session")
def year(sample: Bureau) -> Iterator[Checker]:
    """What a draft about 2023 is checked with."""
    with published_database(sample.warehouse) as connection:
        yield checker_of(connection, Period(2023), [])


@pytest.fixture
def checker(year: Checker) -> Checker:
    """The same, nothing read yet."""
    year.begin()
    return year
