"""Which records a file holds: those with a date in its window."""

from __future__ import annotations

from datetime import date

from flows.sample.build import as_known
from flows.sample.layout import FileLayout, SheetLayout
from flows.sample.records import (
    Case,
    Coercion,
    Complaint,
    OutreachEvent,
    Payment,
    Permit,
    Record,
    Records,
    Review,
    Visit,
)


def dates_of(record: Record) -> list[date]:
    """Return the dates on which a record changed: each puts it into the export of that period."""
    match record:
        case Case():
            days = [record.filed_on, record.decided_on, record.closed_on]
            days += [record.transferred_on, record.revoked_on, record.published_on]
        case Payment():
            days = [record.paid_on]
        case Permit():
            days = [record.applied_on, record.accepted_on, record.finished_on]
        case Visit():
            days = [record.inspected_on]
        case Coercion():
            days = [record.decided_on, record.completed_on, record.applied_on]
        case Review():
            days = [record.accepted_on, record.concluded_on]
        case OutreachEvent():
            days = [record.held_on]
        case Complaint():
            days = [record.received_on]
    return [day for day in days if day is not None]


def records_of(sheet: SheetLayout, layout: FileLayout, records: Records) -> list[Record]:
    """Return the records of a sheet's contract in the window of its file, as known on its day."""
    if sheet.contract is None:
        return []
    known_on = layout.known_on or layout.last
    chosen = [
        record
        for record in records.of(sheet.contract)
        if any(layout.first <= day <= layout.last for day in dates_of(record))
    ]
    return [as_known(record, known_on) for record in chosen]
