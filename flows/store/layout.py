"""Where everything lies in the warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.store.candidates import DATABASE_NAME, Candidate
from flows.store.readings import READING_VERSION

__all__ = ["DATABASE_NAME", "Warehouse"]


@dataclass(frozen=True)
class Warehouse:
    """The folders and files of one warehouse.

    ``archive`` holds the bytes of every raw file under their sha256, ``shards`` what was read of them, ``manifests``
    which shards are in force after each run, ``builds`` the databases built from them. ``published`` is a link to the
    build that is published: one rename moves the database and everything beside it. ``database`` is the stable name
    that people open.
    """

    root: Path

    @property
    def archive(self) -> Path:
        """Bytes of raw files by sha256."""
        return self.root / "archive"

    @property
    def shards(self) -> Path:
        """What was read of them, under the present reading version."""
        return self.root / "shards" / f"v{READING_VERSION}"

    @property
    def amended(self) -> Path:
        """The same of files with declared corrections: by the corrections, then by sha256."""
        return self.root / "amended" / f"v{READING_VERSION}"

    @property
    def manifests(self) -> Path:
        """One file a run: what is in force."""
        return self.root / "manifests"

    @property
    def builds(self) -> Path:
        """Databases, published and held."""
        return self.root / "builds"

    @property
    def releases(self) -> Path:
        """Figures as they were published, never changed."""
        return self.root / "releases"

    @property
    def runs(self) -> Path:
        """One file a run: when, and what it came to."""
        return self.root / "runs"

    @property
    def scratch(self) -> Path:
        """Builds that are being made."""
        return self.root / "scratch"

    @property
    def seen(self) -> Path:
        """Size and times of the raw files when they were last hashed; losing it costs a rehash."""
        return self.root / "seen.json"

    @property
    def lock(self) -> Path:
        """The lock of the run."""
        return self.root / ".run.lock"

    @property
    def published(self) -> Path:
        """The link to the published build."""
        return self.root / "published"

    @property
    def database(self) -> Path:
        """The database that people open."""
        return self.root / DATABASE_NAME

    def candidate(self, build_id: str) -> Candidate:
        """A build by its identity, whether it exists or not."""
        return Candidate(build_id, self.builds / build_id)

    def archived(self, sha256: str) -> Path:
        """The archived bytes of a file."""
        return self.archive / sha256[:2] / sha256

    def shard(self, sha256: str) -> Path:
        """What was read of a file, under the present reading version."""
        return self.shards / sha256[:2] / sha256
