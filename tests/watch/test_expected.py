"""The calendar of each source, and what counts as delivered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows.watch.due import Expected
from flows.watch.expected import deliveries
from tests.bureau import Bureau
from tests.exports import cases


@pytest.mark.parametrize(
    ("every", "by_day", "on", "period_end", "due_on"),
    [
        ("month", 5, "2024-03-05", "2024-02-29", "2024-03-05"),
        ("month", 5, "2024-03-04", "2024-01-31", "2024-02-05"),
        ("month", 40, "2024-03-05", "2023-12-31", "2024-02-09"),
        ("month", 1, "2024-01-01", "2023-12-31", "2024-01-01"),
        ("quarter", 10, "2024-04-10", "2024-03-31", "2024-04-10"),
        ("quarter", 10, "2024-04-09", "2023-12-31", "2024-01-10"),
        ("half-year", 15, "2024-07-14", "2023-12-31", "2024-01-15"),
        ("year", 20, "2024-01-20", "2023-12-31", "2024-01-20"),
        ("year", 20, "2024-01-19", "2022-12-31", "2023-01-20"),
        ("week", 1, "2024-03-11", "2024-03-10", "2024-03-11"),
        ("week", 2, "2024-03-11", "2024-03-03", "2024-03-05"),
    ],
)
def test_the_last_delivery_that_was_due(every: str, by_day: int, on: str, period_end: str, due_on: str) -> None:
    assert Expected(by_day, every).last_due(date.fromisoformat(on)) == (
        date.fromisoformat(period_end),
        date.fromisoformat(due_on),
    )


@pytest.mark.parametrize("facts", [{"every": "fortnight"}, {"by_day": 0}, {"by_day": "5"}])
def test_a_calendar_that_is_none_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="应为"):
        Expected(**facts)  # type: ignore[arg-type]


def test_delivered_is_an_export_made_when_the_period_had_ended(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("案件_20240229.xlsx", "cases", *cases(range(1, 3)))
    bureau.put("缴款_20240220.csv", "payments", {"receipt_no": "P1"})
    bureau.put("2024年2月复议.csv", "reviews", {"review_no": "1"})
    (bureau.raw / "许可_20240301.csv").write_text("不是一张表", encoding="utf-8")
    bureau.night()
    calendar = Expected(by_day=5, every="month")
    expected = dict.fromkeys(("cases", "payments", "permits", "reviews"), calendar)
    found = {each.contract: each for each in deliveries(expected, bureau.manifest, bureau.warehouse, date(2024, 3, 6))}
    assert {name: each.is_there for name, each in found.items()} == {
        "cases": True,
        "payments": False,  # made before the month was over
        "permits": False,  # refused
        "reviews": True,  # a month in the name stands for its last day
    }
    assert found["payments"].newest_on == date(2024, 2, 20)
    assert found["permits"].newest_on is None


@pytest.mark.slow
def test_a_correction_workbook_is_no_delivery(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, as_of=date(2024, 2, 29))
    bureau.put("案件_20240131.xlsx", "cases", *cases(range(1, 3)), *cases([9], fine="十块"))
    bureau.night()
    done = bureau.command("rejects", "--workbook", str(tmp_path / "退回单.xlsx"))
    assert done.returncode == 0, done.stderr
    [written] = tmp_path.glob("退回单*.xlsx")
    written.rename(bureau.raw / written.name)
    bureau.night()
    assert {entry.export_on for entry in bureau.manifest.in_force} == {date(2024, 1, 31), date(2024, 2, 29)}
    [found] = deliveries({"cases": Expected()}, bureau.manifest, bureau.warehouse, date(2024, 3, 6))
    assert (found.is_there, found.newest_on) == (False, date(2024, 1, 31))
