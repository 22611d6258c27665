"""The declarations of a manifest: those that stand, those that were withdrawn, and since which run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from flows.corrections.declarations import BadDeclaration, Declared, Refund, read_declarations
from flows.corrections.edits import Edit
from flows.corrections.resolve import edit_of
from flows.store.declared import CORRECTIONS
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest

Identity = tuple[Edit, Refund | None]
"""What makes two entries the same: a new wording of the reason, another line or file do not."""


@dataclass(frozen=True)
class Standing:
    """One declaration as a run knows it; ``last_seen_run`` of one that stands is the run itself."""

    declared: Declared
    edit: Edit
    first_seen_run: int
    last_seen_run: int
    is_withdrawn: bool

    def applies_on(self, day: date) -> bool:
        """Whether it stands and has not expired before a day."""
        return not self.is_withdrawn and self.declared.declaration.until >= day


@dataclass
class _Walk:
    """The declarations while the sightings of their files are walked."""

    shown: dict[Identity, Declared] = field(default_factory=dict)
    first: dict[Identity, int] = field(default_factory=dict)
    ended: dict[Identity, int] = field(default_factory=dict)
    here: set[Identity] = field(default_factory=set)

    def see(self, run: int, now: dict[Identity, Declared]) -> None:
        for identity in self.here - now.keys():
            self.ended[identity] = run - 1
        for identity, declared in now.items():
            self.first.setdefault(identity, run)
            self.ended.pop(identity, None)
            self.shown[identity] = declared
        self.here = set(now)


def standing(manifest: Manifest, warehouse: Warehouse) -> list[Standing]:
    """Every declaration that the manifest knows of, in a fixed order.

    Raises:
        BadDeclaration: a file that lies there now cannot be used, or says the same or two different things of one cell.
    """
    sightings = [sighting for sighting in manifest.declared if sighting.path.startswith(f"{CORRECTIONS}/")]
    now = {sighting.path: sighting.sha256 for sighting in sightings}
    _refuse_contradictions(
        [declared for path, sha256 in sorted(now.items()) if sha256 for declared in _of_file(path, sha256, warehouse)]
    )
    walk, lying = _Walk(), dict[str, str | None]()
    for run, group in groupby(sightings, key=lambda sighting: sighting.run):
        lying |= {sighting.path: sighting.sha256 for sighting in group}
        walk.see(run, dict(_identified(lying, warehouse)))
    found = [_standing(identity, walk, manifest.run) for identity in walk.shown]
    return sorted(found, key=lambda one: (one.is_withdrawn, one.declared.path, one.declared.line, one.edit.name))


def _standing(identity: Identity, walk: _Walk, run: int) -> Standing:
    ended = walk.ended.get(identity)
    last = run if ended is None else ended
    return Standing(walk.shown[identity], identity[0], walk.first[identity], last, is_withdrawn=ended is not None)


def _identified(lying: dict[str, str | None], warehouse: Warehouse) -> Iterator[tuple[Identity, Declared]]:
    """What the files said when they lay there so; one that nobody could read then said nothing."""
    for path, sha256 in sorted(lying.items()):
        try:
            declared = _of_file(path, sha256, warehouse) if sha256 else []
            yield from [((edit_of(one), one.declaration.refund), one) for one in declared]
        except BadDeclaration:
            continue


def _of_file(path: str, sha256: str, warehouse: Warehouse) -> list[Declared]:
    return read_declarations(warehouse.archived(sha256), path, sha256)


def _refuse_contradictions(declared: Iterable[Declared]) -> None:
    """One cell has one right value, and nothing is declared twice."""
    before: dict[object, Declared] = {}
    for one in declared:
        edit, refund = edit_of(one), one.declaration.refund
        told = (edit.contract, edit.record_key, edit.where, edit.column, edit.expected, edit.accept, refund)
        if told in before:
            raise BadDeclaration(f"{one.where} 与 {before[told].where} 针对同一处,请只留一条")
        before[told] = one
