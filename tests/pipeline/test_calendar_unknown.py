"""Days that reach into a year whose calendar is unknown: what cannot be judged is said, never left out silently."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from flows.building.calendar import BadCalendar, calendar_rows
from flows.settings import Settings
from tests.bureau import Bureau

CASE = {"procedure": "普通程序", "filed_on": "2026-12-01", "penalty_kinds": ["罚款"], "fine": 1}


def test_a_decision_of_december_needs_the_calendar_of_the_next_year(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, as_of=date(2027, 3, 15))
    bureau.put(
        "2026年-2027年案件_20270310.xlsx",
        "cases",
        {**CASE, "case_no": "1", "decided_on": "2026-12-28", "published_on": "2027-02-20"},
        {**CASE, "case_no": "2", "decided_on": "2026-12-01", "published_on": "2026-12-04"},
    )
    outcome = bureau.night()
    figure = bureau.figures(2026)["publication_on_time_rate"]
    assert (figure["value"], figure["status"]) == ("100.000000", "部分")
    assert figure["note"] == "没有2027年的工作日历,用到它的记录无从判断"
    assert bureau.figures(2026, 11)["publication_on_time_rate"]["note"] is None
    (finding,) = [one for one in outcome.verdict.findings if one.check == "calendar-known"]
    assert (finding.level, finding.shown[0]["year"]) == ("report", "2026")


def test_an_item_of_two_years_needs_the_calendars_of_both(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    item = {"item_kind": "行政许可", "result": "准予", "promised_days": 1}
    bureau.put(
        "2003年-2004年办件_20240310.xlsx",
        "permits",
        {**item, "item_no": "1", "applied_on": "2003-12-01", "accepted_on": "2003-12-20", "finished_on": "2004-01-05"},
        {**item, "item_no": "2", "applied_on": "2004-03-01", "accepted_on": "2004-03-01", "finished_on": "2004-03-02"},
    )
    bureau.night()
    for figure in ("on_time_rate", "overdue_items", "early_completion_rate"):
        found = bureau.figures(2004)[figure]
        assert (found["status"], found["note"]) == ("部分", "没有2003年的工作日历,用到它的记录无从判断")


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("TRUE", "FALSE"), ("1.0", "0.0"), ("是", "否")])
def test_the_calendar_of_the_bureau_says_it_as_people_do(yes: str, no: str, tmp_path: Path) -> None:
    path = tmp_path / "日历.csv"
    days = [date(2027, 1, 1) + timedelta(offset) for offset in range(365)]
    lines = [f"{day.year}/{day.month}/{day.day},{yes if day.weekday() < 5 else no}" for day in days]
    path.write_bytes("\n".join(["day,is_workday", *lines]).encode("gb18030"))
    rows = dict(calendar_rows(2027, 2027, path))
    assert (len(rows), rows[date(2027, 3, 1)], rows[date(2027, 3, 6)]) == (365, True, False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("day,is_workday\n2027-01-01,上班\n", "第 2 行"),
        ("day,is_workday\n2027-02-30,1\n", "第 2 行"),
        ("day,is_workday\n2027-01-01,\n", "没有写明是否工作日"),
        ("日期,工作日\n2027-01-01,1\n", "day、is_workday"),
    ],
)
def test_a_calendar_that_says_something_else_is_told_by_its_line(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "日历.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadCalendar, match=said):
        calendar_rows(2027, 2027, path)


def test_a_calendar_that_is_away_ends_the_night_with_a_word(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, settings=Settings(own_calendar=tmp_path / "没有.csv", workbook_years=0, pages_years=0))
    bureau.put("案件_20240105.csv", "cases", {"case_no": "1"})
    with pytest.raises(BadCalendar, match="读不了"):
        bureau.night()


def test_seven_working_days_that_end_before_the_unknown_year_are_known(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, as_of=date(2026, 12, 31))
    days = [(1, 2), (4, 7), (8, 28), (14, 15)]
    bureau.put(
        "2026年案件_20261231.xlsx",
        "cases",
        *(
            {**CASE, "case_no": str(day), "decided_on": f"2026-12-{day:02d}", "published_on": f"2026-12-{shown:02d}"}
            for day, shown in days
        ),
    )
    found = []
    for as_of in (date(2026, 12, 31), date(2027, 1, 8)):
        bureau.night(as_of)
        figure = bureau.figures(2026)["publication_on_time_rate"]
        found.append((figure["numerator"], figure["denominator"], figure["status"]))
    assert found == [("3", "4", "正常")] * 2
