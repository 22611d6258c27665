"""A campaign of mutated files over every reader: ``python -m tests.fuzz.campaign --files 50000``.

Files are read in child processes under the limits of a night. A child writes down every file before it reads it, so
that one over which it dies or hangs is known and kept; the campaign goes on behind it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from flows.steps.children import confine
from flows.store.limits import ReadingLimits
from tests.fuzz.examine import examine
from tests.fuzz.mutate import mutant
from tests.fuzz.seeds import seeds

BATCH = 250
_BATCHES_PER_CHILD = 8
_NUMBER_BYTES = 8


@dataclass
class Findings:
    """What a campaign came to. ``faults``: number of the mutant → what is wrong with its outcome, and its bytes."""

    files: int = 0
    seconds: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    slowest: tuple[float, int, str] = (0.0, -1, "")

    def add(self, other: Findings) -> None:
        """Take in what a batch came to."""
        self.files += other.files
        self.outcomes += other.outcomes
        self.faults |= other.faults
        self.slowest = max(self.slowest, other.slowest)


def read_batch(seed: int, first: int, end: int, progress: Path, limit_seconds: int) -> Findings:
    """Read mutants first … end-1 (runs in a child). Before each it is written down, and the clock is set."""
    findings = Findings()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for number in range(first, end):
        name, content = mutant(seeds(), random.Random(f"{seed}/{number}"))
        progress.write_bytes(number.to_bytes(_NUMBER_BYTES, "big") + content)
        signal.alarm(limit_seconds)
        started = time.perf_counter()
        outcome, fault = examine(content)
        signal.alarm(0)
        findings.files += 1
        findings.outcomes[outcome] += 1
        findings.slowest = max(findings.slowest, (time.perf_counter() - started, number, name))
        if fault:
            findings.faults[number] = f"{name}: {fault}", content
    return findings


def campaign(files: int, seed: int, workers: int = 1, seconds: float = float("inf")) -> Findings:
    """Read so many mutants, or as many as the time allows."""
    started = time.monotonic()
    total = Findings()
    batches = ((first, min(first + BATCH, files)) for first in count(0, BATCH))
    with tempfile.TemporaryDirectory() as folder, _pool(workers) as pool, ThreadPoolExecutor(workers) as threads:
        pending: list[Future[Findings]] = []
        for first, end in batches:
            if first >= files or time.monotonic() - started > seconds:
                break
            pending.append(threads.submit(_whole_batch, pool, seed, first, end, Path(folder)))
            if len(pending) > workers:
                total.add(pending.pop(0).result())
        for left in pending:
            total.add(left.result())
    total.seconds = time.monotonic() - started
    return total


def _pool(workers: int) -> ProcessPool:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flows.steps.shard", "tests.fuzz.seeds"])
    confinement = [ReadingLimits().memory_bytes]
    return ProcessPool(workers, _BATCHES_PER_CHILD, confine, confinement, context)


def _whole_batch(pool: ProcessPool, seed: int, first: int, end: int, folder: Path) -> Findings:
    """A batch to its end, whatever children die on the way."""
    total = Findings()
    progress = folder / str(first)
    while first < end:
        arguments = (seed, first, end, progress, ReadingLimits().seconds)
        try:
            total.add(pool.schedule(read_batch, args=arguments).result())
            break
        except ProcessExpired as death:
            written = progress.read_bytes()
            at = int.from_bytes(written[:_NUMBER_BYTES], "big")
            what = "hangs" if death.exitcode == -signal.SIGALRM else f"dies ({death.exitcode})"
            total.files += at - first + 1
            total.outcomes[what] += 1
            total.faults[at] = what, written[_NUMBER_BYTES:]
            first = at + 1
    return total


def _keep(findings: Findings, seed: int, folder: Path) -> Iterator[str]:
    for number, (fault, content) in sorted(findings.faults.items()):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{seed}-{number}"
        path.write_bytes(content)
        yield f"{path}: {fault}"


def _table(outcomes: Mapping[str, int]) -> str:
    return "\n".join(f"{times:9,} {outcome}" for outcome, times in sorted(outcomes.items(), key=lambda item: -item[1]))


def main() -> int:
    """Run a campaign and print its figures; 1 where a file broke something. Such files are kept in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop then, however many are read")
    parser.add_argument("--keep", type=Path, default=Path(".fuzz"))
    asked = parser.parse_args()
    findings = campaign(asked.files, asked.seed, asked.workers, asked.seconds)
    lines = [f"{findings.files:,} files in {findings.seconds:,.0f} s, faults: {len(findings.faults)}"]
    lines += [_table(findings.outcomes), f"slowest: {findings.slowest}", *_keep(findings, asked.seed, asked.keep)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if findings.faults else 0


if __name__ == "__main__":
    sys.exit(main())
