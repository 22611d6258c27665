"""What lies in the warehouse, piece by piece, and whether each piece is what was written.

========== =======================================  ==================================================================
piece      where                                    how it is known
========== =======================================  ==================================================================
archive    ``archive/ab/<sha256>``                  the bytes have the sha256 that is its name
shard      ``shards/v2/ab/<sha256>/``               ``SHA256SUMS`` in the folder
           ``amended/v2/<corrections>/<sha256>/``   likewise: what was read with declared corrections
manifest   ``manifests/000001.json`` and its copy   the seal inside; both say the same
build      ``builds/<build_id>/``                   ``SHA256SUMS`` in the folder
release    ``releases/2023-r1/``                    ``release.json`` names the sha256 of everything else
run        ``runs/000001.json``                     the seal inside
========== =======================================  ==================================================================
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flows.store.files import Damaged, digest_of, read_sealed
from flows.store.layout import Warehouse
from flows.store.manifests import copy_of, manifest_paths
from flows.store.releases import Release, damaged_files, recorded_releases
from flows.store.runs import record_paths
from flows.store.sums import is_whole

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Kind(StrEnum):
    """What a piece is, as it is told."""

    ARCHIVE = "归档文件"
    SHARD = "读取结果"
    MANIFEST = "收件清单"
    BUILD = "数据库版本"
    RELEASE = "发布"
    RUN = "运行记录"


@dataclass(frozen=True)
class Unit:
    """A piece of the warehouse: what it is, and the file or folder that it is."""

    kind: Kind
    path: Path

    @property
    def is_whole(self) -> bool:
        """Whether every byte is what was written."""
        match self.kind:
            case Kind.ARCHIVE:
                return self.path.is_file() and digest_of(self.path) == self.path.name
            case Kind.SHARD | Kind.BUILD:
                return self.path.is_dir() and is_whole(self.path)
            case Kind.MANIFEST:
                return _is_sealed(self.path) and _is_sealed(copy_of(self.path))
            case Kind.RELEASE:
                return not any(damaged_files(Release(self.path.name, self.path)))
            case Kind.RUN:
                return _is_sealed(self.path)

    @property
    def fingerprint(self) -> str:
        """Size, times and inode of its files: as long as they stay, nobody wrote to it."""
        digest = hashlib.sha256()
        for path in self._files():
            facts = path.lstat()
            said = (path.name, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
            digest.update(repr(said).encode())
        return digest.hexdigest()[:16]

    def _files(self) -> list[Path]:
        if self.kind is Kind.MANIFEST:
            return [path for path in (self.path, copy_of(self.path)) if path.exists()]
        if self.path.is_dir():
            return sorted(path for path in self.path.rglob("*") if path.is_file())
        return [self.path] if self.path.exists() else []


def stored_units(warehouse: Warehouse) -> Iterator[Unit]:
    """Everything that lies in the warehouse; what is half made bears other names."""
    yield from (Unit(Kind.MANIFEST, path) for path in manifest_paths(warehouse.manifests))
    yield from (Unit(Kind.RUN, path) for path in record_paths(warehouse.runs))
    yield from (Unit(Kind.ARCHIVE, path) for path in _by_sha256(warehouse.archive))
    yield from (Unit(Kind.SHARD, path) for path in _by_sha256(warehouse.shards))
    yield from (Unit(Kind.SHARD, path) for path in _by_sha256(warehouse.amended))
    yield from (Unit(Kind.BUILD, path) for path in sorted(warehouse.builds.glob("[0-9]*")))
    yield from (Unit(Kind.RELEASE, release.directory) for release in recorded_releases(warehouse.releases))


def _by_sha256(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*") if _SHA256.fullmatch(path.name))


def _is_sealed(path: Path) -> bool:
    try:
        read_sealed(path)
    except (Damaged, FileNotFoundError):
        return False
    return True
