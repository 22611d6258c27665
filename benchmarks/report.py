"""The results as Markdown: the machine, a table for each drop folder with ratios, and what was aimed at."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.contest import Result
from benchmarks.targets import TARGETS, Measured, Target

_LIBRARIES = ("duckdb", "fastexcel", "openpyxl", "pandas", "pandera", "polars", "pyarrow", "python-calamine")


def results_text(measured: Measured, titles: Mapping[str, str], notes: str) -> str:
    """Everything that was measured, as a Markdown page."""
    tables = [f"## {titles[group]}\n\n{_table(results)}" for group, results in measured.items()]
    return "\n\n".join(
        ["# How fast", _machine(measured), "## What was aimed at", _targets(measured, titles), *tables, notes]
    )


def _machine(measured: Measured) -> str:
    models = [line.partition(":")[2] for line in _cpu_lines() if line.startswith("model name")]
    processor = models[0].strip() if models else platform.machine()
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"Made by `python -m benchmarks --only {' '.join(measured)}`. Whole processes, medians; the contenders take "
        "turns, so the ratios hold better than the seconds.\n\n"
        f"{processor}, {len(os.sched_getaffinity(0))} cores; Python {platform.python_version()}; {libraries}."
    )


def _cpu_lines() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return []


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


def _targets(measured: Measured, titles: Mapping[str, str]) -> str:
    lines = ["| over | what | beside | at most | measured | reached |", "|---|---|---|---|---|---|"]
    return "\n".join([*lines, *(_target(target, measured, titles) for target in TARGETS)])


def _target(target: Target, measured: Measured, titles: Mapping[str, str]) -> str:
    ratio = target.ratio(measured)
    what = f"{target.ours}{', peak memory' if target.is_memory else ''}"
    shown = "—" if ratio is None else f"{ratio:.3f}"
    reached = "not measured" if ratio is None else "yes" if ratio <= target.bound else "**no**"
    title = titles.get(target.group, target.group)
    return f"| {title} | {what} | {target.other} | {target.bound:.3f} | {shown} | {reached} |"
