"""released → proved: a release made again from the archive alone, and compared to the byte."""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from flows.building.code import code_digest, code_files, lock_digest
from flows.building.gates import Gates
from flows.building.inputs import Inputs
from flows.building.loading import literal
from flows.passwords import NO_PASSWORDS, Candidates
from flows.published import Period
from flows.release.frozen import opened, write_frozen
from flows.settings import PROJECT
from flows.steps.build import prepare_build, write_database
from flows.steps.correct import correct
from flows.steps.read import read_files
from flows.store.files import digest_of
from flows.store.layout import DATABASE_NAME, Warehouse
from flows.store.limits import BUILD_MEMORY_BYTES, ReadingLimits
from flows.store.manifests import Manifest
from flows.store.releases import (
    CODE_FILE,
    FACTS_FILE,
    FIGURES_FILE,
    INPUTS_FILE,
    MANIFEST_FILE,
    Release,
    damaged_files,
)

# What is not made again, but says of what.
_GIVEN = frozenset({FACTS_FILE, MANIFEST_FILE, CODE_FILE, INPUTS_FILE})
_NAMED = 20

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Proof:
    """What came of making a release again. ``faults``: it is not what it says; ``notes``: what else should be known."""

    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def verify_release(
    warehouse: Warehouse,
    release: Release,
    limits: ReadingLimits,
    tell: Tell,
    passwords: Mapping[str, Candidates] = NO_PASSWORDS,
    memory_bytes: int = BUILD_MEMORY_BYTES,
) -> Proof:
    """Make a release again from its manifest, its settings and the archived bytes; nothing else of the warehouse.

    Damage of the release's own files or of the archive ends it: there is nothing to make it from. ``tell`` hears how
    many files are read; ``passwords`` open the locked ones among them; ``memory_bytes`` is what building may take.
    """
    if faults := (*damaged_files(release), *_damaged_inputs(warehouse, release)):
        return Proof(faults)
    notes = tuple(_other_versions(release))
    with tempfile.TemporaryDirectory(prefix="enfstat-verify-") as folder:  # private: it holds clear shards
        scratch = Warehouse(Path(folder) / "warehouse")
        scratch.root.mkdir()
        scratch.archive.symlink_to(warehouse.archive.resolve())
        again = Path(folder) / "again"
        again.mkdir()
        if faults := tuple(_make_again(release, scratch, again, limits, tell, passwords, memory_bytes)):
            return Proof(faults, notes)
        faults, more = _compared(release, again, is_other=bool(notes))
        return Proof(faults, (*notes, *more))


def _damaged_inputs(warehouse: Warehouse, release: Release) -> Iterator[str]:
    """Every file that the manifest knows, whether it counted or not: why one did not is part of the record."""
    if not (release.directory / MANIFEST_FILE).is_file():
        return
    for path, sha256 in release.manifest.archived:
        archived = warehouse.archived(sha256)
        if not archived.is_file():
            yield f"归档里缺 {path}({archived})"
        elif digest_of(archived) != sha256:
            yield f"归档的文件被改动:{path}({archived})"


def _other_versions(release: Release) -> Iterator[str]:
    """What of the program is not what it was."""
    here, then = code_files(PROJECT), release.code_files
    if code_digest(here) != release.facts["settings"]["code"]:
        files = sorted(path for path in {*here, *then} if here.get(path) != then.get(path))
        shown = "、".join(files[:_NAMED]) + (f"等 {len(files)} 个文件" if len(files) > _NAMED else "")
        yield f"程序版本与发布时不同:{shown}"
    if lock_digest(PROJECT) != release.facts["settings"]["lock"]:
        yield "软件包版本清单(requirements.lock)与发布时不同"


def _make_again(
    release: Release,
    scratch: Warehouse,
    again: Path,
    limits: ReadingLimits,
    tell: Tell,
    passwords: Mapping[str, Candidates],
    memory_bytes: int,
) -> Iterator[str]:
    """Read, build and freeze; a file that cannot be read this time is a fault."""
    manifest = replace(release.manifest, entries=release.manifest.in_force)
    code = code_digest(code_files(PROJECT))  # not that of the release: the shape is laid by what runs here
    prepare = partial(prepare_build, code)
    readings = read_files([entry.sha256 for entry in manifest.entries], scratch, limits, tell, prepare, passwords)
    refused = {entry.path: readings[entry.sha256].refusal for entry in manifest.entries}
    if faults := [f"发布时有效的文件现在读不出:{path}:{refusal}" for path, refusal in refused.items() if refusal]:
        yield from faults
        return
    build = scratch.root / "build"
    build.mkdir()
    inputs = _inputs(release.facts["settings"], manifest, scratch.root)
    inputs = replace(inputs, readings=readings, code=code, memory_bytes=memory_bytes)
    corrected = correct(inputs, scratch, limits, tell, passwords)
    write_database(build, corrected, scratch, secrets.token_bytes(32))
    period = Period(release.year, release.last_month)
    with opened(build / DATABASE_NAME, period) as connection:
        write_frozen(connection, period, again)


def _inputs(settings: dict[str, Any], manifest: Manifest, folder: Path) -> Inputs:
    """The inputs of the build that was released, but for the readings."""
    calendar = folder / "calendar.csv" if settings["calendar"] is not None else None
    if calendar:
        calendar.write_text(settings["calendar"], encoding="utf-8")
    return Inputs(
        manifest=manifest,
        readings={},
        as_of=date.fromisoformat(settings["as_of"]),
        code=settings["code"],
        key_mark="",
        gates=Gates(**settings["gates"]),
        not_applicable=tuple(settings["not_applicable"]),
        powers=tuple(settings["powers"]),
        own_calendar=calendar,
    )


def _compared(release: Release, again: Path, *, is_other: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Faults and notes of every file that was made again. What is equal but for its bytes passes by other code only."""
    faults: list[str] = []
    notes: list[str] = []
    for name in sorted(set(release.facts["files"]) - _GIVEN):
        old, new = release.directory / name, again / name
        if not new.is_file():
            faults.append(f"重新生成时没有得到 {name}")
        elif old.read_bytes() != new.read_bytes():
            differences = _figures_differing(old, new) if name == FIGURES_FILE else _rows_differing(old, new)
            if differences:
                faults.append(f"{name} 与重新生成的不同:{differences}")
            else:
                (notes if is_other else faults).append(f"{name} 内容相同而字节不同")
    return tuple(faults), tuple(notes)


def _figures_differing(old: Path, new: Path) -> str:
    """The figures of which something that was printed then is not what comes out now."""
    now = {row["figure"]: row for row in json.loads(new.read_text("utf-8"))}
    return "、".join(
        f"{row['figure']}(发布 {row['printed'] or row['status']},现得 {_shown(now.get(row['figure']))})"
        for row in json.loads(old.read_text("utf-8"))
        if not row.items() <= now.get(row["figure"], {}).items()
    )


def _shown(row: dict[str, Any] | None) -> str:
    return str(row["printed"] or row["status"]) if row else "无此指标"


def _rows_differing(old: Path, new: Path) -> str:
    """How many rows differ in the columns that were frozen."""
    sides = [f"read_parquet({literal(str(path))})" for path in (old, new)]
    with duckdb.connect() as connection:
        had, has = ([name for name, *_ in connection.execute(f"describe from {side}").fetchall()] for side in sides)
        if lacking := [name for name in had if name not in has]:
            return f"缺列 {'、'.join(lacking)}"
        columns = ", ".join(f'cast("{name}" as varchar)' for name in had)
        then, now = (f"select {columns} from {side}" for side in sides)
        counts = [
            connection.execute(f"select count(*) from ({one} except all {other})").fetchall()[0][0]
            for one, other in ((then, now), (now, then))
        ]
    return f"{counts[0]} 行不再有,{counts[1]} 行是新的" if any(counts) else ""
