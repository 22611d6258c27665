"""What was found damaged is made again from the layer beneath, and said aloud."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from flows.errors import EnfstatError
from flows.settings import Settings
from flows.steps.inputs import Inputs, gather
from flows.steps.promote import promote
from flows.store.candidates import BUILD_FILE, Candidate
from flows.store.files import Damaged
from flows.store.layout import Warehouse
from flows.store.manifests import load, manifest_path
from flows.store.readings import Reading
from flows.store.runs import recorded_runs
from flows.store.sums import changed_files, is_whole
from flows.store.units import Kind, Unit


class PublishedLost(EnfstatError):
    """The published database is damaged, cannot be made again as it was, and there is no earlier one."""


def mend_published(
    build_id: str,
    readings: Mapping[str, Reading],
    warehouse: Warehouse,
    settings: Settings,
    build: Callable[[Inputs], object],
    *,
    is_backlog: bool,
) -> None:
    """Make the published build again from its own manifest; where that gives another one, publish the one before it.

    It is not enough to build tonight's: that one may be held, and is compared with what is published.

    Args:
        build: makes a build of inputs.
        is_backlog: somebody said that tonight is compared with nothing; then a build that is lost is withdrawn.

    Raises:
        PublishedLost: neither can be had.
    """
    given = _inputs_again(warehouse.candidate(build_id), readings, warehouse, settings)
    if given is not None and given.build_id == build_id:
        build(given)
        return
    earlier = next((name for name in reversed(published_builds(warehouse)) if _is_whole(name, warehouse)), None)
    if earlier is not None:
        promote(earlier, warehouse)
    elif is_backlog:
        warehouse.published.unlink()
        shutil.rmtree(warehouse.candidate(build_id).directory, ignore_errors=True)
    else:
        raise PublishedLost(
            f"已发布的数据库 {build_id} 已损坏,且无法按原样重算;请核对后用 enfstat run --backlog 重新发布(不与上次比较)"
        )


def published_builds(warehouse: Warehouse) -> list[str]:
    """Every build that was ever published, in the order in which they were last published."""
    published = [run["build_id"] for run in recorded_runs(warehouse.runs) if run["outcome"] == "published"]
    return list(reversed(dict.fromkeys(reversed(published))))


def _is_whole(build_id: str, warehouse: Warehouse) -> bool:
    return is_whole(warehouse.candidate(build_id).directory)


def _inputs_again(
    build: Candidate, readings: Mapping[str, Reading], warehouse: Warehouse, settings: Settings
) -> Inputs | None:
    """The inputs of a build as far as they are still known; None where its record or its manifest is gone."""
    facts = _facts(build) or _facts_of_run(build, warehouse)
    base = facts.get("compared_with")
    compared_with = base if base and _is_whole(base, warehouse) else None
    with suppress(Damaged, KeyError):
        manifest = load(manifest_path(warehouse.manifests, facts["run"]))
        as_of = date.fromisoformat(facts["as_of"])
        given = gather(manifest, readings, facts.get("unread", {}), settings, as_of, compared_with)
        known = facts.get("releases")
        return replace(
            given, releases=[release for release in given.releases if known is None or release.name in known]
        )
    return None


def _facts(build: Candidate) -> dict[str, Any]:
    """What the build says of itself, where that is not what is damaged."""
    if not build.directory.is_dir() or BUILD_FILE in changed_files(build.directory):
        return {}
    return build.facts or {}


def _facts_of_run(build: Candidate, warehouse: Warehouse) -> dict[str, Any]:
    """What the log of runs says of the build."""
    runs = [run for run in recorded_runs(warehouse.runs) if run["build_id"] == build.build_id]
    return {name: runs[0][name] for name in ("run", "as_of")} if runs else {}


def told(damaged: Sequence[Unit], published_before: str | None, warehouse: Warehouse) -> tuple[str, ...]:
    """What was damaged and what became of it, in Chinese."""
    return tuple(f"{unit.kind} {_name(unit.path, warehouse)} {_became(unit, published_before)}" for unit in damaged)


def _name(path: Path, warehouse: Warehouse) -> str:
    return path.relative_to(warehouse.root).as_posix()


def _became(unit: Unit, published_before: str | None) -> str:
    match unit.kind:
        case Kind.ARCHIVE if unit.path.exists():
            return "已损坏或缺失,已用收件文件夹中的原文件恢复"
        case Kind.ARCHIVE:
            return "已损坏或缺失,原文件也不在收件文件夹中;请用 enfstat restore 从备份恢复,或把原文件重新放入"
        case Kind.SHARD:
            return "已损坏,已由归档文件重新读取"
        case Kind.MANIFEST if unit.is_whole:
            return "已损坏,已由副本恢复"
        case Kind.BUILD if unit.path.name != published_before:
            return "已损坏,已删除;需要时重新计算"
        case Kind.BUILD if unit.is_whole:
            return "(正在发布)已损坏,已重新计算"
        case Kind.BUILD:
            return "(正在发布)已损坏,无法按原样重算,已改用其他版本"
        case Kind.RUN:
            return "已损坏,已移开"
    return "已损坏;请用 enfstat restore 从备份恢复"
