"""Where the time of ours goes: the steps of one night over one file, and the functions that take most of it.

The reading happens in child processes, so it is done once more in this one, on the same bytes.
"""

from __future__ import annotations

import cProfile
import pstats
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.contenders import AS_OF
from benchmarks.contest import empty_place
from benchmarks.data import Exports
from flows.reading.book import Limits
from flows.sequence import Walk, night
from flows.settings import PROJECT, Settings

_SHOWN = 12

P = ParamSpec("P")
T = TypeVar("T")


class _Watch(Walk):
    """Notes the wall time of every step."""

    def __init__(self) -> None:
        self.seconds: list[tuple[str, float]] = []

    def perform(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        start = time.perf_counter()
        result = step(*args, **kwargs)
        self.seconds.append((step.__name__.strip("_"), time.perf_counter() - start))
        return result


def profile_text(exports: Exports) -> str:
    """A page section: the steps of a night, then the profiles of building and of reading.

    In a process of its own: what a night leaves running there would be waited for with what is measured here.
    """
    command = [sys.executable, "-m", "benchmarks.profile", str(exports.folder), exports.name]
    return subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout  # noqa: S603 (our own)


def _profiled(folder: Path, name: str) -> str:
    watch, building, reading = _Watch(), cProfile.Profile(), cProfile.Profile()
    with empty_place() as place:
        settings = Settings(raw=folder, warehouse=place, key_file=place.with_name("key"))
        building.runcall(night, settings, date.fromisoformat(AS_OF), watch)
        reading.runcall(_read, next(folder.rglob("*.xlsx")), place / "profiled")
    steps = [f"| {name} | {seconds:.2f} |" for name, seconds in watch.seconds]
    return "\n".join(
        [
            f"## Where the time goes: {name}",
            "",
            "Under the profiler, which makes Python slower and libraries not; imports are in the first step.",
            "",
            "| step | wall s |",
            "|---|---|",
            *steps,
            "",
            *_functions("the process of the night (its children read meanwhile)", building),
            "",
            *_functions("reading the file, in one process", reading),
        ]
    )


def _read(path: Path, directory: Path) -> None:
    from flows.steps.shard import read_file
    from flows.steps.shard_files import shard_files

    content = path.read_bytes()
    with shard_files(directory) as files:
        shard = read_file(content, sha256(content).hexdigest(), Limits(), files.keep)
        files.finish(shard.reading, shard.origins)


def _functions(title: str, profile: cProfile.Profile) -> list[str]:
    """The functions in which most time is spent, themselves and with what they call."""
    facts = pstats.Stats(profile).get_stats_profile().func_profiles.items()
    most = sorted(facts, key=lambda item: -item[1].tottime)[:_SHOWN]
    lines = [f"| {title} | calls | own s | with callees s |", "|---|---|---|---|"]
    return lines + [
        f"| `{_place(fact.file_name)}{name}` | {fact.ncalls} | {fact.tottime:.2f} | {fact.cumtime:.2f} |"
        for name, fact in most
    ]


def _place(file_name: str) -> str:
    path = Path(file_name)
    if path.is_relative_to(PROJECT) and "site-packages" not in path.parts:
        return f"{path.relative_to(PROJECT)}: "
    return "" if file_name == "~" else f"{path.name}: "


if __name__ == "__main__":
    sys.stdout.write(_profiled(Path(sys.argv[1]), sys.argv[2]))
