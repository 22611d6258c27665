"""A backup as it lies in its folder: contents by their sha256, and snapshots that say which of them is what.

``objects/ab/<sha256>``
    the bytes of a file; a content that several snapshots hold lies there once.
``snapshots/000001.json``
    what one backup holds, sealed: ``taken_at``; ``files`` (path in the warehouse → sha256); ``settings`` (name of a
    file → sha256); ``key_digest`` (of the key of the keyed hashes); ``key`` (sha256 of the object that holds the key,
    where somebody wanted it included).

Everything in it is readable by its owner only: the archive holds personal data.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from flows.errors import EnfstatError
from flows.store.files import copy_hashed, digest_of, read_sealed, sync, write_sealed


class NoBackup(EnfstatError):
    """There is no such backup."""


class CopyDiffers(EnfstatError):
    """What was copied is not what it should be."""


@dataclass(frozen=True)
class Snapshot:
    """What one backup holds; see the head of this module."""

    taken_at: str
    files: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    key_digest: str | None = None
    key: str | None = None

    @property
    def objects(self) -> set[str]:
        """The sha256 of everything that it needs."""
        return {*self.files.values(), *self.settings.values(), *([self.key] if self.key else [])}


@dataclass(frozen=True)
class Backup:
    """The folder of a backup."""

    root: Path

    def object(self, sha256: str) -> Path:
        """Where the content of that sha256 lies."""
        return self.root / "objects" / sha256[:2] / sha256

    @property
    def snapshots(self) -> list[Path]:
        """The snapshots, the oldest first."""
        return sorted((self.root / "snapshots").glob("[0-9]*.json"))

    def snapshot(self, number: int | None = None) -> Snapshot:
        """A snapshot by its number, or the last one.

        Raises:
            NoBackup: there is none.
            Damaged: it is not what was written.
        """
        paths = [path for path in self.snapshots if number in (None, int(path.stem))]
        if not paths:
            raise NoBackup(f"{self.root} 里没有{'备份' if number is None else f'编号为 {number} 的备份'}")
        return Snapshot(**read_sealed(paths[-1]))

    def keep(self, source: Path) -> str:
        """Have the content of a file among the objects; its sha256."""
        sha256 = digest_of(source)
        self.keep_as(source, sha256)
        return sha256

    def keep_as(self, source: Path, sha256: str) -> None:
        """Have a content of known sha256 among the objects; one that is there is not copied again.

        Raises:
            CopyDiffers: the source has another content.
        """
        place = self.object(sha256)
        if not place.exists():
            copy_checked(source, place, sha256, 0o600)

    def record(self, snapshot: Snapshot) -> Path:
        """Write a snapshot after those that are there: all that it names is on the disk by then."""
        number = int(self.snapshots[-1].stem) + 1 if self.snapshots else 1
        path = self.root / "snapshots" / f"{number:06d}.json"
        write_sealed(path, asdict(snapshot))
        return path

    def forget(self, kept: int) -> None:
        """Remove all but the last snapshots, and the contents that no other one names."""
        for path in self.snapshots[: -max(1, kept)]:
            path.unlink()
        named = set().union(*(Snapshot(**read_sealed(path)).objects for path in self.snapshots))
        for path in (self.root / "objects").glob("??/*"):
            if path.name not in named:
                path.unlink()

    def damaged(self, snapshot: Snapshot) -> list[str]:
        """The sha256 of everything in a snapshot that is missing or not what was written."""
        return sorted(sha256 for sha256 in snapshot.objects if not self._is_whole(sha256))

    def _is_whole(self, sha256: str) -> bool:
        place = self.object(sha256)
        return place.is_file() and digest_of(place) == sha256


def copy_checked(source: Path, place: Path, sha256: str, mode: int) -> None:
    """Copy a file beside its place, have it on the disk, and rename it into place if it is what it should be.

    Raises:
        CopyDiffers: it is not.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".copying-", dir=place.parent)
    try:
        if copy_hashed(source, handle) != sha256:
            raise CopyDiffers(str(source))
        Path(beside).chmod(mode)
        Path(beside).replace(place)
    finally:
        Path(beside).unlink(missing_ok=True)
    sync(place.parent)
