"""Taking a file's content out of force, or back in, by somebody's decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flows.errors import EnfstatError
from flows.store.layout import Warehouse
from flows.store.manifests import OLDER_STANDS, Entry, Manifest, Retraction, Status, latest, save, settle
from flows.store.readings import READING_FILE, Reading, load_reading


class NotInForce(EnfstatError):
    """There is nothing to retract, or to bring back, at that path."""


def retract_file(path: str, warehouse: Warehouse, on: date, *, is_undone: bool) -> Entry:
    """Record that the bytes in force at a path are out, or back.

    Raises:
        NotInForce: no file at that path is in force (or, to undo, retracted).
    """
    before = latest(warehouse.manifests)
    entry = _entry_at(path, before, Status.RETRACTED if is_undone else Status.IN_FORCE)
    if entry is None:
        raise NotInForce(f"“{path}”处没有{'已撤下' if is_undone else '有效'}的文件;用 enfstat files 查看收到的文件")
    run = before.run + 1
    retraction = Retraction(run, on, path, entry.sha256, is_undone)
    now = settle(
        run,
        before.sightings,
        (*before.retractions, retraction),
        lambda sha256: _reading(sha256, before.entries, warehouse),
        before.declared,
    )
    save(now, warehouse.manifests)
    return replace(entry, status=Status.IN_FORCE if is_undone else Status.RETRACTED)


def _entry_at(path: str, manifest: Manifest, wanted: Status) -> Entry | None:
    """The file at a path that is in force; of several that were retracted there, the last."""
    there = [entry for entry in manifest.entries if entry.status is wanted and path in (entry.path, *entry.other_paths)]
    last = {retraction.sha256: at for at, retraction in enumerate(manifest.retractions)}
    return max(there, key=lambda entry: last.get(entry.sha256, 0), default=None)


def _reading(sha256: str, entries: tuple[Entry, ...], warehouse: Warehouse) -> Reading:
    """The reading of some bytes; of those refused for this time only, what the last run found."""
    place = warehouse.shard(sha256) / READING_FILE
    if place.exists():
        return load_reading(place)
    reason = next(entry.reason for entry in entries if entry.sha256 == sha256)
    return Reading(sha256, refusal=(reason or "").removesuffix(OLDER_STANDS), is_final=False)
