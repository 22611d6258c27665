"""What a night costs when the store is there already, and what a question costs, beside an import."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.contenders import ENFSTAT, ENFSTAT_RUN
from benchmarks.contest import Result, empty_place
from benchmarks.data import YEAR, Exports
from benchmarks.measure import Cost, Run, timed

NOTHING_NEW, QUESTION, ONE_NEW = "a night with nothing new", f"enfstat figures {YEAR}", "a night with 1 new file"
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
