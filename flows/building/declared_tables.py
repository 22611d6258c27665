"""What is declared beside the exports as tables of ``staging``, and what the corrections did to the files' rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import duckdb

from flows.building.inputs import Inputs
from flows.building.loading import create_filled
from flows.corrections.edits import converted
from flows.corrections.standing import Standing
from flows.store.manifests import Entry
from schemas import CONTRACTS

ENTRIES = "corrections"  # what the files of corrections hold, where exports have a contract

_DECLARATIONS = {
    "file": "varchar",
    "file_sha256": "varchar",
    "row": "integer",
    "kind": "varchar",
    "contract": "varchar",
    "record_key": "varchar",
    "shown_key": "varchar",
    "item_kind": "varchar",
    "item_paid_on": "date",
    "column": "varchar",
    "title": "varchar",
    "rule": "varchar",
    "expected": "varchar",
    "expected_yuan": "decimal(18, 2)",
    "value": "varchar",
    "refund_on": "date",
    "refund_yuan": "decimal(18, 2)",
    "reason": "varchar",
    "approved_by": "varchar",
    "until": "date",
    "edit": "varchar",
    "is_expired": "boolean",
    "is_withdrawn": "boolean",
    "first_seen_run": "integer",
    "last_seen_run": "integer",
}
_NAMES = {"column": "varchar", "name": "varchar", "written": "varchar", "since_on": "date", "until_on": "date"}


def load_declared(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    """Fill ``staging.declarations`` and ``staging.names``."""
    rows = [_declaration(one, inputs) for one in inputs.corrections]
    create_filled(connection, "staging.declarations", _DECLARATIONS, rows)
    names = [
        {
            "column": name.column,
            "name": name.name,
            "written": name.written,
            "since_on": name.since,
            "until_on": name.until,
        }
        for name in inputs.names
    ]
    create_filled(connection, "staging.names", _NAMES, names)


def declared_entries(inputs: Inputs) -> Iterator[dict[str, Any]]:
    """The files of corrections among the files: a refund is a record, and its file is where it can be found."""
    files: dict[tuple[str, str], list[Standing]] = {}
    for one in inputs.corrections:
        if not one.is_withdrawn:
            files.setdefault((one.declared.path, one.declared.sha256), []).append(one)
    paths = _paths(inputs.manifest.entries)
    for (path, sha256), entries in files.items():
        seen = min((sighting.run, sighting.on) for sighting in inputs.manifest.declared if sighting.sha256 == sha256)
        yield {
            "path": path,
            "other_paths": paths.get(sha256, []),
            "sha256": sha256,
            "status": "in force",
            "contract": ENTRIES,
            "export_on": seen[1],
            "export_at": seen[1],
            "first_seen_on": seen[1],
            "first_seen_run": seen[0],
            "last_seen_run": inputs.manifest.run,
            "is_returned": False,
            "stated_months": [],
            "read": len(entries),
            "accepted": len(entries),
            "rejected": 0,
            "skipped": 0,
        }


def exported_entries(inputs: Inputs) -> list[Entry]:
    """The files of the drop folder. A declaration that somebody put there as well is listed once, where it counts."""
    declared = {one.declared.sha256 for one in inputs.corrections if not one.is_withdrawn}
    return [entry for entry in inputs.manifest.entries if entry.sha256 not in declared]


def _paths(entries: Iterable[Entry]) -> dict[str, list[str]]:
    return {entry.sha256: [entry.path, *entry.other_paths] for entry in entries}


def _declaration(one: Standing, inputs: Inputs) -> dict[str, Any]:
    declared, entry = one.declared, one.declared.declaration
    where = dict(one.edit.where)
    return {
        "file": declared.path,
        "file_sha256": declared.sha256,
        "row": declared.line,
        "kind": "refund" if entry.refund else "accept" if entry.accept else "value",
        "contract": entry.contract,
        "record_key": one.edit.record_key,
        "shown_key": _shown_key(one),
        "item_kind": _typed(one, "kind", where.get("kind")) if entry.refund else None,
        "item_paid_on": _typed(one, "paid_on", where.get("paid_on")) if entry.refund else None,
        "column": one.edit.column,
        "title": CONTRACTS[entry.contract].columns[one.edit.column].title,
        "rule": entry.accept,
        "expected": entry.expected,
        "expected_yuan": _typed(one, "amount", entry.expected) if entry.refund else None,
        "value": entry.value,
        "refund_on": entry.refund and entry.refund.on,
        "refund_yuan": _typed(one, "amount", entry.refund.amount) if entry.refund else None,
        "reason": entry.reason,
        "approved_by": entry.approved_by,
        "until": entry.until,
        "edit": one.edit.name,
        "is_expired": not one.is_withdrawn and not one.applies_on(inputs.as_of),
        "is_withdrawn": one.is_withdrawn,
        "first_seen_run": one.first_seen_run,
        "last_seen_run": one.last_seen_run,
    }


def _shown_key(one: Standing) -> str:
    """What names the record in lists: the first part of its key as declared, which is never a person."""
    facts, where = CONTRACTS[one.edit.contract].facts, dict(one.edit.where)
    parts = [(part,) if isinstance(part, str) else part for part in facts.key]
    names = [name for part in parts for name in part] + list(facts.key_else)
    return next(where[name] for name in names if name in where)


def _typed(one: Standing, column: str, text: str | None) -> Any:
    """A declared text as its column has it."""
    if text is None:
        return None
    value = converted(CONTRACTS[one.edit.contract].columns[column], text).values[0]
    return str(value) if isinstance(value, Decimal) else value
