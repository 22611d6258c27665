"""A file replaced by one that lacks its records holds the build (spec: exports, "Same path, new content")."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.sequence import Exit
from flows.steps.override import promote_held
from flows.store.manifests import Status
from tests.bureau import Bureau

NAME = "台账/案件.xlsx"


@pytest.fixture
def replaced(tmp_path: Path) -> Bureau:
    """Twenty cases published, then the same path with ten of them."""
    bureau = Bureau(tmp_path)
    bureau.put(NAME, "cases", *({"case_no": f"甲〔2023〕{number}号"} for number in range(1, 21)))
    assert bureau.night().exit is Exit.DONE
    bureau.put(NAME, "cases", *({"case_no": f"甲〔2023〕{number}号"} for number in range(1, 11)))
    return bureau


def test_the_build_is_held_and_the_last_one_stays(replaced: Bureau) -> None:
    held = replaced.night()
    assert held.exit is Exit.HELD
    found = {finding.check: finding for finding in held.verdict.holds}
    assert [(row["path"], row["vanished_keys"]) for row in found["rows-vanished"].shown] == [(NAME, "10")]
    assert replaced.value("cases_penalized") == "20"
    assert replaced.night().exit is Exit.HELD


def test_keeping_both_under_two_names_goes_through(replaced: Bureau) -> None:
    held = replaced.night()
    old = next(entry.sha256 for entry in held.manifest.entries if entry.status is Status.SUPERSEDED)
    shutil.copy(replaced.warehouse.archived(old), replaced.raw / "台账" / "案件_旧.xlsx")
    assert replaced.night().exit is Exit.DONE
    assert replaced.value("cases_penalized") == "20"


def test_somebody_may_publish_it_all_the_same(replaced: Bureau) -> None:
    held = replaced.night()
    promote_held(replaced.warehouse, because="系统清理了重复案件", by="值班员", at="2024-03-15T08:00:00+08:00")
    assert replaced.value("cases_penalized") == "10"
    again = replaced.night()
    assert (again.exit, again.is_new, again.build_id) == (Exit.DONE, False, held.build_id)
