"""The declarations of a manifest: those that stand, those that were withdrawn, and since which run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from flows.corrections.declarations import BadDeclaration, Declared, Refund, read_declarations
from flows.corrections.edits import Edit
from flows.corrections.resolve import edit_of
from flows.store.declared import CORRECTIONS
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest, present

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
        BadDeclaration: a file that lies there now cannot be used, or two entries speak of the same cell.
    """
    sightings = [sighting for sighting in manifest.declared if sighting.path.startswith(f"{CORRECTIONS}/")]
    files = _Files(warehouse)
    _refuse_contradictions(files.all_of(present(sightings)))
    walk, lying = _Walk(), dict[str, str | None]()
    for run, group in groupby(sightings, key=lambda sighting: sighting.run):
        lying |= {sighting.path: sighting.sha256 for sighting in group}
        walk.see(run, dict(files.readable_of(lying)))
    found = [_standing(identity, walk, manifest.run) for identity in walk.shown]
    return sorted(found, key=lambda one: (one.is_withdrawn, one.declared.path, one.declared.line, one.edit.name))


@dataclass
class _Files:
    """The files of declarations, each read once however many runs saw it."""

    warehouse: Warehouse
    known: dict[tuple[str, str], list[tuple[Identity, Declared]]] = field(default_factory=dict)

    def all_of(self, lying: Mapping[str, str]) -> list[tuple[Identity, Declared]]:
        """What files say.

        Raises:
            BadDeclaration: one of them cannot be used.
        """
        return [found for path, sha256 in sorted(lying.items()) for found in self._of_file(path, sha256)]

    def readable_of(self, lying: Mapping[str, str | None]) -> Iterator[tuple[Identity, Declared]]:
        """What files said when they lay there so; one that could not be used then said nothing."""
        for path, sha256 in sorted(lying.items()):
            with suppress(BadDeclaration):
                yield from self._of_file(path, sha256) if sha256 else ()

    def _of_file(self, path: str, sha256: str) -> list[tuple[Identity, Declared]]:
        if (path, sha256) not in self.known:
            declared = read_declarations(self.warehouse.archived(sha256), path, sha256)
            self.known[path, sha256] = [((edit_of(one), one.declaration.refund), one) for one in declared]
        return self.known[path, sha256]


def _standing(identity: Identity, walk: _Walk, run: int) -> Standing:
    ended = walk.ended.get(identity)
    last = run if ended is None else ended
    return Standing(walk.shown[identity], identity[0], walk.first[identity], last, is_withdrawn=ended is not None)


def _refuse_contradictions(found: Iterable[tuple[Identity, Declared]]) -> None:
    """One cell has one right value, and nothing is declared twice."""
    before: dict[Identity, Declared] = {}
    for (edit, refund), one in found:
        told = replace(edit, value=None), refund
        if told in before:
            raise BadDeclaration(f"{one.where} 与 {before[told].where} 针对同一处,请只留一条")
        before[told] = one
