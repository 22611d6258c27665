"""Which exports should have arrived by now: a calendar for each source, held against the manifest.

Light to load: it needs no contract and no database, so that it works when either is broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flows.store.layout import Warehouse
from flows.store.manifests import Entry, Manifest, Status
from flows.store.readings import READING_FILE, load_reading
from flows.watch.due import Expected


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
