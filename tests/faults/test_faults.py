"""A small part of the fault campaign; the whole of it is ``make faults``."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.store.keep import Keep
from tests.faults.campaign import (
    campaign,
    corrupt_over_and_over,
    fill_over_and_over,
    kill_over_and_over,
    small_disk,
)
from tests.faults.soak import soak


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    under = campaign(tmp_path, seed=2, days=2)
    kill_over_and_over(under, kills=4)
    assert under.told["killed"]


@pytest.mark.slow
def test_the_disk_gets_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "warehouse") as is_small:
        under = campaign(tmp_path, seed=3, days=2)
        fill_over_and_over(under, runs=3, is_small_disk=is_small)


@pytest.mark.slow
def test_files_may_not_grow(tmp_path: Path) -> None:
    under = campaign(tmp_path, seed=4, days=1)
    fill_over_and_over(under, runs=1, is_small_disk=False)


@pytest.mark.slow
def test_a_byte_is_changed(tmp_path: Path) -> None:
    under = campaign(tmp_path, seed=5, days=2)
    corrupt_over_and_over(under, corruptions=6)
    assert sum(under.told[f"{kind} damaged"] for kind in ("archive", "shard", "manifest", "build")) >= 4


@pytest.mark.slow
def test_nights_on_end_with_readers_that_never_stop(tmp_path: Path) -> None:
    soaked = soak(tmp_path, nights=5, readers=2, keep=Keep(builds=2))
    assert soaked.questions
    assert max(soaked.builds) <= 2 + 2  # a reader may have an old one open
