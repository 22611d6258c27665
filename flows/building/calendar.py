"""Working days as the State Council's holiday calendar has them, with its make-up days."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar


def calendar_rows(first_year: int, last_year: int, own: Path | None = None) -> list[tuple[date, bool]]:
    """Every day of the years whose calendar is known, and whether it is a working day.

    Args:
        own: a CSV of the bureau's own with the columns ``day`` (2027-01-01) and ``is_workday`` (1 or 0). A year of
        which it     holds every day is known by it; single days in it correct a year that is known already.
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


def _read_own(path: Path) -> dict[date, bool]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {date.fromisoformat(row["day"]): row["is_workday"].strip() == "1" for row in csv.DictReader(lines)}
