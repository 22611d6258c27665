"""manifest → inputs: everything that the build of this night depends on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flows.building.code import code_digest, code_files, lock_digest
from flows.building.inputs import Inputs
from flows.settings import PROJECT, Settings
from flows.steps.key import digest_of_key, key_in_use
from flows.store.layout import Warehouse
from flows.store.manifests import Entry, Manifest, load, manifest_path, replaced_since
from flows.store.readings import Reading
from flows.store.releases import recorded_releases

__all__ = ["Inputs", "gather"]


def gather(
    manifest: Manifest,
    readings: Mapping[str, Reading],
    unread: Mapping[str, str],
    settings: Settings,
    as_of: date,
    compared_with: str | None,
) -> Inputs:
    """The inputs of a build, to be compared with another one (None: with nothing)."""
    warehouse = Warehouse(settings.warehouse)
    before = _entries_in_force(compared_with, warehouse)
    files = code_files(PROJECT)
    return Inputs(
        manifest=manifest,
        readings=readings,
        unread=unread,
        as_of=as_of,
        code=code_digest(files),
        code_files=files,
        lock=lock_digest(PROJECT),
        releases=[release for release in recorded_releases(warehouse.releases) if release.is_readable],
        key_mark=digest_of_key(key_in_use(settings.key_file, warehouse)),
        compared_with=compared_with,
        counted_before=frozenset(before),
        replaced=replaced_since(before, manifest),
        gates=settings.gates,
        not_applicable=settings.not_applicable,
        powers=settings.powers,
        organ=settings.organ,
        annual_form=settings.annual_form,
        workbook_years=settings.workbook_years,
        pages_years=settings.pages_years,
        pages_records=settings.pages_records,
        own_calendar=settings.own_calendar,
        memory_bytes=settings.build_memory_bytes,
    )


def _entries_in_force(build_id: str | None, warehouse: Warehouse) -> dict[str, Entry]:
    """The files in force in a build, by sha256."""
    facts = warehouse.candidate(build_id).facts if build_id else None
    if facts is None:
        return {}
    manifest = load(manifest_path(warehouse.manifests, facts["run"]))
    return {entry.sha256: entry for entry in manifest.in_force}
