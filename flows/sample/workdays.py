"""Working days of the State Council's calendar, as a list to walk on."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from datetime import date, timedelta

import chinese_calendar


class Workdays:
    """Working days from `first` to `last`, both included.

    Raises NotImplementedError when the calendar of a year is not known.
    """

    def __init__(self, first: date, last: date) -> None:
        days = (first + timedelta(n) for n in range((last - first).days + 1))
        self.days = [day for day in days if chinese_calendar.is_workday(day)]

    def after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; 0 gives the first one on or after it."""
        if count == 0:
            return self.days[bisect_left(self.days, day)]
        return self.days[bisect_right(self.days, day) + count - 1]

    def before(self, day: date, count: int) -> date:
        """Return the working day from which `day` is `count` working days away; 0 gives `day` itself."""
        return day if count == 0 else self.days[bisect_left(self.days, day) - count]

    def draw(self, rng: random.Random, first: date, last: date) -> date:
        """Draw a working day between two dates, both included."""
        low, high = bisect_left(self.days, first), bisect_right(self.days, last)
        return self.days[rng.randrange(low, high)]
