"""Working days by the State Council's calendar, counted one day at a time."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import chinese_calendar


@cache
def is_workday(day: date) -> bool:
    """A weekday that is no holiday, or a make-up day."""
    return bool(chinese_calendar.is_workday(day))


def workdays_after(start: date, end: date) -> int:
    """Working days from start (not counted) to end (counted)."""
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(is_workday(day) for day in days)


def nth_workday_after(start: date, count: int) -> date:
    """The day on which the count-th working day after start falls."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day
