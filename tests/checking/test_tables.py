"""Tables: what the headings of row and column make of a number."""

from __future__ import annotations

import pytest

from flows.checking.check import Checker
from flows.checking.passages import Table


def verdicts(checker: Checker, *rows: list[str]) -> dict[str, tuple[str | None, str]]:
    """Where → figure and verdict, of the numbers that are not none."""
    found = [number.as_row() for number in checker.check(Table("第1张表", rows))]
    return {row["where"][4:]: (row["figure"], row["verdict"]) for row in found if row["verdict"] != "none"}


def test_years_and_changes_as_columns(checker: Checker) -> None:
    found = verdicts(
        checker,
        ["序号", "指标", "单位", "2022年", "2023年", "增减", "增减(%)"],
        ["1", "查处各类违法案件", "起", "997", "1422", "425", "42.63"],
        ["2", "收缴罚没款", "万元", "403.1192", "756.5918", "362.4726", "89.92"],
        ["3", "双随机抽查占比", "%", "49.57", "53.24", "3.66", "—"],
        ["4", "其中:简易程序", "起", "611", "884", "-273", "44.68"],
    )
    assert found == {
        "第2行第4列": ("cases_penalized", "agrees"),
        "第2行第5列": ("cases_penalized", "agrees"),
        "第2行第6列": ("cases_penalized", "change-agrees"),
        "第2行第7列": ("cases_penalized", "change-agrees"),
        "第3行第4列": ("fines_collected", "agrees"),
        "第3行第5列": ("fines_collected", "differs"),
        "第3行第6列": ("fines_collected", "change-agrees"),
        "第3行第7列": ("fines_collected", "change-agrees"),
        "第4行第4列": ("random_inspection_rate", "agrees"),
        "第4行第5列": ("random_inspection_rate", "agrees"),
        "第4行第6列": ("random_inspection_rate", "change-agrees"),
        "第5行第4列": ("simplified_cases", "agrees"),
        "第5行第5列": ("simplified_cases", "agrees"),
        "第5行第6列": ("simplified_cases", "change-differs"),
        "第5行第7列": ("simplified_cases", "change-agrees"),
    }


def test_figures_as_columns_months_as_rows(checker: Checker) -> None:
    found = verdicts(
        checker,
        ["月份", "查处各类违法案件(起)", "收缴罚没款(万元)"],
        ["1月", "103", "52.4868"],
        ["2月", "192", "58.2982"],
        ["合计", "1422", "765.5918"],
    )
    assert found == {
        "第2行第2列": ("cases_penalized", "agrees"),
        "第2行第3列": ("fines_collected", "agrees"),
        "第3行第2列": ("cases_penalized", "differs"),
        "第3行第3列": ("fines_collected", "agrees"),
        "第4行第2列": ("cases_penalized", "agrees"),
        "第4行第3列": ("fines_collected", "agrees"),
    }


def test_fields_as_rows(checker: Checker) -> None:
    found = verdicts(
        checker,
        ["业务领域", "查处各类违法案件"],
        ["超限超载", "253"],
        ["别的领域", "12"],
    )
    assert found == {
        "第2行第2列": ("cases_penalized", "agrees"),
        "第3行第2列": ("cases_penalized", "unplaced"),
    }


def test_one_row_of_values_and_headings_of_two_rows(checker: Checker) -> None:
    found = verdicts(
        checker, ["行政许可", "行政许可", "行政备案"], ["2022年", "2023年", "2023年"], ["298", "720", "173"]
    )
    assert found == {
        "第3行第1列": ("permits_handled", "agrees"),
        "第3行第2列": ("permits_handled", "agrees"),
        "第3行第3列": ("filings_handled", "agrees"),
    }


@pytest.mark.parametrize(("total", "verdict"), [("12", "sum-agrees"), ("13", "sum-differs")])
def test_a_row_of_totals_of_what_no_figure_is(checker: Checker, total: str, verdict: str) -> None:
    found = verdicts(checker, ["单位", "培训场次"], ["甲所", "5"], ["乙所", "7"], ["合计", total])
    assert found == {"第4行第2列": (None, verdict)}


def test_a_cell_of_prose_is_read_as_prose(checker: Checker) -> None:
    rows = [["项目", "完成情况"], ["检查企业", "全年检查1479家次,同比增长47.16%"]]
    found = [number.judgement.verdict for number in checker.check(Table("第1张表", rows))]
    assert found == ["agrees", "change-agrees"]


def test_shares_and_changes_in_percent_have_no_sum_but_one_that_they_come_to(checker: Checker) -> None:
    found = verdicts(
        checker,
        ["类别", "线上", "线下", "合计"],
        ["培训(场)", "12", "8", "20"],
        ["占比", "60%", "40%", "100%"],
        ["增幅", "141.61%", "183.61%", "156.7%"],
        ["增幅(%)", "141.61", "183.61", "156.7"],
        ["增量(场)", "4", "3", "8"],
    )
    assert found == {
        "第2行第4列": (None, "sum-agrees"),
        "第3行第4列": (None, "sum-agrees"),
        "第6行第4列": (None, "sum-differs"),
    }


def test_signs_and_arrows_of_changes(checker: Checker) -> None:
    found = verdicts(
        checker,
        ["指标", "2023年", "同比"],
        ["查处各类违法案件", "1422", "+42.63%"],
        ["收缴罚没款(万元)", "765.5918", "↑89.92%"],
        ["非现场执法占比", "7.38%", "↓1.34个百分点"],
        ["罚没款执行率", "94.24%", "↓-3.54个百分点"],
        ["网办率", "92.72%", "↓2个百分点"],
    )
    assert [verdict for place, (_, verdict) in found.items() if place.endswith("第3列")] == [
        "change-agrees",
        "change-agrees",
        "change-agrees",
        "change-agrees",
        "change-differs",
    ]
