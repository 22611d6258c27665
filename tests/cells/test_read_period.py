import pytest

from flows.cells.period import read_period
from flows.cells.problem import Unreadable


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2023年", "2023-01/2023-12"),
        ("2023年度", "2023-01/2023-12"),
        ("2023", "2023-01/2023-12"),
        ("２０２３.0", "2023-01/2023-12"),
        ("2023年上半年", "2023-01/2023-06"),
        ("2023年1-6月", "2023-01/2023-06"),
        ("2023年第三季度", "2023-07/2023-09"),
        ("2023年6月", "2023-06/2023-06"),
        ("202306", "2023-06/2023-06"),
        ("2023年1月至2023年12月", "2023-01/2023-12"),
    ],
)
def test_a_year_or_months_of_it(text: str, months: str) -> None:
    assert read_period(text) == months


def test_blank_is_no_period() -> None:
    assert read_period(" — ") is None


@pytest.mark.parametrize(
    "text", ["今年", "2022年-2023年", "2023-06-30", "2023年13月", "人员台账", "35", "2023年1月、2024年3月"]
)
def test_anything_else_is_an_error(text: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read_period(text)
    assert problem.value.rule == "period-unreadable"
