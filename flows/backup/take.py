"""warehouse → backup: what cannot be made again (archive, manifests, log of runs, releases), and the settings.

No lock is needed: what is copied is never changed, and the manifests are listed before the archive that they name.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flows.backup.objects import Backup, CopyDiffers, NoBackup, Snapshot
from flows.errors import EnfstatError
from flows.settings import Settings, settings_file
from flows.steps.key import recorded_digest
from flows.store.access import private_by_default
from flows.store.layout import Warehouse
from flows.store.units import Kind, Unit, stored_units

_KINDS = (Kind.MANIFEST, Kind.RUN, Kind.RELEASE, Kind.ARCHIVE)
_NEVER_REMOVED = ("archive/", "releases/")


class BackupInWarehouse(EnfstatError):
    """A backup below what it is a backup of, or the reverse."""


@dataclass(frozen=True)
class Taken:
    """A backup that was taken. ``damaged``: what of the warehouse is not what was written and has no copy here."""

    path: Path
    snapshot: Snapshot
    damaged: tuple[str, ...]


def take_backup(settings: Settings, directory: Path, at: str, *, with_key: bool = False) -> Taken:
    """Add what is new to a backup, everything checked against its hash as it is copied.

    What the archive and the releases once held stays in the backup even where the warehouse has lost it.

    Args:
        with_key: include the key of the keyed hashes. Whoever has it can try identifiers against the published hashes,
            so it is better kept elsewhere, on paper for instance.
    """
    warehouse, backup = Warehouse(settings.warehouse), Backup(directory.resolve())
    if backup.root.is_relative_to(warehouse.root) or warehouse.root.is_relative_to(backup.root):
        raise BackupInWarehouse(f"备份文件夹 {backup.root} 与数据仓库 {warehouse.root} 重叠;请备份到另一块磁盘")
    with private_by_default():
        files, damaged = _kept_files(warehouse, backup)
        snapshot = Snapshot(
            at,
            _held_before(backup) | files,
            {path.name: backup.keep(path) for path in _settings_files(settings)},
            recorded_digest(warehouse),
            backup.keep(settings.key_file) if with_key else None,
        )
        path = backup.record(snapshot)
        backup.forget(settings.keep.backups)
    return Taken(path, snapshot, tuple(name for name in damaged if name not in snapshot.files))


def _kept_files(warehouse: Warehouse, backup: Backup) -> tuple[dict[str, str], list[str]]:
    """The files of the warehouse that the backup now has, and those that are damaged."""
    files: dict[str, str] = {}
    damaged = []
    for unit in [unit for unit in stored_units(warehouse) if unit.kind in _KINDS]:
        if unit.kind is not Kind.ARCHIVE and not unit.is_whole:
            damaged.append(_name(unit.path, warehouse))
            continue
        for path in _files_of(unit):
            with suppress(FileNotFoundError):  # a run may be forgetting what is old
                try:
                    files[_name(path, warehouse)] = _keep(path, unit, backup)
                except CopyDiffers:
                    damaged.append(_name(path, warehouse))
    if warehouse.key_record.exists():
        files[_name(warehouse.key_record, warehouse)] = backup.keep(warehouse.key_record)
    return files, damaged


def _files_of(unit: Unit) -> list[Path]:
    if unit.kind is Kind.RELEASE:
        return sorted(path for path in unit.path.rglob("*") if path.is_file())
    return [unit.path]


def _keep(path: Path, unit: Unit, backup: Backup) -> str:
    """Archived bytes are known by their name: those that the backup has are not read again."""
    if unit.kind is Kind.ARCHIVE:
        backup.keep_as(path, path.name)
        return path.name
    return backup.keep(path)


def _held_before(backup: Backup) -> dict[str, str]:
    try:
        held = backup.snapshot().files
    except NoBackup:
        return {}
    return {name: sha256 for name, sha256 in held.items() if name.startswith(_NEVER_REMOVED)}


def _settings_files(settings: Settings) -> list[Path]:
    files = [settings_file(), *([settings.own_calendar] if settings.own_calendar else [])]
    return [path for path in files if path.is_file()]


def _name(path: Path, warehouse: Warehouse) -> str:
    return path.relative_to(warehouse.root).as_posix()
