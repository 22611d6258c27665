"""``python -m benchmarks``: make the exports, run everybody in turns, write the results."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import data
from benchmarks.contenders import (
    CALAMINE,
    DATABASE_ALONE,
    DECODE,
    ENFSTAT_RUN,
    HAND_TUNED,
    LIMITS,
    ONE_ROW,
    OPENPYXL,
    Contender,
)
from benchmarks.contest import Result, contest
from benchmarks.growth import growth
from benchmarks.kept import keep, kept_groups, measured_now
from benchmarks.nights import growing_store, large_file, one_new_file, short_commands
from benchmarks.profile import profile_text
from benchmarks.report import results_text

_HERE = Path(__file__).resolve().parent
_EXPORTS = _HERE.parent / "warehouse" / "benchmark"
_KEPT = _EXPORTS / "measured.json"
_PEERS = (ENFSTAT_RUN, DATABASE_ALONE, HAND_TUNED, CALAMINE, OPENPYXL)
_SMALL, _LARGE, _VERY_LARGE = 10_000, 100_000, 500_000  # rows
_SHORT_RUNS = 7  # of commands that take less than a second

Measured = tuple[str, list[Result]]
"""What was measured over, and by whom in what time."""


def main() -> None:
    """Measure the groups asked for; the results tell of these and of those that were measured before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=_GROUPS, default=_GROUPS, help="some of the tables")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path, help="where the results are written (default: printed)")
    given = parser.parse_args()
    notes = f"{profile_text(data.one_file(_EXPORTS, _LARGE))}\n\n{(_HERE / 'notes.md').read_text(encoding='utf-8')}"
    groups, text = kept_groups(_KEPT), ""
    for name in given.only:
        groups[name] = measured_now(*_GROUPS[name](given.runs))
        keep(groups, _KEPT)
        text = results_text({known: groups[known] for known in _GROUPS if known in groups}, notes)
        if given.out:
            given.out.write_text(text, encoding="utf-8")  # after every group: the last one takes long and much memory
    if not given.out:
        sys.stdout.write(text)


def _one_file(rows: int, runs: int, *more: Contender) -> Measured:
    exports = data.one_file(_EXPORTS, rows)
    return exports.name, contest(exports, (*_PEERS, *LIMITS, *more), runs, _tell)


def _small(runs: int) -> Measured:
    """Beside the night over one row: what a night takes whatever its size."""
    single = data.one_file(_EXPORTS, 1)
    return _one_file(_SMALL, runs, Contender(ONE_ROW, lambda _, out: ENFSTAT_RUN.command(single, out)))


def _many_files(runs: int) -> Measured:
    exports = data.many_files(_EXPORTS)
    together = contest(exports, (ENFSTAT_RUN, HAND_TUNED, DECODE), runs, _tell)
    return exports.name, [*together, one_new_file(exports, runs, _tell)]


def _mixed(runs: int) -> Measured:
    exports = data.mixed(_EXPORTS)
    return exports.name, contest(exports, (ENFSTAT_RUN, *LIMITS), runs, _tell)


def _short(runs: int) -> Measured:
    return "Short commands", short_commands(data.one_file(_EXPORTS, _SMALL), max(runs, _SHORT_RUNS))


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _large(_: int) -> Measured:
    exports = data.one_file(_EXPORTS, _VERY_LARGE)
    return exports.name, large_file(exports, _tell)


def _nights(_: int) -> Measured:
    return "Nights of a growing store, four new files each", growing_store()


def _growth(_: int) -> Measured:
    exports = data.one_file(_EXPORTS, _LARGE)
    return "Builds of a growing store", growth(exports, _tell)


_GROUPS: dict[str, Callable[[int], Measured]] = {
    "10k": _small,
    "100k": partial(_one_file, _LARGE),
    "many": _many_files,
    "mixed": _mixed,
    "short": _short,
    "large": _large,
    "nights": _nights,
    "growth": _growth,
}


if __name__ == "__main__":
    main()
