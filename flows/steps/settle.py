"""readings → manifest: which shards are in force after this run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from types import MappingProxyType

from flows.steps.archive import Arrivals
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest, Sighting, latest, save, settle
from flows.store.readings import Reading


def seen_ever(arrivals: Arrivals, warehouse: Warehouse) -> list[str]:
    """The sha256 of everything that was ever seen: what is in force depends on all of it."""
    before = [sighting.sha256 for sighting in latest(warehouse.manifests).sightings if sighting.sha256]
    return sorted({*before, *arrivals.present.values()})


def settle_manifest(
    arrivals: Arrivals,
    readings: Mapping[str, Reading],
    warehouse: Warehouse,
    as_of: date,
    declared: Mapping[str, str] = MappingProxyType({}),
) -> Manifest:
    """The manifest after this run: the last one where nothing changed, else a new one, saved.

    A path that could not be read this time is neither there nor gone: what was in force at it stays.

    Args:
        declared: path → sha256 of what is declared beside the exports; it lies in the archive.
    """
    before = latest(warehouse.manifests)
    run = before.run + 1
    sightings = (*before.sightings, *_arrived(before, arrivals, run, as_of))
    declarations = (*before.declared, *_changes(before.declarations, declared, run, as_of))
    now = settle(run, sightings, before.retractions, readings.__getitem__, declarations)
    if replace(now, run=before.run) == before:
        return before
    save(now, warehouse.manifests)
    return now


def _arrived(before: Manifest, arrivals: Arrivals, run: int, on: date) -> list[Sighting]:
    """What lies in the drop folder otherwise than at the last run."""
    unread = {path: sha256 for path, sha256 in before.present.items() if _is_unread(path, arrivals)}
    return _changes(before.present, unread | arrivals.present, run, on)


def _changes(known: Mapping[str, str], here: Mapping[str, str], run: int, on: date) -> list[Sighting]:
    """What lies somewhere otherwise than it was known."""
    changed = {path: sha256 for path, sha256 in here.items() if known.get(path) != sha256}
    gone = known.keys() - here.keys()
    return [
        *(Sighting(run, on, path, sha256) for path, sha256 in sorted(changed.items())),
        *(Sighting(run, on, path, None) for path in sorted(gone)),
    ]


def _is_unread(path: str, arrivals: Arrivals) -> bool:
    """Whether a file, or a folder in which it lies, could not be read this time."""
    places = (path, *map(str, PurePosixPath(path).parents))
    return any(place in arrivals.unread for place in places)
