"""Every spelling of a day is read back as that day; what is no date never becomes one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cells.dates import BLANK_DATES, RULES, read_date
from flows.cells.problem import Unreadable
from flows.cells.text import RULES as ARTEFACTS

DAYS = st.dates(date(2000, 1, 1), date(2098, 12, 31))
FULL_WIDTH = str.maketrans("0123456789/-.", "０１２３４５６７８９／－．")

SPELLINGS = (
    "{y}-{m:02}-{d:02}",
    "{y}-{m}-{d}",
    "{y}/{m:02}/{d:02}",
    "{y}.{m}.{d}",
    "{y}{m:02}{d:02}",
    "{y}年{m}月{d}日",
    "{y}年{m:02}月{d:02}号",
    "{y} - {m} - {d}",
    "{y}年 {m}月 {d} 日",
    "{y}/{m}-{d}",
    "{y}年{m}月{d}",
    "{y}–{m:02}–{d:02}",
)
TIMES = (
    "",
    " 00:00:00",
    " 9:05",
    "T23:59:59.999",
    " 12:30:05.0",
    " 08时05分",
    " 下午 3:07",
    " 3:07 PM",
    "T08:00:00+08:00",
)


def spelled(form: str, day: date) -> str:
    return form.format(y=f"{day.year:04}", m=day.month, d=day.day)


def serial_1900(day: date) -> int:
    """Independent of the reader: counted from the first serial behind the phantom leap day, 61 = 1900-03-01."""
    return 61 + (day - date(1900, 3, 1)).days if day >= date(1900, 3, 1) else 1 + (day - date(1900, 1, 1)).days


def rule_of(text: str, **options: bool) -> str:
    with pytest.raises(Unreadable) as problem:
        read_date(text, **options)
    assert problem.value.message == (RULES | ARTEFACTS)[problem.value.rule]
    return problem.value.rule


@given(DAYS, st.sampled_from(SPELLINGS), st.sampled_from(TIMES), st.booleans())
def test_every_spelling_is_read_back(day: date, form: str, time: str, is_full_width: bool) -> None:
    text = spelled(form, day) + time
    expected = None if day in BLANK_DATES else day
    assert read_date(text.translate(FULL_WIDTH) if is_full_width else text) == expected


@given(DAYS, st.sampled_from(["", ".0", ".5", ".999988425926"]))
def test_serial_numbers_are_read_back(day: date, fraction: str) -> None:
    assert read_date(f"{serial_1900(day)}{fraction}") == day
    assert read_date(f"{(day - date(1904, 1, 1)).days}{fraction}", date_1904=True) == day


@given(st.sampled_from(sorted(BLANK_DATES)), st.sampled_from(SPELLINGS), st.sampled_from(TIMES))
def test_days_that_mean_blank(day: date, form: str, time: str) -> None:
    assert read_date(spelled(form, day) + time) is None
    assert read_date(str(serial_1900(day))) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("36526", date(2000, 1, 1)),
        ("72685", date(2098, 12, 31)),
        ("45052", date(2023, 5, 6)),
        ("20230506", date(2023, 5, 6)),
        ("20230506.0", date(2023, 5, 6)),
        ("20230506123005", date(2023, 5, 6)),
        ("20230506 12:30", date(2023, 5, 6)),
        ("2023年5月6日12:30", date(2023, 5, 6)),
        ("2023年5月6日上午9时", date(2023, 5, 6)),
        ("2024-02-29", date(2024, 2, 29)),
        ("\u00a02023-05-06\n", date(2023, 5, 6)),
        ("2023-05-05T15:59:59Z", date(2023, 5, 5)),
        ("2023-05-05T16:00:00.000Z", date(2023, 5, 6)),
        ("9999-12-31T23:59:59Z", None),
        ("—", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        (
            "date-incomplete",
            "2023年5月|2023-05|2023.5|2023.12|2023|2023年|202305|5月6日|5-6|5.6|1.5|5月|2023年 5月 10:00",
        ),
        ("date-two-digit-year", "23-5-6|23年5月6日|5/6/23|230506|23.05.06 10:00"),
        ("date-day-first", "5/6/2023|06-05-2023|6.5.2023 10:00:00"),
        ("date-impossible", "2023-02-30|2023/13/40|20230230|2023-00-10|2023年2月29日|0000-00-00|2023-05-06 24:00:00"),
        ("date-impossible", "2023-05-06 10:60|20230506250000|20231340"),
        ("date-out-of-range", "1999-12-31|2099-01-01|2099年12月30日|19000102|9999-12-30|36525|72686|30000.5"),
        ("date-unreadable", "2023-05-061|昨天|2023-05-06至2023-05-08|2023-05-06前|4.5052E+4|045052|45052,5|0|2|60|100"),
        (
            "date-unreadable",
            "2023-05-06T00:00:00+09:00|2023 5 6|6-May-2023|-45052|99999999999999999999|2023056|二〇二三年",
        ),
        ("excel-error", "#N/A|#REF!"),
    ],
)
def test_mistakes(rule: str, texts: str) -> None:
    assert {text: rule_of(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), rule)


def test_the_two_systems_differ_by_1462_days() -> None:
    assert read_date("43590", date_1904=True) == read_date("45052") == date(2023, 5, 6)
    assert rule_of("1", date_1904=True) == "date-unreadable"


DATE_LIKE = st.text(st.sampled_from("0123456789-/.年月日号 T:Z+上午时分％＋０９"), max_size=20)


@given(DATE_LIKE | st.text() | st.from_regex(r"[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}日?( [0-9]{1,2}:[0-9]{2})?"))
def test_anything_else_is_an_error_that_says_so(text: str) -> None:
    rule, day = None, None
    try:
        day = read_date(text)
    except Unreadable as problem:
        rule = problem.rule
    assert rule is None or rule in RULES | ARTEFACTS
    assert day is None or date(2000, 1, 1) <= day <= date(2098, 12, 31)


@given(st.integers(2000, 2098), st.integers(0, 99), st.integers(0, 99), st.sampled_from(SPELLINGS))
def test_an_impossible_day_never_becomes_another(year: int, month: int, day: int, form: str) -> None:
    text = form.format(y=year, m=month, d=day)
    try:
        expected = date(year, month, day)
    except ValueError:
        assert rule_of(text) == "date-impossible"
    else:
        assert read_date(text) == expected


@given(st.integers(0, 10**7))
def test_only_integers_of_accepted_years_are_serials(number: int) -> None:
    try:
        day = read_date(str(number))
    except Unreadable:
        assert not 36526 <= number <= 72685
    else:
        assert day is None or day == date(1899, 12, 30) + timedelta(days=number)
