"""Whole commands measured from outside: wall time and CPU time of the process tree, and its peak of memory.

CPU time is what the kernel accounts to everything that the command started. For that this process adopts orphans
(a server of worker processes outlives the command by a moment) and waits for all of them. Memory is sampled in a run of
its own, so that sampling costs the timed runs nothing, or of long runs so seldom that it costs them little; shared
pages count once (proportional set size).
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

_PR_SET_CHILD_SUBREAPER: Final = 36  # linux/prctl.h
_SAMPLE_SECONDS: Final = 0.02
_RESTS: Final = 50  # behind each look, in times of what it took: two hundredths of a long run


class RunFailed(Exception):
    """A command that is measured did not end as it should."""


@dataclass(frozen=True)
class Run:
    """What one run took."""

    wall_seconds: float
    cpu_seconds: float


@dataclass(frozen=True)
class Cost:
    """The medians of some runs, and the peak of memory of one more run; None where that was not asked for."""

    runs: tuple[Run, ...]
    peak_bytes: int | None

    @property
    def wall_seconds(self) -> float:
        """Median wall time."""
        return median(run.wall_seconds for run in self.runs)

    @property
    def cpu_seconds(self) -> float:
        """Median CPU time, user and system."""
        return median(run.cpu_seconds for run in self.runs)


def adopt_orphans() -> None:
    """Have what outlives a measured command become a child of this process, where its CPU time is seen."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def timed(command: Sequence[str]) -> Run:
    """Run a command to its end and that of all its descendants.

    Raises:
        RunFailed: it ended with an exit status other than 0.
    """
    return _run(command, lambda _: None)


def peak_memory(command: Sequence[str]) -> int:
    """The peak of memory of a command's process tree, in bytes; looked at so often that the run takes longer."""
    return _watched(command, rests=0)[1]


def timed_with_memory(command: Sequence[str]) -> tuple[Run, int]:
    """What a long command takes, and the peak of its memory. To look through gigabytes holds the process up: seldom."""
    return _watched(command, rests=_RESTS)


def _watched(command: Sequence[str], rests: int) -> tuple[Run, int]:
    """A run with a look at its memory again and again, behind each a rest of so many times what the look took."""
    peaks = [0]

    def watch(process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            started = time.perf_counter()
            peaks.append(sum(map(_memory, _tree(process.pid))))
            time.sleep(max(_SAMPLE_SECONDS, rests * (time.perf_counter() - started)))

    run = _run(command, watch)
    return run, max(peaks)


def _run(command: Sequence[str], meanwhile: Callable[[subprocess.Popen[bytes]], None]) -> Run:
    before, start = _cpu_of_children(), time.perf_counter()
    process = _start(command)
    meanwhile(process)
    _expect_success(process, command)
    wall = time.perf_counter() - start
    _wait_for_orphans()
    return Run(wall, _cpu_of_children() - before)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 (our own)


def _expect_success(process: subprocess.Popen[bytes], command: Sequence[str]) -> None:
    if process.wait():
        raise RunFailed(f"exit status {process.returncode}: {' '.join(command)}")


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _wait_for_orphans() -> None:
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return


def _tree(pid: int) -> Iterator[int]:
    """A process and its descendants, as far as they are still there."""
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = " ".join((task / "children").read_text() for task in tasks)
    except OSError:
        return
    for child in children.split():
        yield from _tree(int(child))


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)
