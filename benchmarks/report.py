"""The results as Markdown: the machine, a table for each drop folder with ratios, and what was aimed at."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.contest import Result
from benchmarks.kept import Group
from benchmarks.targets import TARGETS, Target

_LIBRARIES = ("duckdb", "fastexcel", "openpyxl", "pandas", "pandera", "polars", "pyarrow", "python-calamine")


def results_text(groups: Mapping[str, Group], notes: str) -> str:
    """Everything that was measured, as a Markdown page."""
    tables = [f"## {group.title}\n\n{_measured(group)}\n\n{_table(group.results)}" for group in groups.values()]
    return "\n\n".join(["# How fast", _machine(), "## What was aimed at", _targets(groups), *tables, notes])


def _machine() -> str:
    models = [line.partition(":")[2] for line in _cpu_lines() if line.startswith("model name")]
    processor = models[0].strip() if models else platform.machine()
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        "Made by `python -m benchmarks`. Whole processes, medians; the contenders take turns, so the ratios hold "
        "better than the seconds.\n\n"
        f"{processor}, {len(os.sched_getaffinity(0))} cores; Python {platform.python_version()}; {libraries}."
    )


def _cpu_lines() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return []


def _measured(group: Group) -> str:
    return f"Measured on {group.measured_on} at {group.commit}."


def _table(results: Sequence[Result]) -> str:
    first = results[0].cost
    lines = ["| | wall s | CPU s | peak MiB | wall, times the first | figures |", "|---|---|---|---|---|---|"]
    for result in results:
        cost = result.cost
        memory = f"{cost.peak_bytes / 2**20:.0f}" if cost.peak_bytes else ""
        ratio = f"{cost.wall_seconds / first.wall_seconds:.2f}"
        agrees = "" if result.differs is None else "; ".join(result.differs) or "the same"
        lines.append(
            f"| {result.name} | {cost.wall_seconds:.2f} | {cost.cpu_seconds:.2f} | {memory} | {ratio} | {agrees} |"
        )
    return "\n".join(lines)


def _targets(groups: Mapping[str, Group]) -> str:
    lines = ["| over | what | beside | at most | measured | reached |", "|---|---|---|---|---|---|"]
    return "\n".join([*lines, *(_target(target, groups.get(target.group)) for target in TARGETS)])


def _target(target: Target, group: Group | None) -> str:
    ratio = target.ratio(group.results if group else ())
    what = f"{target.ours}{', peak memory' if target.is_memory else ''}"
    shown = "—" if ratio is None else f"{ratio:.3f}"
    reached = "not measured" if ratio is None else "yes" if ratio <= target.bound else "**no**"
    title = group.title if group else target.group
    return f"| {title} | {what} | {target.other} | {target.bound:.3f} | {shown} | {reached} |"
