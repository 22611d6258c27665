"""When a source delivers: light to load, since the settings hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_WEEK = "week"


@dataclass(frozen=True)
class Expected:
    """When one source delivers.

    Attributes:
        by_day: so many days after the end of a period its export must be there; 5 with months is the 5th of the next.
        every: the period: ``week``, ``month``, ``quarter``, ``half-year`` or ``year``.

    Raises:
        ValueError: an unknown period, or a day that is none.
    """

    by_day: int = 5
    every: str = "month"

    def __post_init__(self) -> None:
        if self.every != _WEEK and self.every not in _MONTHS:
            raise ValueError(f"every 应为 {_WEEK}、{'、'.join(_MONTHS)} 之一,不是“{self.every}”")
        if type(self.by_day) is not int or self.by_day < 1:
            raise ValueError(f"by_day 应为不小于 1 的整数,不是“{self.by_day}”")

    def last_due(self, on: date) -> tuple[date, date]:
        """The last period whose export should be there on a day: its last day, and the day by which it was due."""
        ended = on - timedelta(days=self.by_day)
        end = self._end_of_period_before(ended + timedelta(days=1))
        return end, end + timedelta(days=self.by_day)

    def _end_of_period_before(self, day: date) -> date:
        """The last day of the last period that ended before a day."""
        if self.every == _WEEK:
            return day - timedelta(days=day.isoweekday())
        months = _MONTHS[self.every]
        first_month = (day.month - 1) // months * months + 1
        return date(day.year, first_month, 1) - timedelta(days=1)
