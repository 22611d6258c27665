"""A year of nights, one after another, with readers that never stop asking (``make soak``).

``python -m tests.faults.soak [--nights N] [--readers N]``: every night brings a day's files (late, replaced, doubled,
refused, deleted ones among them); after each the figures are those worked out beforehand.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import psutil

from flows.sequence import Exit
from flows.settings import Settings
from flows.store.keep import Keep
from tests.bureau import Bureau
from tests.faults.year import FIRST_DAY, Year, days

# Opens the stable name as a tool of an analyst would. Cases are never lost: their number never falls.
_READER = """
import sys, time
import duckdb
path, seen, asked = sys.argv[1], 0, 0
print("ready", flush=True)
while True:
    with duckdb.connect(path, read_only=True) as connection:
        query = "select coalesce(max(numerator), 0) from figure_totals where figure = 'cases_penalized' and year = 2024"
        for _ in range(3):
            found = connection.execute(query).fetchone()[0]
            assert found >= seen, f"{found} after {seen}"
            seen, asked = found, asked + 1
            time.sleep(0.2)
    if asked % 15 == 0:
        print(asked, flush=True)
"""


@dataclass
class Soaked:
    """What a soak came to, night by night."""

    memory: list[int] = field(default_factory=list)
    disk: list[int] = field(default_factory=list)
    builds: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    questions: int = 0


def soak(
    folder: Path, nights: int, readers: int, keep: Keep, tell: Callable[[Soaked], None] = lambda _: None, seed: int = 11
) -> Soaked:
    """So many nights; every one is right, and no reader ever fails. ``tell`` hears what it came to so far."""
    bureau = Bureau(folder, settings=Settings(workbook_years=0, pages_years=0, keep=keep))
    year, soaked = Year(bureau.raw, random.Random(seed)), Soaked()
    first, *rest = days(nights)
    _night(bureau, year, first, soaked)
    with _reading(bureau.warehouse.database, readers) as reading:
        for on in rest:
            _night(bureau, year, on, soaked)
            assert all(reader.poll() is None for reader in reading), "a reader failed"
            tell(soaked)
    soaked.questions = sum(_questions(reader) for reader in reading)
    return soaked


def _night(bureau: Bureau, year: Year, on: date, soaked: Soaked) -> None:
    year.day(on)
    started = time.monotonic()
    outcome = bureau.night(on)
    soaked.seconds.append(time.monotonic() - started)
    assert outcome.exit is Exit.DONE, outcome.verdict.holds
    assert outcome.damage == ()
    shown = bureau.figures(FIRST_DAY.year)
    assert {name: Decimal(shown[name]["value"] or 0) for name in year.expected} == year.expected, on
    year.was_read()
    soaked.memory.append(psutil.Process().memory_info().rss)
    soaked.builds.append(len(list(bureau.warehouse.builds.iterdir())))
    root = bureau.warehouse.root
    soaked.disk.append(sum(path.lstat().st_size for path in root.rglob("*") if path.is_file()))


@contextmanager
def _reading(database: Path, readers: int) -> Iterator[Sequence[subprocess.Popen[str]]]:
    """Readers in processes of their own, all of them asking by now; ended in the end."""
    arguments = [sys.executable, "-c", _READER, str(database)]
    reading = [_started(arguments) for _ in range(readers)]
    try:
        for reader in reading:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        yield reading
    finally:
        for reader in reading:
            reader.terminate()


def _started(arguments: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def _questions(reader: subprocess.Popen[str]) -> int:
    """How many questions a reader had answered; what it complains of fails the soak."""
    told, complaint = reader.communicate()
    assert not complaint, complaint
    answered = [line for line in told.splitlines() if line.isdigit()]
    return int(answered[-1]) if answered else 0


def main() -> None:
    """Soak as asked for, and say what it came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parser.add_argument("--nights", type=int, default=200)
    parser.add_argument("--readers", type=int, default=4)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="enfstat-soak-") as folder:
        soaked = soak(Path(folder), asked.nights, asked.readers, Keep(), _print)
    print(f"{asked.nights} nights right, {soaked.questions} questions of {asked.readers} readers answered")  # noqa: T201


def _print(soaked: Soaked) -> None:
    """Every tenth night: what it took."""
    night = len(soaked.seconds)
    if night % 10 == 0:
        took, memory, disk = soaked.seconds[-1], soaked.memory[-1] >> 20, soaked.disk[-1] >> 20
        print(f"night {night}: {took:.1f} s, {memory} MiB, disk {disk} MiB, {soaked.builds[-1]} builds", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
