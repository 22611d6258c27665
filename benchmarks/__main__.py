"""``python -m benchmarks``: make the exports, run everybody in turns, write the results."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import data
from benchmarks.contenders import CALAMINE, DECODE, ENFSTAT_RUN, HAND_TUNED, LIMITS, OPENPYXL
from benchmarks.contest import Result, contest
from benchmarks.nights import one_new_file, short_commands
from benchmarks.report import results_text

_HERE = Path(__file__).resolve().parent
_EXPORTS = _HERE.parent / "warehouse" / "benchmark"
_PEERS = (ENFSTAT_RUN, HAND_TUNED, CALAMINE, OPENPYXL)
_SHORT_RUNS = 7  # of commands that take less than a second


def main() -> None:
    """Measure at the sizes asked for. Without a size everything is measured, and the results are what is committed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, help="one workbook of so many cases only")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path, help="where the results are written (default: printed)")
    given = parser.parse_args()
    titles, measured = _one_size(given.rows, given.runs) if given.rows else _all_sizes(given.runs)
    text = results_text(measured, titles, (_HERE / "notes.md").read_text(encoding="utf-8"))
    if given.out:
        given.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


def _one_size(rows: int, runs: int) -> tuple[dict[str, str], dict[str, list[Result]]]:
    exports = data.one_file(_EXPORTS, rows)
    return {"one": exports.name}, {"one": contest(exports, (*_PEERS, *LIMITS), runs, _tell)}


def _all_sizes(runs: int) -> tuple[dict[str, str], dict[str, list[Result]]]:
    small, large = data.one_file(_EXPORTS, 10_000), data.one_file(_EXPORTS, 100_000)
    many, mixed = data.many_files(_EXPORTS), data.mixed(_EXPORTS)
    measured = {
        "10k": contest(small, (*_PEERS, *LIMITS), runs, _tell),
        "100k": contest(large, (*_PEERS, *LIMITS), runs, _tell),
        "many": [
            *contest(many, (ENFSTAT_RUN, HAND_TUNED, DECODE), runs, _tell),
            one_new_file(many, runs, _tell),
        ],
        "mixed": contest(mixed, (ENFSTAT_RUN, *LIMITS), runs, _tell),
        "short": short_commands(small, _SHORT_RUNS),
    }
    titles = {"10k": small.name, "100k": large.name, "many": many.name, "mixed": mixed.name, "short": "Short commands"}
    return titles, measured


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
