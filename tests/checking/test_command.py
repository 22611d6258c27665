"""``enfstat check-report``: what it prints, what it ends with, what was released before, a part of a year."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.checking.check import check
from flows.checking.passages import Passage
from flows.published import Period
from flows.release.freeze import Approval, release_figures
from flows.sequence import now
from flows.store.releases import recorded_releases
from tests.bureau import Bureau
from tests.exports import cases


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """31 cases in 2023 when the figures were released, 33 today; a number that is declared by hand."""
    bureau = Bureau(tmp_path_factory.mktemp("small"))
    bureau.put("案件_2022年-2023年.xlsx", "cases", *cases(range(1, 32)))
    staff = {"indicator": "执法人员数", "source": "执法证件台账", "declared_by": "甲某某"}
    bureau.put("手工填报.xlsx", "declared", {**staff, "period": "2023年", "value": 45})
    bureau.night()
    release_figures(bureau.warehouse, Period(2023), Approval("王局", now()))
    bureau.put("补录_20240310.xlsx", "cases", *cases(range(101, 103)))
    bureau.night()
    return bureau


def judged(bureau: Bureau, text: str, through: int = 12) -> list[tuple[str, str | None, str]]:
    releases = recorded_releases(bureau.warehouse.releases)
    found = bureau.ask(check, [Passage("第1段", text)], Period(2023, through), releases)
    rows = [number.as_row() for number in found]
    return [(row["text"], row["expected"], row["verdict"]) for row in rows if row["verdict"] != "none"]


def test_what_was_released_and_has_changed_is_stale(small: Bureau) -> None:
    assert judged(small, "查处各类违法案件31起。") == [("31", "33", "stale")]
    assert judged(small, "查处各类违法案件33起。") == [("33", "33", "agrees")]
    assert judged(small, "查处各类违法案件32起。") == [("32", "33", "differs")]


def test_a_number_declared_by_hand_is_checked_by_its_name(small: Bureau) -> None:
    unit = small.figures()["执法人员数"]["unit"] or ""
    assert judged(small, f"执法人员数45{unit}。") == [("45", "45", "agrees")]
    assert judged(small, f"执法人员数54{unit}。") == [("54", "45", "differs")]


def test_a_figure_without_data_is_not_judged(small: Bureau) -> None:
    assert judged(small, "行政许可办件12件。") == [("12", None, "unplaced")]


def test_the_command_prints_the_contract_and_ends_with_1_where_something_differs(small: Bureau, tmp_path: Path) -> None:
    draft, copy = tmp_path / "稿.md", tmp_path / "批注.docx"
    draft.write_text("查处各类违法案件32起,于2023年12月完成。", encoding="utf-8")
    done = small.command("check-report", str(draft), "2023", "--format", "json")
    assert done.returncode == 1, done.stderr
    rows = json.loads(done.stdout)
    keys = ["where", "text", "unit", "figure", "expected", "verdict"]
    assert [list(row) for row in rows] == [keys, keys]
    assert list(rows[0].values()) == ["第1段", "32", "起", "cases_penalized", "33", "differs"]
    done = small.command("check-report", str(draft), "2023", "--comments", str(copy))
    assert (done.returncode, copy.exists()) == (1, False)
    assert "32起" in done.stdout
    assert ".docx" in done.stderr


def test_the_command_over_a_part_of_a_year_and_a_broken_file(small: Bureau, tmp_path: Path) -> None:
    draft = tmp_path / "稿.txt"
    printed = small.figures(month=6)["cases_penalized"]["printed"]
    draft.write_text(f"查处各类违法案件{printed}起。", encoding="utf-8")
    done = small.command("check-report", str(draft), "2023", "--through", "2023-06")
    assert done.returncode == 0, done.stdout
    draft.write_bytes(b"PK\x03\x04")
    done = small.command("check-report", str(draft), "2023")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
