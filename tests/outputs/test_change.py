"""The change against last year: from the exact values of both, in the words and digits of a report."""

from __future__ import annotations

from typing import Any

import pytest

from flows.outputs.change import change

Row = dict[str, Any]


def figure(unit: str, value: str | None, numerator: str | None = None, denominator: str | None = None) -> Row:
    return {"unit": unit, "value": value, "numerator": numerator, "denominator": denominator}


@pytest.mark.parametrize(
    ("unit", "now", "before", "expected"),
    [
        ("起", "1422", "1350", ("72", "5.333333", "增长", "72", "5.33")),
        ("起", "9", "12", ("-3", "-25", "下降", "3", "25")),
        ("起", "7", "7", ("0", "0", "持平", "0", "0")),
        ("起", "7", "0", ("7", None, "增长", "7", None)),
        ("万元", "765.5918", "700.00015", ("65.59165", "9.370234", "增长", "65.5917", "9.37")),
        ("万元", "100", "99.5", ("0.5", "0.502513", "增长", "0.50", "0.5")),
        ("人次", "612", "599", ("13", "2.170284", "增长", "13", "2.17")),
    ],
)
def test_counts_and_sums(unit: str, now: str, before: str, expected: tuple[str | None, ...]) -> None:
    found = change(figure(unit, now), figure(unit, before))
    assert found.pop("change_unit") == unit
    assert tuple(found.values()) == expected


def test_a_share_moves_by_percentage_points_and_by_its_records_not_its_rounded_values() -> None:
    found = change(figure("%", "66.666667", "2", "3"), figure("%", "33.333333", "1", "3"))
    assert (found["change"], found["change_unit"], found["change_percent"]) == ("33.333333", "个百分点", None)
    assert (found["direction"], found["printed_change"], found["printed_percent"]) == ("增长", "33.33", None)


def test_a_change_is_rounded_once() -> None:
    """0.0049999996: at six decimals it is 0.005, which would print as 0.01."""
    found = change(figure("%", "0.005000", "49999996", "1000000000000"), figure("%", "0", "0", "5"))
    assert (found["change"], found["printed_change"]) == ("0.005", "0")


def test_a_mean_changes_in_its_unit_and_in_percent() -> None:
    found = change(figure("元/起", "33.333333", "100", "3"), figure("元/起", "50", "100", "2"))
    assert (found["change"], found["printed_change"], found["change_unit"]) == ("-16.666667", "16.67", "元/起")
    assert (found["change_percent"], found["direction"]) == ("-33.333333", "下降")


@pytest.mark.parametrize(("now", "before"), [("7", None), (None, "7"), (None, None)])
def test_no_value_is_no_change(now: str | None, before: str | None) -> None:
    found = change(figure("起", now), figure("起", before))
    assert found.pop("change_unit") == "起"
    assert set(found.values()) == {None}
