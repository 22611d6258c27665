"""Contenders over the same exports, taking turns, so that a machine that slows down slows all of them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.agreement import differences
from benchmarks.contenders import OURS, Contender
from benchmarks.data import Exports
from benchmarks.measure import Cost, Run, adopt_orphans, peak_memory, timed


@dataclass(frozen=True)
class Result:
    """What a contender took over some exports, and the figures in which it differs from ours; None: it gives none."""

    name: str
    cost: Cost
    differs: tuple[str, ...] | None = None


def contest(exports: Exports, contenders: Sequence[Contender], runs: int, tell: Callable[[str], None]) -> list[Result]:
    """Everybody once unmeasured, which fills the caches and shows the figures and the memory; then in turns."""
    adopt_orphans()
    peaks, figures = {}, {}
    for contender in contenders:
        with empty_place() as out:
            peaks[contender.name] = peak_memory(contender.command(exports, out))
            figures[contender.name] = contender.figures(out) if contender.figures else {}
    times: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    for turn in range(runs):
        for contender in contenders:
            with empty_place() as out:
                times[contender.name].append(timed(contender.command(exports, out)))
            tell(f"{exports.name}, run {turn + 1}: {contender.name} {times[contender.name][-1].wall_seconds:.2f} s")
    return [
        Result(
            name,
            Cost(tuple(times[name]), peaks[name]),
            tuple(differences(figures[OURS], values)) if values else None,
        )
        for name, values in figures.items()
    ]


@contextmanager
def empty_place() -> Iterator[Path]:
    """A path where nothing is yet and nothing is left afterwards."""
    root = Path(tempfile.mkdtemp(prefix="enfstat-benchmark-"))
    try:
        yield root / "out"
    finally:
        shutil.rmtree(root)
        os.sync()  # what one contender wrote is on the disk before the next one starts
