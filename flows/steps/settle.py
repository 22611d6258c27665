"""readings → manifest: which shards are in force after this run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from flows.steps.archive import Arrivals
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest, Sighting, latest, save, settle
from flows.store.readings import Reading


def seen_ever(arrivals: Arrivals, warehouse: Warehouse) -> list[str]:
    """The sha256 of everything that was ever seen: what is in force depends on all of it."""
    before = [sighting.sha256 for sighting in latest(warehouse.manifests).sightings if sighting.sha256]
    return sorted({*before, *arrivals.present.values()})


def settle_manifest(arrivals: Arrivals, readings: Mapping[str, Reading], warehouse: Warehouse, as_of: date) -> Manifest:
    """The manifest after this run: the last one where nothing changed, else a new one, saved.

    A path that could not be read this time is neither there nor gone: what was in force at it stays.
    """
    before = latest(warehouse.manifests)
    run = before.run + 1
    sightings = (*before.sightings, *_changes(before, arrivals, run, as_of))
    now = settle(run, sightings, before.retractions, readings.__getitem__)
    if now.sightings == before.sightings and now.entries == before.entries:
        return before
    save(now, warehouse.manifests)
    return now


def _changes(before: Manifest, arrivals: Arrivals, run: int, on: date) -> list[Sighting]:
    """What lies in the drop folder otherwise than at the last run."""
    known = before.present
    changed = {path: sha256 for path, sha256 in arrivals.present.items() if known.get(path) != sha256}
    gone = [path for path in known if path not in arrivals.present and not _is_unread(path, arrivals)]
    return [
        *(Sighting(run, on, path, sha256) for path, sha256 in sorted(changed.items())),
        *(Sighting(run, on, path, None) for path in sorted(gone)),
    ]


def _is_unread(path: str, arrivals: Arrivals) -> bool:
    """Whether a file, or a folder in which it lies, could not be read this time."""
    places = (path, *map(str, PurePosixPath(path).parents))
    return any(place in arrivals.unread for place in places)
