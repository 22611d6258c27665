"""How long each file stayed, in the drop folder and in force; it follows from a manifest, for the run that wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.store.manifests import Manifest, Sighting, Status


@dataclass(frozen=True)
class Stay:
    """How long the bytes of one file lay in the drop folder and counted.

    Attributes:
        last_seen_run: the last run in which they lay there.
        replaced_by: the bytes that took their place at the path where they lay last; None where nothing did.
        ended_run: the first run in which they were in force no more, replaced or retracted; None for all others.
    """

    last_seen_run: int
    replaced_by: str | None
    ended_run: int | None


@dataclass
class _Folder:
    """What lies at each path while the sightings are walked, and since when what lay there does so no more."""

    present: dict[str, str | None] = field(default_factory=dict)
    last_seen: dict[str, int] = field(default_factory=dict)
    replaced_by: dict[str, str | None] = field(default_factory=dict)

    def see(self, sighting: Sighting) -> None:
        before = self.present.get(sighting.path)
        if before is not None:
            self.last_seen[before] = sighting.run - 1
            self.replaced_by[before] = sighting.sha256
        self.present[sighting.path] = sighting.sha256


def stays(manifest: Manifest) -> dict[str, Stay]:
    """The stay of every file of a manifest, by sha256."""
    folder = _Folder()
    for sighting in sorted(manifest.sightings, key=lambda sighting: (sighting.run, sighting.path)):
        folder.see(sighting)
    here = set(folder.present.values())
    ended = _ended(manifest, folder.last_seen)
    return {
        entry.sha256: Stay(
            manifest.run if entry.sha256 in here else folder.last_seen[entry.sha256],
            None if entry.sha256 in here else folder.replaced_by[entry.sha256],
            ended[entry.status].get(entry.sha256) if entry.status in ended else None,
        )
        for entry in manifest.entries
    }


def _ended(manifest: Manifest, last_seen: dict[str, int]) -> dict[Status, dict[str, int]]:
    """The run in which files were replaced (what lay there in between may have been refused) or retracted."""
    replaced = {sha256: run + 1 for sha256, run in last_seen.items()}
    for entry in manifest.entries:
        if entry.supersedes:
            replaced[entry.supersedes] = max(entry.first_seen_run, replaced.get(entry.supersedes, 0))
    retracted = {retraction.sha256: retraction.run for retraction in manifest.retractions}
    return {Status.SUPERSEDED: replaced, Status.RETRACTED: retracted}
