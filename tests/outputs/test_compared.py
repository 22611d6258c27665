"""Every figure beside the same period of the year before (spec: figures, A: recomputed from both years' records)."""

from __future__ import annotations

from typing import Any

from flows.published import Period, compared
from tests.bureau import Bureau


def asked(bureau: Bureau, year: int, month: int = 12) -> dict[str, dict[str, Any]]:
    return {row["figure"]: row for row in bureau.ask(compared, Period(year, month))}


def test_a_year_stands_beside_the_year_before(bureau: Bureau) -> None:
    penalized = asked(bureau, 2023)["cases_penalized"]
    assert (penalized["value"], penalized["previous_value"], penalized["change"]) == ("7", "6", "1")
    assert (penalized["through"], penalized["previous_through"]) == ("2023-12", "2022-12")
    levied = asked(bureau, 2023)["fines_levied"]
    assert (levied["value"], levied["previous_value"]) == ("4.000223", "0.08004")
    assert levied["change"] == "3.920183"


def test_part_of_a_year_stands_beside_the_same_months(bureau: Bureau) -> None:
    half = asked(bureau, 2023, 6)["cases_penalized"]
    assert (half["value"], half["previous_value"], half["change"]) == ("3", "4", "-1")
    assert (half["through"], half["previous_through"]) == ("2023-06", "2022-06")


def test_a_running_year_stands_beside_the_months_that_have_begun(bureau: Bureau) -> None:
    running = asked(bureau, 2024)["cases_penalized"]
    assert (running["value"], running["previous_value"]) == ("2", "3")
    assert running["previous_through"] == "2023-03"
    assert asked(bureau, 2024, 2)["cases_penalized"]["previous_value"] == "0"


def test_last_year_keeps_its_state_and_what_it_misses(bureau: Bureau) -> None:
    rows = asked(bureau, 2023)
    tasks = rows["inspection_tasks"]
    assert (tasks["previous_value"], tasks["previous_status"]) == ("1", "部分")
    assert len(tasks["previous_missing_months"]) == 11
    reviews = rows["reconsiderations"]
    assert (reviews["value"], reviews["previous_status"], reviews["previous_value"]) == ("0", "无数据", None)
    assert reviews["change"] is None
    assert (rows["correction_rate"]["status"], rows["court_applications"]["status"]) == ("无对象", "不适用")


def test_a_year_without_a_year_before(bureau: Bureau) -> None:
    penalized = asked(bureau, 2022)["cases_penalized"]
    assert (penalized["value"], penalized["previous_status"], penalized["printed_change"]) == ("6", "无数据", None)
