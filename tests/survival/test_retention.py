"""What grows with every night is bounded; what somebody needs stays."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.published import Period
from flows.release.freeze import Approval, release_figures
from flows.release.verify import Proof, verify_release
from flows.sequence import Exit, now
from flows.settings import Settings
from flows.steps import retain
from flows.steps.override import held_build, promote_held
from flows.steps.promote import published_build
from flows.steps.retain import is_open
from flows.store.keep import Keep
from flows.store.limits import ReadingLimits
from flows.store.manifests import manifest_paths
from flows.store.runs import record_paths, recorded_runs
from tests.bureau import Bureau
from tests.exports import cases, put

KEEP = Settings(workbook_years=0, pages_years=0, keep=Keep(builds=2, manifests=2, runs=3))
FIRST = date(2024, 3, 1)
READER = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(connection.execute("select count(*) from figures").fetchone()[0], flush=True)
    sys.stdin.readline()
    print(connection.execute("select count(*) from figures").fetchone()[0], flush=True)
"""


class Killed(BaseException):
    """As if the process were gone."""


def nights(bureau: Bureau, first: int, count: int) -> list[str]:
    """Nights that bring one file each; the builds they published."""
    built = []
    for number in range(first, first + count):
        bureau.put(f"案件_{number}.csv", "cases", *cases(range(10 * number, 10 * number + 9), decided_on="2024-02-01"))
        outcome = bureau.night(FIRST + timedelta(days=number))
        assert outcome.exit is Exit.DONE
        built.append(outcome.build_id)
    return built


def builds(bureau: Bureau) -> set[str]:
    return {path.name for path in bureau.warehouse.builds.iterdir()}


def test_a_folder_that_will_not_go_keeps_nothing_else_from_going_and_is_told(tmp_path: Path, monkeypatch: Any) -> None:
    bureau = Bureau(tmp_path, settings=replace(KEEP, keep=Keep(builds=1, manifests=1, runs=1)))
    (stuck,) = nights(bureau, 0, 1)
    really = Path.rename

    def renamed(path: Path, target: Path) -> Path:
        if path.name == stuck:
            raise PermissionError(errno.EACCES, "Permission denied")
        return really(path, target)

    monkeypatch.setattr(Path, "rename", renamed)
    _, last = nights(bureau, 1, 2)
    assert builds(bureau) == {stuck, last}
    assert len(record_paths(bureau.warehouse.runs)) == 1
    outcome = bureau.night()
    assert outcome.exit is Exit.DONE
    assert [damage for damage in outcome.damage if stuck in damage and "清理不掉" in damage] == list(outcome.damage)
    assert len(outcome.damage) == 1


def test_a_build_that_cannot_be_looked_into_keeps_nothing_else_from_going(tmp_path: Path, monkeypatch: Any) -> None:
    bureau = Bureau(tmp_path, settings=replace(KEEP, keep=Keep(builds=1, runs=1)))
    (closed,) = nights(bureau, 0, 1)
    really = retain.is_open

    def looked(database: Path) -> bool:
        if database.parent.name == closed:
            raise PermissionError(errno.EACCES, "Permission denied")
        return really(database)

    monkeypatch.setattr(retain, "is_open", looked)
    _, last = nights(bureau, 1, 2)
    assert builds(bureau) == {closed, last}
    assert len(record_paths(bureau.warehouse.runs)) == 1
    assert [closed in damage for damage in bureau.night().damage] == [True]


def test_a_run_killed_while_it_forgets_a_build_leaves_no_half_of_it(tmp_path: Path, monkeypatch: Any) -> None:
    bureau = Bureau(tmp_path, settings=replace(KEEP, keep=Keep(builds=1)))
    nights(bureau, 0, 1)

    really = shutil.rmtree

    def killed(folder: Path, **how: Any) -> None:
        databases = list(Path(folder).rglob("enforcement.duckdb"))
        if not databases:
            return really(folder, **how)
        databases[0].unlink()
        raise Killed

    monkeypatch.setattr(shutil, "rmtree", killed)
    with pytest.raises(Killed):
        nights(bureau, 1, 1)
    monkeypatch.undo()
    assert bureau.night().damage == ()


@pytest.mark.slow
def test_builds_manifests_and_records_are_bounded_and_what_is_needed_stays(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, settings=KEEP)
    first = nights(bureau, 0, 1)
    released = release_figures(bureau.warehouse, Period(2024), Approval("王局", now()))
    with reader(bureau) as asking:
        published = nights(bureau, 1, 4)
        assert builds(bureau) == {*first, *published[-2:]}  # somebody has the first one open
        assert asking.communicate("\n")[0].strip().isdigit()
    assert not is_open(bureau.warehouse.candidate(first[0]).database)

    bureau.put("案件_4.csv", "cases", *cases(range(40, 42), decided_on="2024-02-01"))
    assert bureau.night(FIRST + timedelta(days=5)).exit is Exit.HELD
    held = held_build(bureau.warehouse).build_id
    assert builds(bureau) == {held, *published[-2:]}
    promote_held(bureau.warehouse, because="重复登记", by="王局", at=now())
    more = nights(bureau, 6, 3)
    assert published_build(bureau.warehouse) == more[-1]
    assert builds(bureau) == set(more[-2:])

    assert len(manifest_paths(bureau.warehouse.manifests)) == 2
    assert len(record_paths(bureau.warehouse.runs)) == 4  # somebody's decision stays beside the last three
    assert [run["override"] for run in recorded_runs(bureau.warehouse.runs) if run["override"]] == ["王局:重复登记"]
    assert verify_release(bureau.warehouse, released, ReadingLimits(), lambda *_: None) == Proof()


def reader(bureau: Bureau) -> subprocess.Popen[str]:
    """Somebody who has the published database open until a line comes."""
    arguments = [sys.executable, "-c", READER, str(bureau.warehouse.database)]
    asking = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert asking.stdout is not None
    assert asking.stdout.readline().strip().isdigit()
    assert is_open(bureau.warehouse.database.resolve())
    return asking


def test_shards_of_another_reading_version_and_abandoned_ones_go(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, settings=KEEP)
    nights(bureau, 0, 1)
    shards = bureau.warehouse.shards
    old = put(shards.with_name("v1") / "ab" / "ab" / "reading.json", b"{}")
    young, abandoned = (put(shards / "ab" / f".{name}-x" / "cases.parquet", b"").parent for name in ("ab1", "ab2"))
    os.utime(abandoned, (0, 0))
    nights(bureau, 1, 1)
    assert [path.exists() for path in (old, young, abandoned)] == [False, True, False]
