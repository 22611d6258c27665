"""Which exports should have arrived by now: a calendar for each source, held against the manifest.

Light to load: it needs no contract and no database, so that it works when either is broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flows.store.layout import Warehouse
from flows.store.manifests import Entry, Manifest, Status
from flows.store.readings import READING_FILE, load_reading

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


@dataclass(frozen=True)
class Delivery:
    """What became of the last delivery that was due.

    Attributes:
        period_end: the last day of the period that it is for.
        due_on: the day by which it was due.
        newest_on: the export time of the newest file of the source, whatever it is for.
    """

    contract: str
    period_end: date
    due_on: date
    newest_on: date | None

    @property
    def is_there(self) -> bool:
        """Whether an export was made at the end of the period or later: one made before cannot hold all of it."""
        return self.newest_on is not None and self.newest_on >= self.period_end


def deliveries(expected: Mapping[str, Expected], manifest: Manifest, warehouse: Warehouse, on: date) -> list[Delivery]:
    """What became of each source's last due delivery, in the order of the settings.

    A file that was replaced has been delivered all the same; one that is refused or retracted has not, nor does a
    correction workbook stand for an export.
    """
    counting = [entry for entry in manifest.entries if entry.status in (Status.IN_FORCE, Status.SUPERSEDED)]
    return [
        Delivery(contract, *calendar.last_due(on), _newest(contract, counting, warehouse))
        for contract, calendar in expected.items()
    ]


def _newest(contract: str, entries: Iterable[Entry], warehouse: Warehouse) -> date | None:
    mine = (entry for entry in entries if contract in (entry.contract or "").split("+"))
    for entry in sorted(mine, key=lambda entry: entry.export_on, reverse=True):
        if not _is_returned(entry, warehouse):
            return entry.export_on
    return None


def _is_returned(entry: Entry, warehouse: Warehouse) -> bool:
    """Whether a file is a correction workbook; one whose shard is gone is taken for an export."""
    place = warehouse.shard(entry.sha256) / READING_FILE
    return place.exists() and load_reading(place).is_returned
