"""Days that reach into a year whose calendar is unknown: what cannot be judged is said, never left out silently."""

from __future__ import annotations

from datetime import date
from pathlib import Path

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
