"""Dates as exports write them (spec: exports, "Reading the cell")."""

from __future__ import annotations

import re
from datetime import date, timedelta

from flows.cells.problem import Unreadable
from flows.cells.text import DASHES, clean, refuse_artefact

FIRST_YEAR, LAST_YEAR = 2000, 2098
BLANK_DATES = frozenset({date(1900, 1, 1), date(9999, 9, 9), date(9999, 12, 31), date(2099, 12, 31)})
"""Days that systems write where there is no date."""

RULES: dict[str, str] = {
    "date-unreadable": "不是可识别的日期;请写成 2023-05-06 的形式",
    "date-incomplete": "日期不完整,缺少年、月或日;请写明年月日,如 2023-05-06",
    "date-two-digit-year": "年份只有两位,无法确定;请写四位年份,如 2023-05-06",
    "date-day-first": "年份在后,分不清日和月;请写成年-月-日,如 2023-05-06",
    "date-impossible": "没有这样的日期或时间;请核对后改正",
    "date-out-of-range": f"年份不在 {FIRST_YEAR}—{LAST_YEAR} 之间;请核对后改正",
}

_SEPARATOR = f"[{re.escape(DASHES)}/.]"
_YEAR, _MONTH, _DAY = f"[ ]*(?:年|{_SEPARATOR})[ ]*", f"[ ]*(?:月|{_SEPARATOR})[ ]*", "(?:[ ]*[日号])?"
_CLOCK = r"""
    (?:[上下中]午|凌晨|早上|晚上)?[ ]*
    (?P<hour>[0-9]{1,2})
    (?: :(?P<minute>[0-9]{1,2})(?: :(?P<second>[0-9]{1,2})(?:\.[0-9]{1,9})? )?
      | [时点](?:(?P<minute_cn>[0-9]{1,2})分(?:(?P<second_cn>[0-9]{1,2})秒)?)? )
    (?:[ ]*(?i:AM|PM))?
    (?:[ ]*(?P<zone>Z|\+08(?::?00)?))?
"""
_TIME = f"(?:(?:[ ]*T[ ]*|[ ]+|(?<=[日号])){_CLOCK})?"

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?: (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])?")
_WRITTEN = re.compile(
    f"(?P<year>[0-9]{{4}}){_YEAR}(?P<month>[0-9]{{1,2}}){_MONTH}(?P<day>[0-9]{{1,2}}){_DAY}{_TIME}", re.VERBOSE
)
_COMPACT = re.compile(rf"(?P<year>[0-9]{{4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})(?:\.0+|{_TIME})", re.VERBOSE)
_STAMP = re.compile(
    "(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?"
)
_SERIAL = re.compile(r"(?P<days>[1-9][0-9]{0,6})(?:\.[0-9]+)?")

# Tried in this order on what is no date; a fraction such as 5.6 is more often a day and month than a serial number.
_MISTAKES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (rule, re.compile(form + _TIME, re.VERBOSE))
    for rule, form in (
        ("date-day-first", f"[0-9]{{1,2}}{_MONTH}[0-9]{{1,2}}{_MONTH}[0-9]{{4}}"),
        ("date-two-digit-year", f"[0-9]{{1,2}}{_YEAR}[0-9]{{1,2}}{_MONTH}[0-9]{{1,2}}{_DAY}"),
        ("date-incomplete", f"[0-9]{{4}}{_YEAR}[0-9]{{1,2}}(?:[ ]*月)?"),
        ("date-incomplete", f"[0-9]{{1,2}}{_MONTH}[0-9]{{1,2}}{_DAY}"),
        ("date-incomplete", "(?:19|20)[0-9]{2}(?:[ ]*年)?"),
        ("date-incomplete", "[0-9]{1,2}[ ]*(?:月|日|号)"),
        ("date-incomplete", "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])"),
        ("date-two-digit-year", "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"),
        ("date-out-of-range", r"[1-9][0-9]{4}(?:\.[0-9]+)?"),
    )
)

_LAST_SERIAL = 2_958_465  # 9999-12-31 in the 1900 system
_SERIALS_1904_BEHIND = 1462  # days between the first days of the two systems
_PHANTOM_LEAP_DAY = 60  # Excel's 1900-02-29, kept for Lotus 1-2-3: serials before it are one day off


def read_date(text: str, *, date_1904: bool = False) -> date | None:
    """The day of a date, with or without a time; None for a blank cell or a day that stands for one.

    ``date_1904``: the workbook counts its serial numbers from 1904. A time is checked and dropped; ``Z`` is UTC and is
    turned into Beijing time first, other zones than +08:00 are not read.
    Raises :class:`Unreadable` with one of ``RULES``.
    """
    if iso := _ISO.fullmatch(text):
        return _accepted(_day(*iso.groups()))
    cleaned = clean(text)
    if cleaned is None:
        return None
    refuse_artefact(cleaned)
    for form in (_WRITTEN, _COMPACT, _STAMP):
        if found := form.fullmatch(cleaned):
            return _from_parts(found.groupdict())
    return _from_serial(cleaned, date_1904)


def _from_parts(parts: dict[str, str | None]) -> date | None:
    day = _day(parts["year"], parts["month"], parts["day"])
    _check_clock(parts)
    if parts.get("zone") == "Z" and day not in BLANK_DATES and int(parts["hour"] or 0) >= 16:
        day += timedelta(days=1)
    return _accepted(day)


def _day(year: str | None, month: str | None, day: str | None) -> date:
    try:
        return date(int(year or 0), int(month or 0), int(day or 0))
    except ValueError:
        raise _unreadable("date-impossible") from None


def _check_clock(parts: dict[str, str | None]) -> None:
    """24:00 is refused as well: it belongs to the next day, and not everybody knows."""
    hour = int(parts.get("hour") or 0)
    minute = int(parts.get("minute") or parts.get("minute_cn") or 0)
    second = int(parts.get("second") or parts.get("second_cn") or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise _unreadable("date-impossible")


def _accepted(day: date) -> date | None:
    if day in BLANK_DATES:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _unreadable("date-out-of-range")
    return day


def _from_serial(cleaned: str, date_1904: bool) -> date | None:
    """A serial number is one only if its day is an accepted one or stands for a blank; other numbers are mistakes."""
    if serial := _SERIAL.fullmatch(cleaned):
        day = _day_of_serial(int(serial["days"]), date_1904)
        is_blank = day in BLANK_DATES and cleaned == serial["days"]
        if day and (is_blank or FIRST_YEAR <= day.year <= LAST_YEAR):
            return None if is_blank else day
    for rule, mistake in _MISTAKES:
        if mistake.fullmatch(cleaned):
            raise _unreadable(rule)
    raise _unreadable("date-unreadable")


def _day_of_serial(serial: int, date_1904: bool) -> date | None:
    days = serial + _SERIALS_1904_BEHIND if date_1904 else serial
    if days > _LAST_SERIAL or days == _PHANTOM_LEAP_DAY:
        return None
    return date(1899, 12, 31 if days < _PHANTOM_LEAP_DAY else 30) + timedelta(days=days)


def _unreadable(rule: str) -> Unreadable:
    return Unreadable(rule, RULES[rule])
