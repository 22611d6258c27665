"""What a night can bring, many times over: killed, the disk full, a byte of the warehouse changed.

After each fault the published database opens and tells the figures of the night before or of this one; the next run
mends what it found, or says what it cannot; and then the figures are those worked out beforehand, so no row was lost or
counted twice. What is expected is asserted at once; what happened is counted.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.backup.restore import restore_backup
from flows.backup.take import take_backup
from flows.sequence import Exit, Outcome, now
from flows.steps.promote import published_build
from flows.store.layout import Warehouse
from flows.store.units import Kind, Unit, stored_units
from tests.bureau import Bureau
from tests.faults.run import SETTINGS
from tests.faults.year import FIRST_DAY, Year

_SMALL_DISK_BYTES = 96 << 20


@dataclass
class Campaign:
    """A bureau under attack: its year, the day that it is, and what happened."""

    bureau: Bureau
    year: Year
    rng: random.Random
    on: date = FIRST_DAY
    told: Counter[str] = field(default_factory=Counter)

    def next_day(self, *, has_file: bool = True) -> None:
        """A new day, as a rule with its file."""
        self.on += timedelta(days=1)
        if has_file:
            self.year.day(self.on)

    def night(self) -> Outcome:
        """A run that nothing disturbs: it must publish the right figures."""
        outcome = self.bureau.night(self.on)
        assert outcome.exit is Exit.DONE, outcome.verdict.holds
        assert self.figures() == self.year.expected
        self.year.was_read()
        return outcome

    def figures(self) -> dict[str, Decimal]:
        """What is published of the figures that are worked out beforehand."""
        shown = self.bureau.figures(FIRST_DAY.year)
        return {name: Decimal(shown[name]["value"] or 0) for name in self.year.expected}

    def start(self, **more: Any) -> subprocess.Popen[str]:
        """A run in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.run", str(self.bureau.folder), str(self.on)],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            **more,
        )


def campaign(folder: Path, seed: int, days: int = 4) -> Campaign:
    """A bureau after its first days."""
    rng = random.Random(seed)
    made = Campaign(Bureau(folder, settings=SETTINGS), Year(folder / "raw", rng), rng)
    for _ in range(days):
        made.next_day()
    made.night()
    return made


def _nothing_is_damaged(outcome: Outcome) -> None:
    assert not outcome.damage, outcome.damage


# -- killed ------------------------------------------------------------------------------------------------------------
def kill_over_and_over(under: Campaign, kills: int) -> None:
    """Runs killed with all their children at random moments of their course; one that ended before is not counted."""
    under.next_day()
    started = time.monotonic()
    assert under.start().wait() == 0
    under.year.was_read()
    duration = time.monotonic() - started
    while under.told["killed"] < kills:
        before = under.year.expected
        under.next_day(has_file=under.told["killed"] % 3 == 0)
        build_id = published_build(under.bureau.warehouse)
        run = under.start()
        with suppress(subprocess.TimeoutExpired):
            run.wait(under.rng.uniform(0, duration))
        ended = run.poll()
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()
        under.told["killed" if ended is None else "ended before it was killed"] += 1
        assert under.figures() in (before, under.year.expected)
        is_published = published_build(under.bureau.warehouse) != build_id
        under.told["published by then" if is_published else "not yet published"] += 1
        _nothing_is_damaged(under.night())
        assert _half_made(under.bureau.warehouse) == []


def _half_made(warehouse: Warehouse) -> list[Path]:
    """What a killed run left half made; the half-made shards of a killed child may stay for a day."""
    hidden = [path for path in warehouse.root.rglob(".*") if path.name != ".run.lock"]
    hidden = [path for path in hidden if not path.is_relative_to(warehouse.shards)]
    return [*hidden, *warehouse.scratch.glob("*")]


# -- disk full ---------------------------------------------------------------------------------------------------------
@contextmanager
def small_disk(place: Path) -> Iterator[bool]:
    """A disk of a few megabytes at a place, where this process may mount one; whether it could."""
    place.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", f"size={_SMALL_DISK_BYTES}", "tmpfs", str(place)]
    mounted = subprocess.run(["mount", *options], capture_output=True, check=False) if shutil.which("mount") else None
    is_there = mounted is not None and mounted.returncode == 0
    try:
        yield is_there
    finally:
        if is_there:
            subprocess.run(["umount", str(place)], check=True)


def fill_over_and_over(under: Campaign, runs: int, *, is_small_disk: bool) -> None:
    """Runs on a disk that gets full at some moment of their course; without such a disk, files that may not grow.

    One that found room to its end is not counted.
    """
    before_size = _used(under.bureau.warehouse.root)
    under.next_day()
    under.night()
    need = max(1 << 20, _used(under.bureau.warehouse.root) - before_size)
    while under.told["disk full, said so"] < runs:
        before = under.year.expected
        under.next_day()
        free = under.rng.randrange(int(1.5 * need))
        status, said = (_run_with_little_room if is_small_disk else _run_with_small_files)(under, free)
        assert status in (0, 1), said
        assert status == 0 or "空间不足" in said or "大小超过" in said, said
        under.told["found room" if status == 0 else "disk full, said so"] += 1
        assert under.figures() == (under.year.expected if status == 0 else before)
        _nothing_is_damaged(under.night())


def _run_with_little_room(under: Campaign, free: int) -> tuple[int, str]:
    root = under.bureau.warehouse.root
    ballast = root / "ballast"
    ballast.write_bytes(b"\0" * max(0, shutil.disk_usage(root).free - free))
    try:
        run = under.start()
        said = run.communicate()[1]
    finally:
        ballast.unlink()
    return run.returncode, said


def _run_with_small_files(under: Campaign, size: int) -> tuple[int, str]:
    run = under.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    said = run.communicate()[1]
    return run.returncode, said


def _used(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink())


# -- a byte changed ----------------------------------------------------------------------------------------------------
def corrupt_over_and_over(under: Campaign, corruptions: int) -> None:
    """One byte, or the end, of a random file of archive, shards, manifests, builds, releases or log is changed."""
    settings = under.bureau.settings_in_force
    backup = under.bureau.folder / "backup"
    kinds = list(Kind)
    for number in range(corruptions):
        take_backup(settings, backup, now())
        if number % 3 == 0:
            under.next_day()
        unit = _some_unit(under, kinds[number % len(kinds)])
        if unit is None:
            continue
        _corrupt(under, unit)
        outcome = under.night()
        assert len(outcome.damage) == 1, (unit, outcome.damage)
        assert unit.path.name in outcome.damage[0]
        under.told[f"{unit.kind.name.lower()} damaged"] += 1
        if "restore" in outcome.damage[0]:
            assert not restore_backup(settings, backup).damaged
            under.told["restored from the backup"] += 1
        else:
            under.told["mended by the run"] += 1
    _nothing_is_damaged(under.night())


def _some_unit(under: Campaign, kind: Kind) -> Unit | None:
    units = [unit for unit in stored_units(under.bureau.warehouse) if unit.kind is kind]
    return under.rng.choice(units) if units else None


def _corrupt(under: Campaign, unit: Unit) -> None:
    files = sorted(path for path in unit.path.rglob("*") if path.is_file()) if unit.path.is_dir() else [unit.path]
    path = under.rng.choice(files)
    content = bytearray(path.read_bytes())
    if under.rng.random() < 0.2 or not content:
        content = content[: len(content) // 2] or bytearray(b"!")  # a write that was cut off
    else:
        at = under.rng.randrange(len(content))
        content[at] ^= 1 << under.rng.randrange(8)
    mode = path.stat().st_mode
    path.chmod(0o600)
    path.write_bytes(content)
    path.chmod(mode & 0o777)
