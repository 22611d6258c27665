"""After a night: what the settings do not keep goes. What is published, held, open or needed to mend it stays.

The archive stays whole: everything else is made from it, and releases are proved by it. Releases are never touched.
"""

from __future__ import annotations

import fcntl
import os
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from flows.steps.examine import DAMAGED
from flows.steps.mend import published_builds
from flows.steps.override import NothingHeld, held_build
from flows.steps.promote import published_build
from flows.store.candidates import Candidate
from flows.store.files import Damaged, read_sealed, remove_folder
from flows.store.keep import Keep
from flows.store.layout import Warehouse
from flows.store.manifests import copy_of, manifest_paths
from flows.store.runs import record_paths

_FLOCK = "hhqqi"  # struct flock of fcntl(2): type, whence, start, length, process
_ABANDONED_SECONDS = 24 * 3600  # no shard takes a day to write
_AMENDED_SECONDS = 90 * 24 * 3600


Removal = tuple[Path, Callable[[], None]]
"""Something that nothing needs any more, and how it goes."""


def forget_old(warehouse: Warehouse, keep: Keep) -> list[str]:
    """Remove builds, manifests, records of runs and shards that nothing needs any more.

    Returns:
        What would not go, and why, in Chinese. Everything else went: one folder that nobody can remove must not fill
        the disk.
    """
    left = []
    for path, remove in _removals(warehouse, keep):
        try:
            remove()
        except OSError as error:
            left.append(f"过期的 {path} 清理不掉({error.strerror});本次结果不受影响,请检查该文件夹的权限")
    return left


def _removals(warehouse: Warehouse, keep: Keep) -> Iterator[Removal]:
    """What is to go, one after the other; last the manifests: which of them are needed is asked of the builds left."""
    kept = list(_kept_builds(warehouse, keep))
    for path in warehouse.builds.glob("[0-9]*"):
        if path.name not in kept:
            yield path, partial(_remove_unless_open, path, warehouse)
    yield from _old_runs(warehouse, keep, kept)
    yield from _old_shards(warehouse)
    yield from _set_aside(warehouse)
    yield from _old_manifests(warehouse, keep)


def _remove_unless_open(build: Path, warehouse: Warehouse) -> None:
    if not is_open(Candidate(build.name, build).database):
        remove_folder(build, warehouse.scratch)


def _folder(path: Path, warehouse: Warehouse) -> Removal:
    return path, partial(remove_folder, path, warehouse.scratch)


def is_open(database: Path) -> bool:
    """Whether any process has a database open: DuckDB holds a lock on its file as long as it reads."""
    with suppress(FileNotFoundError), database.open("rb") as stream:
        asked = struct.pack(_FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        answer = struct.unpack(_FLOCK, fcntl.fcntl(stream, fcntl.F_GETLK, asked))
        return bool(answer[0] != fcntl.F_UNLCK)
    return False


def _kept_builds(warehouse: Warehouse, keep: Keep) -> Iterator[str]:
    yield from published_builds(warehouse)[-max(1, keep.builds) :]
    if build_id := published_build(warehouse):
        yield build_id
    with suppress(NothingHeld):
        yield held_build(warehouse).build_id


def _old_manifests(warehouse: Warehouse, keep: Keep) -> Iterator[Removal]:
    """Those of builds that are there stay: from them a build is made again, and compared."""
    needed = {facts["run"] for path in warehouse.builds.glob("[0-9]*") if (facts := Candidate(path.name, path).facts)}
    for path in manifest_paths(warehouse.manifests)[: -max(1, keep.manifests)]:
        if int(path.stem) not in needed:
            yield copy_of(path), partial(copy_of(path).unlink, missing_ok=True)
            yield path, partial(path.unlink, missing_ok=True)


def _old_runs(warehouse: Warehouse, keep: Keep, kept_builds: list[str]) -> Iterator[Removal]:
    for path in record_paths(warehouse.runs)[: -max(1, keep.runs)]:
        with suppress(Damaged):
            record = read_sealed(path)
            if not record["override"] and record["build_id"] not in kept_builds:
                yield path, path.unlink


def _old_shards(warehouse: Warehouse) -> Iterator[Removal]:
    """What was read under another reading version, and what a killed reader left half made."""
    for folder in (*warehouse.all_shards.iterdir(), *warehouse.all_amended.iterdir()):
        if folder not in (warehouse.shards, warehouse.amended):
            yield _folder(folder, warehouse)
    abandoned = _older(warehouse.shards.glob("??/.*-*"), _ABANDONED_SECONDS)
    # Under corrections that changed since; where they are still the same, they are made again.
    outdated = _older(warehouse.amended.glob("*"), _AMENDED_SECONDS)
    yield from (_folder(folder, warehouse) for folder in (*abandoned, *outdated))


def _older(folders: Iterable[Path], seconds: float) -> Iterator[Path]:
    return (folder for folder in folders if time.time() - folder.stat().st_mtime > seconds)


def _set_aside(warehouse: Warehouse) -> Iterator[Removal]:
    """Damaged bytes of the archive, where the whole ones are back."""
    for path in warehouse.archive.glob(f"??/*{DAMAGED}"):
        if path.with_name(path.name.removesuffix(DAMAGED)).exists():
            yield path, path.unlink
