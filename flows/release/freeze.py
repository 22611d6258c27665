"""published → released: the figures of a year, frozen with everything that they were made of."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.building.code import code_digest, code_files
from flows.errors import EnfstatError
from flows.published import NothingPublished, Period
from flows.release.frozen import opened, write_frozen
from flows.settings import PROJECT
from flows.steps.override import NothingHeld, held_build
from flows.steps.promote import published_build
from flows.store.candidates import BUILD_FILE, Candidate
from flows.store.files import digest_of, read_json, sync, sync_tree, write_json, write_sealed, write_whole
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest, load, manifest_path, write_manifest
from flows.store.releases import (
    CODE_FILE,
    FACTS_FILE,
    FIGURES_FILE,
    INPUTS_FILE,
    MANIFEST_FILE,
    Release,
    recorded_releases,
)
from flows.store.runs import recorded_runs
from flows.store.sums import is_whole

# What a reader of the release sees; the other files say how it was made.
_SHOWN = (FIGURES_FILE, "cells.parquet", "counted.parquet", "annual.parquet")
# Whoever may read the figures, and that is the group.
_READ_ONLY, _READ_ONLY_FOLDER = 0o440, 0o550


class NotReleased(EnfstatError):
    """The figures cannot be released as things stand."""


@dataclass(frozen=True)
class Approval:
    """Who answers for a release. ``because``: why it is released although a check is in hold."""

    approved_by: str
    released_at: str
    note: str | None = None
    because: str | None = None


def release_figures(warehouse: Warehouse, period: Period, approval: Approval) -> Release:
    """Freeze the published figures of a period; whoever calls it holds the lock of the run.

    Raises:
        NothingPublished: there is no published build.
        NotReleased: nobody approves; the build is damaged, or made by other code; no figure of the period has a value;
        a check is in hold and no reason is given; nothing has changed since the last release.
    """
    build = _published(warehouse)
    if not approval.approved_by.strip():
        raise NotReleased("发布必须写明批准人(--approved-by)")
    facts = _facts_of_build(build)
    holds = _holds(build, warehouse)
    if holds and not (approval.because or "").strip():
        found = ";".join(f"{hold['title']}({hold['where']})" for hold in holds)
        raise NotReleased(f"有核对没有通过:{found}。请先查明处理;确需发布的,用 --because 写明理由")
    with _beside(warehouse.releases) as folder:
        _fill(folder, build, period, warehouse)
        before = recorded_releases(warehouse.releases, period.year)
        _require_something_to_release(folder, before, period)
        name = f"{period.year}-r{before[-1].number + 1 if before else 1}"
        release = _release_facts(name, period, approval, facts, holds, _promotion(build, warehouse))
        write_sealed(folder / FACTS_FILE, release | {"files": _digests(folder)})
        return _put_in_place(folder, warehouse.releases / name)


def _published(warehouse: Warehouse) -> Candidate:
    build_id = published_build(warehouse)
    if build_id is None:
        raise NothingPublished(f"{warehouse.database} 还没有发布的数据;请先运行 enfstat run")
    build = warehouse.candidate(build_id)
    if not is_whole(build.directory):
        raise NotReleased(f"当前发布的数据库 {build_id} 已损坏;请先运行 enfstat run,会重新计算,再发布")
    return build


def _facts_of_build(build: Candidate) -> dict[str, Any]:
    """What the build says of itself, made by the code that is here: what is frozen must be what can be proved."""
    facts: dict[str, Any] = read_json(build.directory / BUILD_FILE)
    if facts.get("settings", {}).get("code") != code_digest(code_files(PROJECT)):
        raise NotReleased("当前发布的数据是由另一版本的程序算出的;请先运行 enfstat run,再发布")
    return facts


def _holds(build: Candidate, warehouse: Warehouse) -> list[dict[str, Any]]:
    """Checks in hold: of the published build (somebody had it published all the same), and of one held back since."""
    found = [(build, "当前发布的结果,放行后发布")]
    with suppress(NothingHeld):
        found.append((held_build(warehouse), "最近一次算出的结果,未发布"))
    return [
        {name: value for name, value in asdict(hold).items() if name != "shown"} | {"where": where}
        for candidate, where in found
        for hold in (candidate.verdict.holds if candidate.verdict else ())
    ]


def _promotion(build: Candidate, warehouse: Warehouse) -> str | None:
    """Who had the build published although a check held it, and why."""
    overrides = [run["override"] for run in recorded_runs(warehouse.runs) if run["build_id"] == build.build_id]
    return next(filter(None, reversed(overrides)), None)


@contextmanager
def _beside(releases: Path) -> Iterator[Path]:
    """A folder beside the releases; what is left of it in the end goes."""
    releases.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".release-", dir=releases))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, build: Candidate, period: Period, warehouse: Warehouse) -> None:
    """Everything that a release holds but ``release.json``."""
    with opened(build.database, period) as connection:
        write_frozen(connection, period, folder)
    facts = read_json(build.directory / BUILD_FILE)
    manifest = load(manifest_path(warehouse.manifests, facts["run"]))
    write_manifest(manifest, folder / MANIFEST_FILE)
    write_json(folder / CODE_FILE, facts["code_files"])
    write_whole(folder / INPUTS_FILE, _checksums(manifest, warehouse).encode())


def _checksums(manifest: Manifest, warehouse: Warehouse) -> str:
    """The archived files in the form of ``sha256sum``, from the warehouse's folder."""
    sha256s = sorted({sha256 for _, sha256 in manifest.archived})
    paths = {sha256: warehouse.archived(sha256).relative_to(warehouse.root).as_posix() for sha256 in sha256s}
    return "".join(f"{sha256}  {path}\n" for sha256, path in paths.items())


def _require_something_to_release(folder: Path, before: tuple[Release, ...], period: Period) -> None:
    new = Release(folder.name, folder)
    if not any(row["value"] is not None for row in new.figures):
        raise NotReleased(f"{period.year} 年度没有任何有数值的指标,没有可以发布的内容")
    last = next((release for release in reversed(before) if release.last_month == period.last_month), None)
    if last and all((last.directory / name).read_bytes() == (folder / name).read_bytes() for name in _SHOWN):
        raise NotReleased(f"与上一次发布 {last.name} 相比没有任何变化,不必再次发布")


def _release_facts(
    name: str,
    period: Period,
    approval: Approval,
    build: dict[str, Any],
    holds: list[dict[str, Any]],
    promotion: str | None,
) -> dict[str, Any]:
    return {
        "release": name,
        "year": period.year,
        "number": int(name.partition("-r")[2]),
        "through": f"{period.year}-{period.last_month:02d}",
        **{field: value.strip() if value else None for field, value in asdict(approval).items()},
        "holds": holds,
        "promoted_because": promotion,
        "build": {field: build[field] for field in ("build_id", "run", "as_of")},
        "settings": build["settings"],
    }


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): digest_of(path) for path in files}


def _put_in_place(folder: Path, place: Path) -> Release:
    """Have everything on the disk, let nobody change it, and give it its name."""
    for path in folder.rglob("*"):
        path.chmod(_READ_ONLY_FOLDER if path.is_dir() else _READ_ONLY)
    sync_tree(folder)
    folder.rename(place)
    place.chmod(_READ_ONLY_FOLDER)
    sync(place.parent)
    return Release(place.name, place)
