"""Numbers that no system holds: declared by hand, carried to the figures, and never mistaken for computed ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flows.published import Period, figures
from tests.bureau import Bureau

DECLARED = "手工填报指标.xlsx"


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    bureau = Bureau(tmp_path_factory.mktemp("declared"))
    bureau.put("案件_20240105.xlsx", "cases", {"case_no": "案1"})
    bureau.put(
        DECLARED,
        "declared",
        {"indicator": "执法人员数", "value": "35", "period": "2022年"},
        {"indicator": "执法人员数", "value": "37", "period": "2023年"},
        {"indicator": "执法人员数", "value": "36", "period": "2023年上半年"},
        {"indicator": "执法证持证率", "value": "98.6275", "unit": "％", "period": "2023"},
        {"indicator": "培训场次", "value": "1,200", "unit": "场", "period": "2023年1-6月"},
        {"indicator": "查处各类违法案件", "value": "2", "unit": "起", "period": "2023年"},
        {"indicator": "合同审查率", "value": "0.985", "unit": "%", "period": "2023年"},
        {"indicator": "参加考试人数", "value": "约40", "period": "2023年"},
    )
    assert bureau.night().exit == 0
    return bureau


def printed(bureau: Bureau, figure: str, year: int = 2023, month: int = 12) -> tuple[Any, ...]:
    row = bureau.figures(year, month)[figure]
    return row["value"], row["printed"], row["unit"], row["status"]


def test_a_number_stands_in_the_period_for_which_it_was_declared(bureau: Bureau) -> None:
    assert printed(bureau, "执法人员数", 2022) == ("35", "35", "人", "正常")
    assert printed(bureau, "执法人员数") == ("37", "37", "人", "正常")
    assert printed(bureau, "执法人员数", month=6) == ("36", "36", "人", "正常")
    assert printed(bureau, "执法人员数", month=5) == (None, None, "人", "无数据")


def test_a_half_year_says_nothing_of_the_year(bureau: Bureau) -> None:
    assert printed(bureau, "培训场次") == (None, None, "场", "无数据")
    assert printed(bureau, "培训场次", month=6) == ("1200", "1200", "场", "正常")


def test_decimals_are_exact_and_printed_like_those_of_a_share(bureau: Bureau) -> None:
    assert printed(bureau, "执法证持证率") == ("98.6275", "98.63", "%", "正常")


def test_it_is_marked_as_declared_with_its_source_after_all_computed_figures(bureau: Bureau) -> None:
    rows = bureau.ask(figures, Period(2023))
    assert [row["figure"] for row in rows if row["measure"] == "declared"] == [row["figure"] for row in rows[-3:]]
    assert bureau.figures()["执法人员数"]["note"] == "手工填报,来源:执法证件台账"


def test_the_row_behind_it_is_named(bureau: Bureau) -> None:
    (row,) = bureau.trace("执法人员数")
    assert (row["file"], row["row"], row["value"]) == (DECLARED, 3, "37")
    assert bureau.trace("执法人员数", 2023, 5) == []


def test_what_is_computed_is_not_taken_from_a_hand(bureau: Bureau) -> None:
    assert printed(bureau, "cases_penalized")[:2] == ("1", "1")
    assert "查处各类违法案件" not in bureau.figures()
    (found,) = bureau.rows("select offenders from checks where \"check\" = 'declared-is-computed'")
    assert found == {"offenders": 1}


def test_what_cannot_be_read_or_was_kept_as_a_fraction_is_rejected(bureau: Bureau) -> None:
    found = {(row["value"], row["rule"]) for row in bureau.rejections()}
    assert found == {("0.985", "percent-as-fraction"), ("约40", "number-unreadable")}


def test_who_declared_it_is_not_published_in_clear(bureau: Bureau) -> None:
    assert {row["declared_by"] for row in bureau.rows("select declared_by from core.declared")} == {"甲**"}


def test_a_later_table_replaces_a_number(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("填报_20240105.xlsx", "declared", {"indicator": "执法人员数", "value": "37"})
    bureau.put("填报_20240205.csv", "declared", {"indicator": "执法人员数", "value": "38"})
    bureau.night()
    assert printed(bureau, "执法人员数")[0] == "38"
