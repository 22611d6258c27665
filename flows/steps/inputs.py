"""manifest → inputs: everything that the build of this night depends on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from flows.building.code import code_digest, code_files, lock_digest
from flows.building.inputs import Inputs
from flows.building.keyed import load_key
from flows.settings import PROJECT, Settings
from flows.steps.promote import published_build
from flows.store.candidates import BUILD_FILE
from flows.store.files import read_json
from flows.store.layout import Warehouse
from flows.store.manifests import Entry, Manifest, load, replaced_since
from flows.store.readings import Reading
from flows.store.releases import recorded_releases

__all__ = ["Inputs", "gather"]


def gather(
    manifest: Manifest, readings: Mapping[str, Reading], unread: Mapping[str, str], settings: Settings, as_of: date
) -> Inputs:
    """The inputs of this night's build."""
    warehouse = Warehouse(settings.warehouse)
    before = _published_entries(warehouse)
    files = code_files(PROJECT)
    return Inputs(
        manifest=manifest,
        readings=readings,
        unread=unread,
        as_of=as_of,
        code=code_digest(files),
        code_files=files,
        lock=lock_digest(PROJECT),
        releases=recorded_releases(warehouse.releases),
        key_mark=hashlib.sha256(load_key(settings.key_file)).hexdigest(),
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
    )


def _published_entries(warehouse: Warehouse) -> dict[str, Entry]:
    """The files in force in the published build, by sha256."""
    build_id = published_build(warehouse)
    facts = read_json(warehouse.builds / build_id / BUILD_FILE) if build_id else None
    if facts is None:
        return {}
    published = load(warehouse.manifests / f"{facts['run']:06d}.json")
    return {entry.sha256: entry for entry in published.in_force}
