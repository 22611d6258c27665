"""Numbers and flags: the spec's spellings, and nothing else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cells.numbers import RULES, read_flag, read_int, read_number
from flows.cells.problem import Unreadable
from flows.cells.text import RULES as ARTEFACTS


@given(st.integers(0, 10**9 - 1))
def test_every_spelling_of_a_whole_number(number: int) -> None:
    full_width = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (str(number), f"{number}.0", f"{number:,}", full_width, f" {number}\n"):
        assert read_int(text) == number


@pytest.mark.parametrize(
    "text",
    ["600人", "600.5", "1,20", "0,200", "1e3", "六百", "1000000000", "330723198001011234", "+5", "5 000", "٣", "1_0"],
)
def test_no_whole_number(text: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read_int(text)
    assert problem.value.rule == "int-unreadable"


def test_negative_numbers() -> None:
    for text in ("-5", "－5", "−5.0"):
        with pytest.raises(Unreadable) as problem:
            read_int(text)
        assert problem.value.rule == "int-negative"
    assert read_int("-0") == 0
    assert read_int("—") is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("是 有 1 Y y √ ✓ ✔ ✔\ufe0f TRUE true True １ Ｙ 1.0", True),
        ("否 无 0 N n × ✗ ✘ FALSE false False ０ 0.0", False),
        ("- / 暂无 空 null —", None),
    ],
)
def test_flags(texts: str, expected: bool | None) -> None:
    assert {text: read_flag(text) for text in texts.split(" ")} == dict.fromkeys(texts.split(" "), expected)


@pytest.mark.parametrize("text", ["2", "对", "错", "x", "是否", "-1", "yes"])
def test_no_flag(text: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read_flag(text)
    assert problem.value.rule == "flag-unreadable"


@given(st.text() | st.text(st.sampled_from("0123456789,.-无否是")))
def test_anything_else_is_an_error_that_says_so(text: str) -> None:
    for read in (read_int, read_flag):
        rule = None
        try:
            read(text)
        except Unreadable as problem:
            rule = problem.rule
        assert rule is None or rule in RULES | ARTEFACTS


@given(st.decimals(min_value=0, max_value=10**12, places=6))
def test_every_spelling_of_an_exact_number(number: Decimal) -> None:
    for text in (f"{number:f}", f"{number:,f}", f" {number:f}\n"):
        assert read_number(text) == number


@pytest.mark.parametrize("text", ["约40", "98.6%", "1.2345678", "1e3", "三十五", "1,20", "0.985.1", "9" * 19, "٣"])
def test_no_exact_number(text: str) -> None:
    with pytest.raises(Unreadable) as problem:
        read_number(text)
    assert problem.value.rule == "number-unreadable"


def test_a_number_is_blank_or_at_least_zero() -> None:
    assert read_number(" — ") is None
    with pytest.raises(Unreadable) as problem:
        read_number("-0.5")
    assert problem.value.rule == "number-negative"
