"""The order of the suite, how the nights in its own processes start their children, and the published sample."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from flows.settings import SAMPLE_RAW, Settings
from flows.steps import children
from tests.bureau import Bureau


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


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau whose drop folder is the sample, after one night on 1 March 2024, with pages. Tests only look at it.

    The processes of the suite have one together: whichever needs it first makes it.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "sample"
    settings = Settings(workbook_years=0, pages_years=3, organ="某某县交通运输局")
    bureau = Bureau(folder, as_of=date(2024, 3, 1), settings=settings)
    with FileLock(f"{folder}.lock"):
        if not bureau.warehouse.published.exists():
            shutil.copytree(SAMPLE_RAW, bureau.raw)
            bureau.night()
    return bureau
