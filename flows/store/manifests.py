"""The manifest: what was seen in the drop folder, what was retracted, and so which files are in force.

Whether a file is in force follows from the sightings, the retractions and the readings alone, so it is worked out
anew each time (spec: exports, "Which row counts"). The manifest of a run is written once and never changed. It follows
from nothing else in the warehouse, so it is kept twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from flows.periods import export_time, path_months
from flows.store.files import Damaged, read_sealed, sealed, write_sealed, write_whole
from flows.store.layout import copies_of
from flows.store.readings import Reading

OLDER_STANDS = "。此前放在这里的文件继续有效"


class Status(StrEnum):
    """What has become of a file."""

    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    REFUSED = "refused"
    RETRACTED = "retracted"


@dataclass(frozen=True)
class Sighting:
    """At this run the path had these bytes; no bytes: it was gone. ``on`` is the day of the run."""

    run: int
    on: date
    path: str
    sha256: str | None


@dataclass(frozen=True)
class Retraction:
    """The bytes are out of force by somebody's decision, or back again."""

    run: int
    on: date
    path: str
    sha256: str
    is_undone: bool = False


@dataclass(frozen=True)
class Entry:
    """One file (its bytes) as the manifest sees it.

    Attributes:
        path: the path under raw/ by which it is known: the first of those that it has, else that at which it is in
        force, else that it had last.
        other_paths: further paths that hold the same bytes.
        export_on: the export time: of the names it has, else had, else the day it was first seen.
        named_months: months that its names say it covers, as ``2023-01-01``; none for a correction workbook, whatever
        it is called: it brings single rows.
        supersedes: the bytes that it replaced at its path, if any.
    """

    path: str
    other_paths: tuple[str, ...]
    sha256: str
    status: Status
    reason: str | None
    contract: str | None
    export_on: date
    is_export_named: bool
    first_seen_on: date
    first_seen_run: int
    named_months: tuple[date, ...]
    supersedes: str | None


@dataclass(frozen=True)
class Manifest:
    """What one run knew: numbered, complete, never edited.

    ``declared``: sightings of what the bureau declares beside its exports (corrections, names that changed).
    """

    run: int = 0
    sightings: tuple[Sighting, ...] = ()
    retractions: tuple[Retraction, ...] = ()
    entries: tuple[Entry, ...] = field(default=())
    declared: tuple[Sighting, ...] = ()

    @property
    def in_force(self) -> tuple[Entry, ...]:
        """The files that count."""
        return tuple(entry for entry in self.entries if entry.status is Status.IN_FORCE)

    @property
    def present(self) -> dict[str, str]:
        """Path → bytes of what lay in the drop folder when it was last looked at."""
        return present(self.sightings)

    @property
    def archived(self) -> list[tuple[str, str]]:
        """Path and sha256 of everything in the archive that the manifest speaks of."""
        declared = [(sighting.path, sighting.sha256) for sighting in self.declared if sighting.sha256]
        return [(entry.path, entry.sha256) for entry in self.entries] + declared

    @property
    def declared_paths(self) -> dict[str, str]:
        """sha256 → path of everything that was ever declared beside the exports."""
        return {sighting.sha256: sighting.path for sighting in self.declared if sighting.sha256}

    @property
    def declarations(self) -> dict[str, str]:
        """Path → bytes of what is declared beside the exports."""
        return present(self.declared)


def present(sightings: Iterable[Sighting]) -> dict[str, str]:
    """Path → bytes of what lay there when it was last looked at."""
    last = {sighting.path: sighting.sha256 for sighting in sightings}
    return {path: sha256 for path, sha256 in last.items() if sha256 is not None}


@dataclass
class _Holders:
    """Which bytes each path holds in force while the sightings are walked, and what replaced what."""

    held: dict[str, str] = field(default_factory=dict)
    present: dict[str, str | None] = field(default_factory=dict)
    supersedes: dict[str, str] = field(default_factory=dict)
    _lying: Counter[str | None] = field(default_factory=Counter)
    _gone: set[str] = field(default_factory=set)

    def see(self, sighting: Sighting, is_accepted: bool) -> None:
        self._lying[self.present.get(sighting.path)] -= 1
        self._lying[sighting.sha256] += 1
        self.present[sighting.path] = sighting.sha256
        if sighting.sha256 is None:
            self._gone.add(sighting.path)
        else:
            self._gone.discard(sighting.path)
        if sighting.sha256 is None or not is_accepted:
            return  # a file that is gone or refused leaves what was in force
        before = self.held.get(sighting.path)
        self.held[sighting.path] = sighting.sha256
        if before and before != sighting.sha256:
            self.supersedes[sighting.sha256] = before

    def standing(self) -> _Standing:
        """What the paths hold, by the bytes."""
        lying: dict[str, list[str]] = {}
        for path, seen in sorted(self.present.items()):
            if seen:
                lying.setdefault(seen, []).append(path)
        in_force: dict[str, list[str]] = {}
        for path, held in sorted(self.held.items()):
            in_force.setdefault(held, []).append(path)
        return _Standing(lying, in_force, dict(self.held), dict(self.supersedes))

    def release_moved(self) -> None:
        """A path that is gone while its bytes lie under another was moved: it holds nothing any more."""
        for path in self._gone & self.held.keys():
            if self._lying[self.held[path]] > 0:
                del self.held[path]


@dataclass(frozen=True)
class _Standing:
    """What became of the bytes when all sightings are walked.

    Attributes:
        lying, in_force: bytes → the paths at which they lie, or are in force, in order.
        held: path → the bytes in force at it. supersedes: bytes → those that they replaced.
    """

    lying: Mapping[str, list[str]]
    in_force: Mapping[str, list[str]]
    held: Mapping[str, str]
    supersedes: Mapping[str, str]

    def paths_of(self, sha256: str) -> list[str]:
        """The paths at which bytes lie, else (they vanished) at which they are in force."""
        return self.lying.get(sha256) or self.in_force.get(sha256) or []

    def stand_beside(self, refused: str, retracted: set[str]) -> bool:
        """Whether other bytes are in force at a path where refused ones lie."""
        held = {self.held.get(path) for path in self.lying.get(refused, ())}
        return bool(held - {None} - retracted)


def settle(
    run: int,
    sightings: Iterable[Sighting],
    retractions: Iterable[Retraction],
    reading_of: Callable[[str], Reading],
    declared: tuple[Sighting, ...] = (),
) -> Manifest:
    """Work out which files are in force.

    Args:
        sightings: all that was ever seen, in the order of the runs; within a run in any order.
        reading_of: the reading of some bytes by their sha256.
    """
    sightings, retractions = tuple(sightings), tuple(retractions)
    readings = {sha256: reading_of(sha256) for sha256 in dict.fromkeys(_seen(sightings))}
    holders = _Holders()
    for _, group in groupby(sightings, key=lambda sighting: sighting.run):
        for sighting in sorted(group, key=lambda sighting: sighting.path):
            holders.see(sighting, sighting.sha256 is not None and readings[sighting.sha256].is_accepted)
        holders.release_moved()
    standing, retracted = holders.standing(), _retracted(retractions)
    seen = _by_sha256(sightings)
    entries = tuple(_entry(sha256, reading, seen[sha256], standing, retracted) for sha256, reading in readings.items())
    ordered = tuple(sorted(entries, key=lambda entry: (entry.path, entry.sha256)))
    return Manifest(run, sightings, retractions, ordered, declared)


def _seen(sightings: Iterable[Sighting]) -> Iterable[str]:
    return (sighting.sha256 for sighting in sightings if sighting.sha256)


def _retracted(retractions: Iterable[Retraction]) -> set[str]:
    last = {retraction.sha256: retraction for retraction in retractions}
    return {sha256 for sha256, retraction in last.items() if not retraction.is_undone}


def _by_sha256(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """The sightings of all bytes, each in the order in which they were made."""
    seen: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        if sighting.sha256:
            seen.setdefault(sighting.sha256, []).append(sighting)
    return seen


def _entry(sha256: str, reading: Reading, mine: list[Sighting], standing: _Standing, retracted: set[str]) -> Entry:
    known = standing.paths_of(sha256) or [mine[-1].path]
    named = _named_export(known) or _named_export([sighting.path for sighting in mine])
    first = mine[0]
    return Entry(
        path=known[0],
        other_paths=tuple(known[1:]),
        sha256=sha256,
        status=_status(sha256, reading, standing, sha256 in retracted),
        reason=reading.refusal and reading.refusal + OLDER_STANDS * standing.stand_beside(sha256, retracted),
        contract=reading.contract or None,
        export_on=named or first.on,
        is_export_named=named is not None,
        first_seen_on=first.on,
        first_seen_run=first.run,
        named_months=() if reading.is_returned else _named_months(known),
        supersedes=standing.supersedes.get(sha256),
    )


def _status(sha256: str, reading: Reading, standing: _Standing, is_retracted: bool) -> Status:
    if is_retracted:
        return Status.RETRACTED
    if not reading.is_accepted:
        return Status.REFUSED
    return Status.IN_FORCE if sha256 in standing.in_force else Status.SUPERSEDED


def _named_export(paths: Iterable[str]) -> date | None:
    named = [day for path in paths if (day := export_time(PurePosixPath(path)))]
    return max(named, default=None)


def _named_months(paths: Iterable[str]) -> tuple[date, ...]:
    return tuple(sorted({month for path in paths for month in path_months(PurePosixPath(path))}))


def replaced_since(before: Mapping[str, Entry], now: Manifest) -> list[tuple[Entry, str]]:
    """Files in force that stand in the place of one that was in force before, with the sha256 they replaced.

    Args:
        before: the entries in force at the last published run, by sha256.
    """
    by_sha256 = {entry.sha256: entry for entry in now.entries}
    still = {entry.sha256 for entry in now.in_force}
    replaced = []
    for entry in now.in_force:
        older, passed = entry.supersedes, {entry.sha256}
        while older and older not in passed:
            if older in before and older not in still:
                replaced.append((entry, older))
                break
            passed.add(older)
            older = by_sha256[older].supersedes
    return replaced


def save(manifest: Manifest, directory: Path) -> Path:
    """Write the manifest of a run and its copy; returns its path."""
    path = manifest_path(directory, manifest.run)
    content = sealed(_facts(manifest))
    for place in (copy_of(path), path):
        write_whole(place, content)
    return path


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write a manifest as a file."""
    write_sealed(path, _facts(manifest))


def _facts(manifest: Manifest) -> dict[str, Any]:
    """What a manifest says as JSON says it. By hand: ``asdict`` copies every value of a list that grows every night."""
    parts = ((name, part) for name, part in vars(manifest).items() if isinstance(part, tuple))
    return {"run": manifest.run} | {name: [_plain(vars(one)) for one in part] for name, part in parts}


def manifest_path(directory: Path, run: int) -> Path:
    """Where the manifest of a run lies."""
    return directory / f"{run:06d}.json"


def copy_of(path: Path) -> Path:
    """Where the copy of a manifest lies."""
    return copies_of(path.parent) / path.name


def manifest_paths(directory: Path) -> list[Path]:
    """Every manifest of which there is the file or its copy, the oldest first."""
    folders = (directory, copies_of(directory))
    names = {path.name for folder in folders for path in folder.glob("[0-9]*.json")}
    return [directory / name for name in sorted(names)]


def latest(directory: Path) -> Manifest:
    """The manifest of the last run, or an empty one before the first."""
    paths = manifest_paths(directory)
    return load(paths[-1]) if paths else Manifest()


def load(path: Path) -> Manifest:
    """Read the manifest of a run, from its copy where the file is missing or damaged.

    Raises:
        Damaged: both are.
    """
    try:
        facts = read_sealed(path)
    except (Damaged, FileNotFoundError):
        copy = copy_of(path)
        if not copy.is_file():
            raise Damaged(str(path)) from None
        facts = read_sealed(copy)
    return Manifest(
        run=facts["run"],
        sightings=tuple(map(_sighting_from, facts["sightings"])),
        retractions=tuple(replace(Retraction(**item), on=_day(item["on"])) for item in facts["retractions"]),
        entries=tuple(_entry_from(item) for item in facts["entries"]),
        declared=tuple(map(_sighting_from, facts.get("declared", ()))),  # manifests of 0.1 have none
    )


def _sighting_from(item: dict[str, Any]) -> Sighting:
    return Sighting(**item | {"on": _day(item["on"])})


def _entry_from(item: dict[str, Any]) -> Entry:
    days = {name: _day(item[name]) for name in ("export_on", "first_seen_on")}
    months, paths = tuple(map(_day, item["named_months"])), tuple(item["other_paths"])
    return Entry(**item | days | {"named_months": months, "other_paths": paths, "status": Status(item["status"])})


def _day(text: object) -> date:
    return date.fromisoformat(str(text))


def _plain(value: Any) -> Any:
    """Dates as ISO text, tuples as lists."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case tuple():
            return [_plain(item) for item in value]
        case date():
            return value.isoformat()
    return value
