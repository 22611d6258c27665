"""backup → warehouse: what is missing or damaged is put back; what is there and whole is left as it is.

Into an empty warehouse that is everything, and a run then makes the rest anew. Of a warehouse with one damaged file it
is that file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.backup.objects import Backup, CopyDiffers, Snapshot, copy_checked
from flows.errors import EnfstatError
from flows.settings import Settings
from flows.store.access import GROUP_FILE, PRIVATE_FILE, open_folder, prepare_folders
from flows.store.files import Damaged, digest_of, read_sealed
from flows.store.layout import Warehouse
from flows.store.manifests import copy_of

RESTORED = "restored"  # where the settings go: those in use are never overwritten
_RELEASES = "releases/"
_LAST = "manifests/"  # what they name is there before them


class OtherWarehouse(EnfstatError):
    """The backup is not one of this warehouse."""


@dataclass(frozen=True)
class Restored:
    """What was put back. ``damaged``: what could not be, because the backup itself is damaged there."""

    files: tuple[str, ...]
    damaged: tuple[str, ...]
    settings: Path | None
    is_key_there: bool


def restore_backup(settings: Settings, directory: Path, number: int | None = None) -> Restored:
    """Put back what a snapshot (by default the last) holds and the warehouse lacks; whoever calls it holds the lock.

    Raises:
        NoBackup: there is no such snapshot.
        OtherWarehouse: a manifest, a record or a release that is whole says something else than the backup's.
    """
    warehouse, backup = Warehouse(settings.warehouse), Backup(directory.resolve())
    snapshot = backup.snapshot(number)
    prepare_folders(warehouse)
    # The key may have been replaced since: its record is then the newer one.
    kept = {warehouse.key_record} if _is_sealed(warehouse.key_record) else set()
    places = {name: warehouse.root / name for name in snapshot.files if warehouse.root / name not in kept}
    lacking = {name: snapshot.files[name] for name, place in places.items() if _is_lacking(place, snapshot.files[name])}
    restored, damaged = [], []
    for name in sorted(lacking, key=lambda name: (name.startswith(_LAST), name)):
        try:
            _put_back(name, backup.object(lacking[name]), lacking[name], warehouse)
            restored.append(name)
        except (CopyDiffers, FileNotFoundError):
            damaged.append(name)
    return Restored(
        tuple(restored),
        tuple(damaged),
        _put_back_settings(snapshot, backup, warehouse),
        _put_back_key(snapshot, backup, settings.key_file),
    )


def _is_lacking(place: Path, sha256: str) -> bool:
    """Whether a file is missing or damaged.

    Raises:
        OtherWarehouse: it is whole, and another one.
    """
    if not place.is_file():
        return True
    if digest_of(place) == sha256:
        return False
    if place.suffix == ".json" and _is_sealed(place):
        raise OtherWarehouse(f"{place} 与备份中的不同,而两者都完好:这不是同一个数据仓库的备份。请恢复到空的文件夹")
    return True


def _is_sealed(path: Path) -> bool:
    try:
        read_sealed(path)
    except (Damaged, FileNotFoundError):
        return False
    return True


def _put_back(name: str, held: Path, sha256: str, warehouse: Warehouse) -> None:
    """Put a file in its place, readable by whoever could read it before."""
    place = warehouse.root / name
    is_release = name.startswith(_RELEASES)
    if is_release and place.parent.exists():
        place.parent.chmod(0o700)
    copy_checked(held, place, sha256, GROUP_FILE if is_release else PRIVATE_FILE)
    if is_release:
        open_folder(warehouse.releases / name.split("/")[1])
        open_folder(place.parent)
    if place.parent == warehouse.manifests:
        copy_checked(held, copy_of(place), sha256, PRIVATE_FILE)


def _put_back_settings(snapshot: Snapshot, backup: Backup, warehouse: Warehouse) -> Path | None:
    """The settings into a folder of the warehouse, to be compared with those in use; None where there are none."""
    folder = warehouse.root / RESTORED
    for name, sha256 in snapshot.settings.items():
        copy_checked(backup.object(sha256), folder / name, sha256, PRIVATE_FILE)
    return folder if snapshot.settings else None


def _put_back_key(snapshot: Snapshot, backup: Backup, key_file: Path) -> bool:
    """Put the key back where it is in the backup and there is none; whether there is one in the end."""
    if snapshot.key and not key_file.exists():
        copy_checked(backup.object(snapshot.key), key_file, snapshot.key, PRIVATE_FILE)
    return key_file.exists()
