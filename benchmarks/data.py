"""The exports that are measured: synthetic, made once by the generator and kept under ``warehouse/benchmark``."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows.sample.write import write_cases, write_sample

YEAR = 2023
FILES, ROWS_PER_FILE = 240, 5_000
MIXED_CASES = 20_000  # the other seven contracts in proportion
_MAKERS = 2


@dataclass(frozen=True)
class Exports:
    """A drop folder. ``is_cases``: it holds cases alone, which is what the peers read; ``rows`` counts these."""

    name: str
    folder: Path
    rows: int
    is_cases: bool = True


def one_file(root: Path, rows: int) -> Exports:
    """One workbook of so many cases."""
    return _made(Exports(f"{rows:,} rows in one xlsx", root / f"one-{rows}", rows), partial(_write_files, 1, rows))


def many_files(root: Path, files: int = FILES, rows: int = ROWS_PER_FILE) -> Exports:
    """Many workbooks with different cases."""
    exports = Exports(f"{files} xlsx of {rows:,} rows", root / f"many-{files}-{rows}", files * rows)
    return _made(exports, partial(_write_files, files, rows))


def mixed(root: Path, cases: int = MIXED_CASES) -> Exports:
    """All eight contracts, a file a month for each."""
    exports = Exports(f"all eight contracts, {cases:,} cases", root / f"mixed-{cases}", cases, is_cases=False)
    return _made(exports, partial(_write_mixed, cases))


def _made(exports: Exports, write: Callable[[Path], object]) -> Exports:
    """Write the exports beside their place and rename them: a folder that is there is whole."""
    if not exports.folder.exists():
        beside = exports.folder.with_name(f".{exports.folder.name}")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        write(beside)
        beside.rename(exports.folder)
    return exports


def _write_files(files: int, rows: int, folder: Path) -> None:
    paths = [folder / f"案件台账_{YEAR}年_第{number:03d}册.xlsx" for number in range(1, files + 1)]
    with ProcessPoolExecutor(_MAKERS) as pool:
        list(pool.map(write_cases, paths, [rows] * files, range(1, files + 1)))


def _write_mixed(cases: int, folder: Path) -> None:
    write_sample(folder, cases)
