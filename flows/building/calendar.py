"""Working days as the State Council's holiday calendar has them, with its make-up days."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path

import chinese_calendar

from flows.cells.dates import read_date
from flows.cells.numbers import read_flag
from flows.cells.problem import Unreadable
from flows.errors import EnfstatError


class BadCalendar(EnfstatError):
    """The bureau's own calendar is not what it should be."""


def calendar_rows(first_year: int, last_year: int, own: Path | None = None) -> list[tuple[date, bool]]:
    """Every day of the years whose calendar is known, and whether it is a working day.

    Args:
        own: a CSV of the bureau's own with the columns ``day`` (2027-01-01) and ``is_workday`` (1 or 0). A year of
        which it holds every day is known by it; single days in it correct a year that is known already.
    """
    days = {day: is_workday for year in range(first_year, last_year + 1) for day, is_workday in _published(year)}
    days |= _read_own(own) if own else {}
    known = [year for year in range(first_year, last_year + 1) if all(day in days for day in _days_of(year))]
    return [(day, days[day]) for year in known for day in _days_of(year)]


@cache
def known_years() -> tuple[int, int]:
    """First and last year of the calendar that is installed."""
    years = [day.year for day in chinese_calendar.holidays]
    return min(years), max(years)


@cache
def _published(year: int) -> list[tuple[date, bool]]:
    first, last = known_years()
    if not first <= year <= last:
        return []
    return [(day, _is_workday(day)) for day in _days_of(year)]


def _is_workday(day: date) -> bool:
    """As ``chinese_calendar.is_workday``, which looks through all it knows for every day (a test compares them)."""
    is_weekday = day.isoweekday() <= 5
    return day in chinese_calendar.workdays or (is_weekday and day not in chinese_calendar.holidays)


@cache
def _days_of(year: int) -> list[date]:
    start = date(year, 1, 1)
    return [start + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - start).days)]


def own_text(path: Path) -> str:
    """The bureau's own calendar as text.

    Raises:
        BadCalendar: it cannot be read, or is no text.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadCalendar(f"工作日历 {path} 读不了({error.strerror});请检查设置 own_calendar") from error
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise BadCalendar(f"工作日历 {path} 不是 UTF-8 或 GB18030 的文本")


def _read_own(path: Path) -> dict[date, bool]:
    """The days of the bureau's own calendar, and whether each is a working day.

    Raises:
        BadCalendar: a line says neither, or which day it is.
    """
    lines = csv.DictReader(StringIO(own_text(path), newline=""))
    if not {"day", "is_workday"} <= {*(lines.fieldnames or ())}:
        raise BadCalendar(f"工作日历 {path} 应有 day、is_workday 两列")
    return dict(_own_day(line, f"工作日历 {path} 第 {lines.line_num} 行") for line in lines)


def _own_day(line: Mapping[str, str | None], where: str) -> tuple[date, bool]:
    try:
        day, is_workday = read_date(line["day"] or ""), read_flag(line["is_workday"] or "")
    except Unreadable as problem:
        raise BadCalendar(f"{where}:{problem.message}") from problem
    if day is None or is_workday is None:
        raise BadCalendar(f"{where} 缺少日期,或没有写明是否工作日(1 是,0 否)")
    return day, is_workday
