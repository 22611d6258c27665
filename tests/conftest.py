"""The order of the suite, and how the nights in its own processes start their children."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.steps import children


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests go first, the most of them at the very beginning: no worker is left with one at the end."""
    slow: dict[Path, int] = {}
    for item in items:
        slow[item.path] = slow.get(item.path, 0) + (item.get_closest_marker("slow") is not None)
    items.sort(key=lambda item: -slow[item.path])


@pytest.fixture(scope="session", autouse=True)
def _one_server_for_all_nights() -> Iterator[None]:
    """Hundreds of nights fork their children from one server; those of commands start them anew, as elsewhere."""
    multiprocessing.set_forkserver_preload(["flows.steps.shard", "flows.steps.shard_files"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(children, "START", "forkserver")
        yield
