"""What was measured is kept, and the page of results is made of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from benchmarks.contenders import OPENPYXL, OURS
from benchmarks.contest import Result
from benchmarks.kept import Group, keep, kept_groups
from benchmarks.measure import Cost, Run
from benchmarks.report import results_text
from benchmarks.targets import TARGETS

OURS_TOOK = Result(OURS, Cost((Run(2.0, 3.0), Run(1.0, 1.5), Run(4.0, 4.0)), 300 << 20), ())
PEER_TOOK = Result(OPENPYXL.name, Cost((Run(16.0, 16.0),), None), ("cases_filed: 1 | 2",))
GROUPS = {"10k": Group("10,000 rows in one xlsx", date(2026, 11, 27), "0123abc+", (OURS_TOOK, PEER_TOOK))}


def test_what_was_measured_is_read_as_it_was_kept(tmp_path: Path) -> None:
    assert kept_groups(tmp_path / "measured.json") == {}
    keep(GROUPS, tmp_path / "measured.json")
    assert kept_groups(tmp_path / "measured.json") == GROUPS


def test_the_page_tells_medians_ratios_and_what_was_not_measured() -> None:
    lines = results_text(GROUPS, "notes").splitlines()
    assert "Measured on 2026-11-27 at 0123abc+." in lines
    assert f"| {OURS} | 2.00 | 3.00 | 300 | 1.00 | the same |" in lines
    assert f"| {OPENPYXL.name} | 16.00 | 16.00 |  | 8.00 | cases_filed: 1 | 2 |" in lines
    assert f"| 10,000 rows in one xlsx | {OURS} | {OPENPYXL.name} | 0.250 | 0.125 | yes |" in lines
    assert len([line for line in lines if line.endswith("| not measured |")]) == len(TARGETS) - 1
