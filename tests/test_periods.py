"""Export time and stated cover from names: spec exports, "Which row counts"."""

from datetime import date, timedelta
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_SPAN_MONTHS,
    export_day,
    export_time,
    month_end,
    months_between,
    path_months,
    stated_months,
)


def _months(first: str, last: str | None = None) -> frozenset[date]:
    """First days of the months from `first` to `last`, both written YYYY-MM; one month if `last` is left out."""
    return frozenset(months_between(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last or first}-01")))


NOTHING: frozenset[date] = frozenset()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        # The examples of the spec.
        ("案件_20240105.xlsx", "2024-01-05"),
        ("案件2023年12月.xlsx", "2023-12-31"),
        ("案件202312.xlsx", "2023-12-31"),
        # A day in each notation.
        ("案件台账2024-01-05.xlsx", "2024-01-05"),
        ("案件台账 2024.1.5.xls", "2024-01-05"),
        ("cases_2024_01_05.csv", "2024-01-05"),
        ("办件明细2024年1月5日.xlsx", "2024-01-05"),
        ("办件明细2024年1月5号.xlsx", "2024-01-05"),
        ("办件明细2024年01月05.xlsx", "2024-01-05"),
        ("办件明细２０２４年１月５日.xlsx", "2024-01-05"),
        ("二〇二四年一月五日导出", "2024-01-05"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        # A day with a time after it; the digits of the time are no month.
        ("案件20240105093000.xlsx", "2024-01-05"),
        ("案件202401050930.xlsx", "2024-01-05"),
        ("案件20240105093000123.xlsx", "2024-01-05"),
        ("案件20240105_093000.xlsx", "2024-01-05"),
        ("案件20240105-202312.xlsx", "2024-01-05"),
        ("案件20230105_202312.xlsx", "2023-01-05"),
        ("案件 2024-01-05 09.30.xlsx", "2024-01-05"),
        ("案件 2024-01-05T09-30-00.xlsx", "2024-01-05"),
        ("2024年1月5日9时30分", "2024-01-05"),
        # A month stands for its last day, leap years too.
        ("案件2023-12.xlsx", "2023-12-31"),
        ("案件2024.02.xlsx", "2024-02-29"),
        ("案件2023.5.xlsx", "2023-05-31"),
        ("案件2023.5", "2023-05-31"),
        ("案件2023_02.xlsx", "2023-02-28"),
        ("2023 年 9 月", "2023-09-30"),
        ("2023年9月份", "2023-09-30"),
        ("2023年度9月", "2023-09-30"),
        ("2023年_12月", "2023-12-31"),
        ("2023 12月案件.xlsx", "2023-12-31"),
        ("二〇二三年十月", "2023-10-31"),
        ("2023年案件台账(12月).xlsx", "2023-12-31"),
        # A span stands for its end.
        ("2023年1-6月", "2023-06-30"),
        ("2023年1月至6月", "2023-06-30"),
        ("2023年上半年", "2023-06-30"),
        ("2023上半年", "2023-06-30"),
        ("2023年下半年", "2023-12-31"),
        ("2023年第三季度", "2023-09-30"),
        ("2023年一季度", "2023-03-31"),
        ("2023年第1季度", "2023-03-31"),
        ("2023Q3", "2023-09-30"),
        ("2023年前三季度", "2023-09-30"),
        ("2023年前11个月", "2023-11-30"),
        ("案件20230101-20231231.xlsx", "2023-12-31"),
        ("案件2023.1.1-6.30.xlsx", "2023-06-30"),
        ("2023年1月1日至31日", "2023-01-31"),
        ("案件2022年-2024年.xlsx", "2024-12-31"),
        ("案件2022-2024年.xlsx", "2024-12-31"),
        # The latest of several.
        ("案件202312_20240105.xlsx", "2024-01-05"),
        ("20240105_案件202312.xlsx", "2024-01-05"),
        ("案件20230101-20231231-20240105.xlsx", "2024-01-05"),
        ("案件2023年度20240105.xlsx", "2024-01-05"),
        ("案件20231231-20230101.xlsx", "2023-12-31"),
    ],
)
def test_export_day(name: str, day: str) -> None:
    assert export_day(name) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "案件.xlsx",
        # A year alone says nothing.
        "案件2023年.xlsx",
        "2023年度行政复议诉讼台账.xlsx",
        "cases_2023.xlsx",
        "2023",
        "二〇二三年",
        # Two-digit years, days without a year, other orders.
        "案件23年12月.xlsx",
        "案件231205.xlsx",
        "案件23-12-05.xlsx",
        "12月.xlsx",
        "1月5日导出.xlsx",
        "5-6-2023",
        "2023年台账1月导出.xlsx",
        # Digits of longer numbers.
        "20231234567",
        "13820231205",
        "办件1704412800000.xlsx",
        "330102199001011234",
        "330102202301011234",
        "91330100MA20231205",
        "缴款202312142",
        "2023-12-001",
        "浙交罚2023-12号",
        # Impossible dates.
        "案件20231345.xlsx",
        "案件20230229.xlsx",
        "案件2023年2月30日.xlsx",
        "案件2023-02-30.xlsx",
        "案件202313.xlsx",
        "案件202300.xlsx",
        "案件20240105990000.xlsx",
        "案件2023年6-1月.xlsx",
        # Outside of 2000-2098.
        "案件19991231.xlsx",
        "案件20991231.xlsx",
        "案件1999年12月.xlsx",
        # A copy or a part of 2023 rather than a month.
        "案件2023-1.xlsx",
        "案件2023_1.xlsx",
        "案件2023(1).xlsx",
    ],
)
def test_export_day_is_unknown(name: str) -> None:
    assert export_day(name) is None


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("20240105/案件202312.xlsx", "2023-12-31"),
        ("20240105/案件.xlsx", "2024-01-05"),
        ("20240105/案件2023年.xlsx", "2024-01-05"),
        ("2023年12月/20240105/案件/台账.xlsx", "2024-01-05"),
        ("20240205/2023年/案件.xlsx", "2024-02-05"),
        ("2023/案件.xlsx", None),
        ("案件.xlsx", None),
        ("", None),
    ],
)
def test_export_time_is_of_the_name_else_of_the_nearest_folder(path: str, day: str | None) -> None:
    assert export_time(PurePosixPath(path)) == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        # Whole years.
        ("2023年行政复议诉讼台账.xlsx", _months("2023-01", "2023-12")),
        ("某市交通运输局2023年度行政强制台账", _months("2023-01", "2023-12")),
        ("2023年全年", _months("2023-01", "2023-12")),
        ("二〇二三年度普法活动台账", _months("2023-01", "2023-12")),
        ("2022年、2024年", _months("2022-01", "2022-12") | _months("2024-01", "2024-12")),
        ("2023年第三方机构检查", _months("2023-01", "2023-12")),
        ("案件2023年20240105.xlsx", _months("2023-01", "2023-12")),
        ("330100-2023年案件.xlsx", _months("2023-01", "2023-12")),
        # Months.
        ("案件202312.xlsx", _months("2023-12")),
        ("案件2023年12月.xlsx", _months("2023-12")),
        ("案件2023-12.xlsx", _months("2023-12")),
        ("案件2023.12.xlsx", _months("2023-12")),
        ("2023年12月份案件", _months("2023-12")),
        ("2023年1月、3月", _months("2023-01")),
        # Spans of years.
        ("2022年-2024年案件.xlsx", _months("2022-01", "2024-12")),
        ("2022-2024年案件.xlsx", _months("2022-01", "2024-12")),
        ("2022—2024年度", _months("2022-01", "2024-12")),
        ("2022年度至2024年度", _months("2022-01", "2024-12")),
        ("二〇二二年至二〇二四年", _months("2022-01", "2024-12")),
        # Spans of days.
        ("2023-01-01 至 2023-12-31", _months("2023-01", "2023-12")),
        ("统计期间:2023-01-01 00:00:00 至 2023-12-31 23:59:59", _months("2023-01", "2023-12")),
        ("统计时间：２０２３年１月１日起至２０２３年６月３０日止", _months("2023-01", "2023-06")),
        ("20230101-20231231", _months("2023-01", "2023-12")),
        ("2023.01.01~2023.06.30", _months("2023-01", "2023-06")),
        ("2023/1/1—2023/3/31", _months("2023-01", "2023-03")),
        ("2023-01-01-2023-03-31", _months("2023-01", "2023-03")),
        ("2023年1月1日至6月30日", _months("2023-01", "2023-06")),
        ("2023年1月1日-31日", _months("2023-01")),
        ("2023.1.1-6.30", _months("2023-01", "2023-06")),
        ("2023-01-01至06-30", _months("2023-01", "2023-06")),
        ("2023年12月25日至2024年1月5日", _months("2023-12", "2024-01")),
        ("20230101-20231231-20240105.xlsx", _months("2023-01", "2023-12")),
        # Spans of months.
        ("2023年1-6月", _months("2023-01", "2023-06")),
        ("2023年1月至6月", _months("2023-01", "2023-06")),
        ("2023年一月至六月", _months("2023-01", "2023-06")),
        ("2023年1月—2023年6月", _months("2023-01", "2023-06")),
        ("2023 年 1 月 至 2024 年 2 月", _months("2023-01", "2024-02")),
        ("202301-202306", _months("2023-01", "2023-06")),
        ("202301~06", _months("2023-01", "2023-06")),
        ("2023.1-6", _months("2023-01", "2023-06")),
        ("2023-01-2023-06", _months("2023-01", "2023-06")),
        ("2023-1至2023-6", _months("2023-01", "2023-06")),
        ("2022年-2023年6月", _months("2022-01", "2023-06")),
        ("2023年1月1日至2023年6月", _months("2023-01", "2023-06")),
        # Quarters and halves.
        ("2023年第三季度", _months("2023-07", "2023-09")),
        ("2023年一至三季度", _months("2023-01", "2023-09")),
        ("2023年1-3季度", _months("2023-01", "2023-09")),
        ("2023年前三季度", _months("2023-01", "2023-09")),
        ("2023Q1-Q2", _months("2023-01", "2023-06")),
        ("2023年度上半年", _months("2023-01", "2023-06")),
        ("2023H2", _months("2023-07", "2023-12")),
        ("2023年第四季度至2024年第一季度", _months("2023-10", "2024-03")),
        # Months written apart from their year narrow it.
        ("2023年行政处罚案件台账（1-6月）.xlsx", _months("2023-01", "2023-06")),
        ("2023年案件台账12月.xlsx", _months("2023-12")),
        ("12月案件台账2023年.xlsx", _months("2023-12")),
        ("2022年、2023年(上半年)", _months("2022-01", "2023-06")),
        ("2023年台账(1月5日)", _months("2023-01", "2023-12")),
        # The period stands before the time of making.
        ("2023年案件 导出时间:2024-01-05", _months("2023-01", "2023-12")),
        ("统计月份：2023年12月 打印日期：2024年1月", _months("2023-12")),
        ("2023年台账1月导出.xlsx", _months("2023-01", "2023-12")),
        ("2023年度上报", _months("2023-01", "2023-12")),
        ("2023年1-6月填报", _months("2023-01", "2023-06")),
        # Citations beside a stated year.
        ("2023年案件(依据《行政处罚法(2021年修订)》).xlsx", _months("2023-01", "2023-12")),
        ("行政处罚法（2021年修订）2023年案件", _months("2023-01", "2023-12")),
        ("2023年台账(修订).xlsx", _months("2023-01", "2023-12")),
        # Another year's part by a dash: December, exported on 5 January.
        ("202312-20240105.xlsx", _months("2023-12")),
        ("2023年-2024-01-05.xlsx", _months("2023-01", "2023-12")),
        ("202312-2.xlsx", _months("2023-12")),
        # A span of exactly 30 years.
        ("2000年-2029年", _months("2000-01", "2029-12")),
    ],
)
def test_stated_months(text: str, months: frozenset[date]) -> None:
    assert stated_months(text) == months


@pytest.mark.parametrize(
    "text",
    [
        "",
        "案件.xlsx",
        # A bare year: the spec wants 年 or 年度.
        "cases_2023.xlsx",
        "2023",
        "2022-2024",
        # A single day.
        "案件20240105.xlsx",
        "案件2024年1月5日.xlsx",
        "案件2024-01-05 09.30.xlsx",
        "案件20240105_202312.xlsx",
        "2023-01-01至2023-01-01",
        "2024年1月5日导出",
        "2023年12月31",
        # When the file was made.
        "导出时间:2024-01-05",
        "导出时间 2023-01-01至2023-12-31",
        "打印日期 2024年1月",
        "制表:2023年",
        "填报单位:某市交通运输局 2023年",
        "上报2023年台账",
        "截至2023年12月",
        "截止2023年12月",
        "2024年1月导出",
        "2024年导出",
        "2024年1月份打印",
        # Citations.
        "浙交罚〔2023年〕12号",
        "浙交罚〔2023〕12号",
        "《浙江省公路条例2020年》",
        "行政处罚法(2021年修订)",
        "行政处罚法【2021年7月修正】",
        "公路法[2017年第五次修正]",
        "案件台账模板(2023年版)",
        # Part of a year that is no month, points in time, other years.
        "2023年第5周",
        "2023年第一批",
        "2023年1、2月",
        "2023年13月",
        "2023年2月30日",
        "2023年底",
        "2023年以前",
        "23年12月",
        # Doubtful or impossible.
        "2023-1",
        "202313",
        "20231234567",
        "2023-12-001",
        "1999年",
        "2099年",
        # Reversed, over 30 years, an end out of range.
        "2024年-2022年",
        "2023年6-1月",
        "20231231-20230101",
        "2023年12月至2023年1月",
        "2000年-2030年",
        "1998年-2005年",
    ],
)
def test_states_no_month(text: str) -> None:
    assert stated_months(text) == NOTHING


@pytest.mark.parametrize(
    ("path", "months"),
    [
        ("2023年/行政复议/台账.xlsx", _months("2023-01", "2023-12")),
        ("2023年/案件20240105.xlsx", _months("2023-01", "2023-12")),
        ("2022年/案件202312.xlsx", _months("2022-01", "2022-12") | _months("2023-12")),
        # The month's folder is no whole year.
        ("2023年/12月/案件.xlsx", _months("2023-12")),
        ("2023年/第四季度/案件.xlsx", _months("2023-10", "2023-12")),
        # What tells when one folder was made says nothing of the names below it.
        ("导出/2023年/案件.xlsx", _months("2023-01", "2023-12")),
        # Names are not joined into spans or dates.
        ("2022年-/2023年.xlsx", _months("2022-01", "2023-12")),
        ("2023/12.xlsx", NOTHING),
        ("2023/案件.xlsx", NOTHING),
    ],
)
def test_path_months(path: str, months: frozenset[date]) -> None:
    assert path_months(PurePosixPath(path)) == months


def test_months_between() -> None:
    assert months_between(date(2023, 11, 30), date(2024, 1, 1)) == (
        date(2023, 11, 1),
        date(2023, 12, 1),
        date(2024, 1, 1),
    )
    assert months_between(date(2023, 5, 31), date(2023, 5, 1)) == (date(2023, 5, 1),)
    assert months_between(date(2023, 5, 1), date(2023, 4, 30)) == ()


_days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
_pieces = st.one_of(
    st.sampled_from("年度月日至到-—~./_()〔〕《》第前: \n"),
    st.sampled_from(
        [
            "2023",
            "1",
            "12",
            "31",
            "05",
            "20231231",
            "202306",
            "2024",
            "二〇二三年",
            "十二",
            "季度",
            "上半年",
            "Q3",
            "导出",
            "截至",
            "时间",
            "修订",
            "案件",
            ".xlsx",
            "09:30:00",
            "00",
            "99",
        ]
    ),
)
_texts = st.text(max_size=60) | st.lists(_pieces, max_size=14).map("".join)


@given(_texts)
def test_any_text_gives_accepted_days_and_months(text: str) -> None:
    day = export_day(text)
    assert day is None or FIRST_YEAR <= day.year <= LAST_YEAR
    assert all(month.day == 1 and FIRST_YEAR <= month.year <= LAST_YEAR for month in stated_months(text))


@given(st.lists(_texts, max_size=4))
def test_any_path_gives_accepted_days_and_months(parts: list[str]) -> None:
    path = PurePosixPath(*parts)
    assert export_time(path) in {export_day(part) for part in path.parts} | {None}
    assert all(month.day == 1 for month in path_months(path))


_day_forms = st.sampled_from(
    [
        "{0:%Y%m%d}",
        "{0:%Y-%m-%d}",
        "{0.year}.{0.month}.{0.day}",
        "{0:%Y_%m_%d}",
        "{0.year}年{0.month}月{0.day}日",
        "{0:%Y%m%d}093000",
        "{0:%Y%m%d}_093000",
        "{0:%Y-%m-%d} 09.30",
        "{0:%Y-%m-%d} 09:30:00",
    ]
)


@given(
    _days,
    _day_forms,
    st.sampled_from(["{}", "案件_{}.xlsx", "{}导出", "2000年案件台账{}", "cases{}v2.csv", "案件({}).xls"]),
)
def test_a_written_day_is_the_export_day_and_covers_nothing(day: date, form: str, name: str) -> None:
    text = name.format(form.format(day))
    assert export_day(text) == day
    assert stated_months(text) == stated_months(name.format(""))


@given(_days, st.sampled_from(["{0:%Y%m}", "{0:%Y-%m}", "{0.year}年{0.month}月", "{0.year}.{0.month}"]))
def test_a_written_month_is_covered_and_exported_at_its_end(day: date, form: str) -> None:
    name = f"办件明细{form.format(day)}.xlsx"
    assert export_day(name) == month_end(day.year, day.month)
    assert stated_months(name) == {day.replace(day=1)}


@given(_days, st.integers(1, 50 * 365), _day_forms, st.sampled_from(["至", "-", "~", " 至 ", "—"]))
def test_a_span_of_days_covers_its_months_up_to_thirty_years(first: date, days: int, form: str, dash: str) -> None:
    last = min(first + timedelta(days=days), date(LAST_YEAR, 12, 31))
    months = months_between(first, last)
    is_covering = first < last and len(months) <= LONGEST_SPAN_MONTHS
    span = f"{form.format(first)}{dash}{form.format(last)}"
    assert stated_months(f"统计期间:{span}") == (frozenset(months) if is_covering else NOTHING)
    assert export_day(f"案件{span}.xlsx") == last
