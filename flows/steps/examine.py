"""Before a night: is what lies in the warehouse still what was written? What is not is set aside, to be made again.

Whoever holds the lock of the run looks at everything that the night stands on (manifest, shards in force, the
published build), at whatever somebody wrote to since it was last found whole, and at a share of the rest, so that
every byte is hashed again within so many nights.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.steps.promote import published_build
from flows.store.files import Damaged, read_sealed, write_sealed, write_whole
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest, copy_of, latest
from flows.store.units import Kind, Unit, stored_units

DAMAGED = ".damaged"


@dataclass(frozen=True)
class Night:
    """What decides which pieces are looked at: all of them, or those of a night."""

    number: int
    nights: int

    def is_due(self, name: str) -> bool:
        """Whether it is the turn of a piece that nobody wrote to."""
        turn = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
        return (turn - self.number) % self.nights == 0


def examine_store(warehouse: Warehouse, as_of: date, check_nights: int) -> tuple[Unit, ...]:
    """Find what is damaged or missing, and set it aside where it can be made again.

    Args:
        check_nights: every byte is hashed at least once in so many days.

    Returns:
        The damaged pieces. The published build is among them without being set aside: readers have it open.

    Raises:
        Damaged: the last manifest and its copy are; nothing tells which files were in force.
    """
    damaged = find_damaged(warehouse, Night(as_of.toordinal(), check_nights))
    for unit in damaged:
        _set_aside(unit, warehouse)
    latest(warehouse.manifests)
    return damaged


def find_damaged(warehouse: Warehouse, night: Night) -> tuple[Unit, ...]:
    """The pieces that are not what was written, and those that should be there and are not."""
    known = _found_whole(warehouse)
    whole: dict[str, str] = {}
    damaged = []
    stood_on = set(_stood_on(warehouse))
    for unit in stored_units(warehouse):
        name = unit.path.relative_to(warehouse.root).as_posix()
        fingerprint = unit.fingerprint
        is_due = unit.path in stood_on or known.get(name) != fingerprint or night.is_due(name)
        if is_due and not unit.is_whole:
            damaged.append(unit)
        else:
            whole[name] = fingerprint
    if whole != known:
        write_sealed(warehouse.checked, {"whole": whole})
    return (*damaged, *_missing(warehouse))


def _found_whole(warehouse: Warehouse) -> dict[str, str]:
    """What was found whole when it was last looked at, by its fingerprint then."""
    try:
        whole: dict[str, str] = read_sealed(warehouse.checked)["whole"]
    except (Damaged, FileNotFoundError):
        return {}
    return whole


def _last_manifest(warehouse: Warehouse) -> Manifest:
    """The last manifest; an empty one where it is damaged, which is said elsewhere."""
    try:
        return latest(warehouse.manifests)
    except Damaged:
        return Manifest()


def _stood_on(warehouse: Warehouse) -> Iterator[Path]:
    """What the figures of tonight follow from, and what is published."""
    yield from (warehouse.shard(entry.sha256) for entry in _last_manifest(warehouse).in_force)
    if build_id := published_build(warehouse):
        yield warehouse.candidate(build_id).directory


def _missing(warehouse: Warehouse) -> Iterable[Unit]:
    """Archived bytes that the manifest names and that are gone, and the published build where it is."""
    entries = _last_manifest(warehouse).entries
    archived = (warehouse.archived(entry.sha256) for entry in entries)
    yield from (Unit(Kind.ARCHIVE, path) for path in archived if not path.exists())
    if (build_id := published_build(warehouse)) and not warehouse.candidate(build_id).directory.exists():
        yield Unit(Kind.BUILD, warehouse.candidate(build_id).directory)


def _set_aside(unit: Unit, warehouse: Warehouse) -> None:
    match unit.kind:
        case Kind.ARCHIVE | Kind.RUN if unit.path.exists():
            unit.path.replace(unit.path.with_name(unit.path.name + DAMAGED))
        case Kind.SHARD:
            shutil.rmtree(unit.path)
        case Kind.MANIFEST:
            _copy_the_whole_one(unit.path, copy_of(unit.path))
        case Kind.BUILD if unit.path.name != published_build(warehouse):
            shutil.rmtree(unit.path)


def _copy_the_whole_one(path: Path, copy: Path) -> None:
    """Of a manifest and its copy, put the one that is whole in the place of the other."""
    for one, other in ((path, copy), (copy, path)):
        try:
            read_sealed(one)
        except (Damaged, FileNotFoundError):
            continue
        write_whole(other, one.read_bytes())
