"""Nothing is not zero: what is covered, month by month (spec: exports, "cover is kept by month")."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.bureau import Bureau
from tests.exports import cases, put, table, workbook

YEAR = [f"2023-{month:02d}" for month in range(1, 13)]


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """As of 15 March 2024."""
    bureau = Bureau(tmp_path_factory.mktemp("cover"))
    header_only = table("reviews", columns=["review_no", "kind", "accepted_on", "concluded_on", "outcome"])
    put(bureau.raw / "2023年行政复议诉讼台账.xlsx", workbook({"台账": header_only}))
    visits = [{"task_no": f"T{month}", "inspected_on": f"2023-{month}-09"} for month in (1, 2, 3, 4, 6)]
    bureau.put("检查.xlsx", "inspections", *visits)
    cases_of_may = cases(range(1, 3), decided_on="2023-05-06", filed_on="2023-04-30", fine=1)
    bureau.put("案件_20240105.xlsx", "cases", *cases_of_may)
    bureau.put("缴款.xlsx", "payments", {"receipt_no": "P1"}, title="2023年1-11月罚没款缴款明细(导出日期:2024-01-05)")
    bureau.put("2022年-2023年/强制.xlsx", "coercions", {"document_no": "D1"})
    bureau.put("普法_202312.xlsx", "outreach", {"event_name": "甲", "held_on": "2023-02-01"})
    return bureau


@pytest.fixture(scope="module")
def covered(bureau: Bureau) -> dict[str, list[str]]:
    bureau.night()
    rows = bureau.rows("select contract, strftime(month, '%Y-%m') as month from covered_months order by all")
    return {name: [row["month"] for row in rows if row["contract"] == name] for name in {r["contract"] for r in rows}}


def test_months_are_covered_by_rows_names_folders_and_titles(covered: dict[str, list[str]]) -> None:
    assert covered == {
        "reviews": YEAR,
        "inspections": ["2023-01", "2023-02", "2023-03", "2023-04", "2023-06"],
        "cases": ["2023-04", "2023-05"],
        "payments": YEAR[:11],
        "coercions": [f"2022-{month:02d}" for month in range(1, 13)] + YEAR,
        "outreach": ["2023-02", "2023-12"],
    }


def shown(bureau: Bureau, figure: str, year: int = 2023, month: int = 12) -> tuple[Any, str, list[str]]:
    row = bureau.figures(year, month)[figure]
    return row["value"], row["status"], row["missing_months"]


@pytest.mark.usefixtures("covered")
def test_a_ledger_of_headings_alone_says_zero(bureau: Bureau) -> None:
    assert shown(bureau, "reconsiderations") == ("0", "正常", [])
    assert shown(bureau, "correction_rate") == (None, "无对象", [])
    row = bureau.figures()["correction_rate"]
    assert (row["numerator"], row["denominator"]) == ("0", "0")


@pytest.mark.usefixtures("covered")
def test_without_any_cover_there_is_no_figure(bureau: Bureau) -> None:
    assert shown(bureau, "service_complaints")[:2] == (None, "无数据")
    assert {row["status"] for row in bureau.figures(2019).values()} == {"无数据"}
    assert {row["value"] for row in bureau.figures(2019).values()} == {None}


@pytest.mark.usefixtures("covered")
def test_a_part_of_the_cover_gives_the_value_and_names_what_is_missing(bureau: Bureau) -> None:
    missing = [month for month in YEAR if month not in ("2023-04", "2023-05")]
    assert shown(bureau, "cases_penalized") == ("2", "部分", missing)
    assert shown(bureau, "fines_collected") == ("0.02", "部分", ["2023-12"])
    assert shown(bureau, "coercive_measures") == ("1", "正常", [])


@pytest.mark.usefixtures("covered")
def test_up_to_a_month_only_its_months_matter(bureau: Bureau) -> None:
    assert shown(bureau, "fines_collected", month=11) == ("0.02", "正常", [])
    assert shown(bureau, "fines_collected", month=5) == ("0", "正常", [])
    assert shown(bureau, "inspection_visits", month=4) == ("4", "正常", [])
    assert shown(bureau, "inspection_visits", month=5) == ("4", "部分", ["2023-05"])
    assert shown(bureau, "cases_penalized", month=3) == (None, "无数据", ["2023-01", "2023-02", "2023-03"])


@pytest.mark.usefixtures("covered")
def test_a_figure_of_two_exports_is_covered_where_both_are(bureau: Bureau) -> None:
    value, status, missing = shown(bureau, "collection_rate")
    assert (status, len(missing)) == ("部分", 10)
    assert value is not None


def test_months_after_the_day_it_speaks_for_are_not_missing(tmp_path: Any) -> None:
    bureau = Bureau(tmp_path, date(2023, 5, 20))
    bureau.put("案件_202304.xlsx", "cases", *cases(range(1, 3), decided_on="2023-01-06", filed_on="2023-02-06"))
    bureau.night()
    assert shown(bureau, "cases_penalized") == ("2", "部分", ["2023-03", "2023-05"])


def test_rows_that_do_not_count_cover_nothing(tmp_path: Any) -> None:
    bureau = Bureau(tmp_path)
    bureau.put(
        "案件_20240105.xlsx",
        "cases",
        {"case_no": "A", "decided_on": "2023-01-01"},
        {"case_no": "B", "decided_on": "2023-02-01", "fine": 1},
        {"case_no": "B", "decided_on": "2023-02-01", "fine": 2},
        {"case_no": "C", "decided_on": "2023-03-01", "is_test": "是"},
        {"case_no": "D", "decided_on": "2023-04-01", "procedure": "不知"},
        {"case_no": "E", "decided_on": "2023-05-01", "change": "新增"},
        {"case_no": "E", "decided_on": "2023-06-01", "change": "修改"},
        {"case_no": "F", "decided_on": "2023-07-01", "closed_on": "2027-01-01"},
    )
    bureau.night()
    months = bureau.rows("select month(month) as month from covered_months order by all")
    assert [row["month"] for row in months] == [1, 6]


def test_what_is_retracted_or_replaced_covers_nothing(tmp_path: Any) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("2022年/案件.xlsx", "cases", {"case_no": "A"}, title="2021年")
    bureau.put("缴款.xlsx", "payments", {"receipt_no": "P1"})
    bureau.night()
    bureau.retract("缴款.xlsx")
    bureau.put("2022年/案件.xlsx", "cases", {"case_no": "A"})
    bureau.night()
    years = bureau.rows("select distinct contract, year(month) as year from covered_months order by all")
    assert [(row["contract"], row["year"]) for row in years] == [("cases", 2022), ("cases", 2023)]
