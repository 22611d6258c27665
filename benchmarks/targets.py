"""What was set as the goal, and whether a run of the benchmark reaches it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.contenders import CALAMINE, DECODE, HAND_TUNED, OPENPYXL, OURS
from benchmarks.contest import Result
from benchmarks.growth import build_of
from benchmarks.nights import IMPORT_DUCKDB, IMPORT_PANDAS, NOTHING_NEW, ONE_NEW, QUESTION, night_of


@dataclass(frozen=True)
class Target:
    """Ours over the other, in wall time or peak memory, at most ``bound``. ``group``: over which exports."""

    group: str
    ours: str
    other: str
    bound: float
    is_memory: bool = False

    def ratio(self, measured: Sequence[Result]) -> float | None:
        """Ours over the other, None where one is not among what was measured over these exports."""
        results = {result.name: result.cost for result in measured}
        if self.ours not in results or self.other not in results:
            return None
        mine, other = results[self.ours], results[self.other]
        if self.is_memory:
            return (mine.peak_bytes or 0) / (other.peak_bytes or 1)
        return mine.wall_seconds / other.wall_seconds


TARGETS = (
    Target("100k", OURS, OPENPYXL.name, 1 / 9),
    Target("100k", OURS, CALAMINE.name, 1 / 2.5),
    Target("100k", OURS, HAND_TUNED.name, 1.0),
    Target("100k", OURS, DECODE.name, 1.6),
    Target("many", OURS, HAND_TUNED.name, 1.0),
    Target("10k", OURS, OPENPYXL.name, 1 / 4),
    Target("many", ONE_NEW, OURS, 0.04),
    Target("short", NOTHING_NEW, IMPORT_PANDAS, 1.0),
    Target("100k", OURS, CALAMINE.name, 0.6, is_memory=True),
    Target("short", QUESTION, IMPORT_DUCKDB, 2.0),
    Target("growth", build_of(10_000_000), build_of(1_000_000), 11.0),
    Target("nights", night_of(1_000), night_of(100), 11.0),
)
