"""Where everything lies in the warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a question asks where the database lies, and does without what knows builds
    from flows.store.candidates import Candidate

DATABASE_NAME = "enforcement.duckdb"
READING_VERSION = 3
"""Version of reader and contracts together: raise it whenever a shard of any file would come out differently."""


def copies_of(manifests: Path) -> Path:
    """Where the copies of the manifests in a folder lie: beside it."""
    return manifests.with_name(f"{manifests.name}.copy")


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
        return self.all_shards / f"v{READING_VERSION}"

    @property
    def all_shards(self) -> Path:
        """What was read of them, under any reading version."""
        return self.root / "shards"

    @property
    def amended(self) -> Path:
        """The same of files with declared corrections: by the corrections, then by sha256."""
        return self.all_amended / f"v{READING_VERSION}"

    @property
    def all_amended(self) -> Path:
        """The same under any reading version."""
        return self.root / "amended"

    @property
    def manifests(self) -> Path:
        """One file a run: what is in force. A copy of each lies in the folder beside it."""
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
    def checked(self) -> Path:
        """Size and times of what runs found whole; losing it costs hashing everything once."""
        return self.runs / "checked.json"

    @property
    def key_record(self) -> Path:
        """The digest of the key that the published hashes are made with, and who changed it when."""
        return self.root / "key.json"

    @property
    def private_folders(self) -> tuple[Path, ...]:
        """The folders that hold clear data, or say of it."""
        return (
            self.archive,
            self.all_shards,
            self.all_amended,
            self.manifests,
            copies_of(self.manifests),
            self.runs,
            self.scratch,
        )

    @property
    def told(self) -> Path:
        """What people were told of, and when; losing it costs a message that is sent again."""
        return self.root / "told.json"

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
        from flows.store.candidates import Candidate

        return Candidate(build_id, self.builds / build_id)

    def archived(self, sha256: str) -> Path:
        """The archived bytes of a file."""
        return self.archive / sha256[:2] / sha256

    def shard(self, sha256: str) -> Path:
        """What was read of a file, under the present reading version."""
        return self.shards / sha256[:2] / sha256
