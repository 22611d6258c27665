"""What a night costs when the store is there already, and what a question costs, beside an import."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from benchmarks.contenders import ENFSTAT, ENFSTAT_RUN, OURS
from benchmarks.contest import Result, empty_place
from benchmarks.data import YEAR, Exports
from benchmarks.measure import Cost, Run, RunFailed, timed, timed_with_memory
from flows.store.manifests import Sighting, latest, save, settle
from flows.store.readings import Reading, TableRead

NOTHING_NEW, QUESTION, ONE_NEW = "a night with nothing new", f"enfstat figures {YEAR}", "a night with 1 new file"
_MANIFESTS = 7  # of each night: one takes some hundredths of a second
IMPORT_PANDAS, IMPORT_DUCKDB = "import pandas", "import duckdb"


def short_commands(exports: Exports, runs: int) -> list[Result]:
    """A night with nothing new and a question, over exports that are loaded, in turns with the imports."""
    with empty_place() as out:
        night = ENFSTAT_RUN.command(exports, out)
        timed(night)
        commands = {
            NOTHING_NEW: night,
            IMPORT_PANDAS: [sys.executable, "-c", "import pandas"],
            QUESTION: [ENFSTAT, "figures", str(YEAR), "--warehouse", str(out)],
            IMPORT_DUCKDB: [sys.executable, "-c", "import duckdb"],
        }
        turns = [{name: timed(command) for name, command in commands.items()} for _ in range(runs + 1)][1:]
    return [Result(name, Cost(tuple(turn[name] for turn in turns), None)) for name in commands]


def large_file(exports: Exports, tell: Callable[[str], None]) -> list[Result]:
    """One night over one large file, under the default limits.

    Raises:
        RunFailed: the file was not read, or it took more memory than a child may have.
    """
    with empty_place() as out:
        run, peak = timed_with_memory(ENFSTAT_RUN.command(exports, out))
        shown = subprocess.run(  # noqa: S603 (our own command)
            [ENFSTAT, "files", "--warehouse", str(out), "--format", "json"], check=True, capture_output=True
        ).stdout
    if [file["accepted"] for file in json.loads(shown)] == [exports.rows]:
        tell(f"{exports.name}: {run.wall_seconds:.1f} s")
        return [Result(OURS, Cost((run,), peak))]
    raise RunFailed(f"{exports.name}: {shown.decode()}")


def growing_store(nights: int = 1000, files: int = 4) -> list[Result]:
    """Nights of a store to which so many files come each: working out what is in force, the manifest written and read.

    Only what grows with the store is measured; nothing is read and nothing built.
    """
    sightings: list[Sighting] = []
    results = []
    with empty_place() as place:
        for number in range(1, nights + 1):
            on = date(2021, 1, 1) + timedelta(number)
            names = [f"案件/{number:04d}-{file}.xlsx" for file in range(files)]
            sightings += [Sighting(number, on, name, sha256(name.encode()).hexdigest()) for name in names]
            if number in (nights // 10, nights):
                done = tuple(_manifest(number, sightings, place) for _ in range(_MANIFESTS))
                results.append(Result(night_of(number), Cost(done, None)))
    return results


def _manifest(number: int, sightings: list[Sighting], place: Path) -> Run:
    """What the manifest of a night takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    save(settle(number, sightings, (), _reading), place)
    latest(place)
    return Run(time.perf_counter() - wall, time.process_time() - cpu)


def _reading(sha256: str) -> Reading:
    return Reading(sha256, tables=[TableRead("明细", False, "cases", 1, 10, 10, 0, 0, [], [])])


def night_of(number: int) -> str:
    """What a night of the growing store is called."""
    return f"manifest of night {number:,}"


def one_new_file(exports: Exports, runs: int, tell: Callable[[str], None]) -> Result:
    """The night on which the last of many files arrives."""
    paths = sorted(exports.folder.rglob("*.xlsx"))
    with empty_place() as place:
        raw, loaded = place / "raw", place / "loaded"
        raw.mkdir(parents=True)
        for path in paths[:-1]:
            (raw / path.name).hardlink_to(path)
        before = Exports("", raw, exports.rows)
        timed(ENFSTAT_RUN.command(before, loaded))
        (raw / paths[-1].name).hardlink_to(paths[-1])
        nights = tuple(_night(before, loaded, place / "warehouse") for _ in range(runs))
    tell(f"{exports.name}, {ONE_NEW}: {nights[0].wall_seconds:.2f} s")
    return Result(ONE_NEW, Cost(nights, None))


def _night(exports: Exports, loaded: Path, warehouse: Path) -> Run:
    shutil.rmtree(warehouse, ignore_errors=True)
    shutil.copytree(loaded, warehouse, symlinks=True)
    return timed(ENFSTAT_RUN.command(exports, warehouse))
