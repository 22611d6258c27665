"""The order of a night, written once: walked plainly by ``enfstat run`` and as Prefect tasks by ``flows.nightly``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from flows.errors import EnfstatError
from flows.settings import SAMPLE_RAW, Settings
from flows.steps import archive, inputs, promote, read, settle
from flows.steps.switch import require_validation
from flows.store.candidates import Candidate, Verdict
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest

P = ParamSpec("P")
T = TypeVar("T")


class Exit(IntEnum):
    """Exit status of a run."""

    DONE = 0
    FAILED = 1
    HELD = 3


class RunInProgress(EnfstatError):
    """Another run works on the same warehouse."""


@dataclass(frozen=True)
class Outcome:
    """What a night came to."""

    exit: Exit
    build_id: str
    is_new: bool
    manifest: Manifest
    unread: dict[str, str]
    verdict: Verdict


class Walk:
    """How the steps are performed: plainly, one after the other. The flow performs them as tasks."""

    def perform(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Perform one step and give its result."""
        return step(*args, **kwargs)

    def tell(self, done: int, total: int) -> None:
        """Hear that so many of the files to be read are read."""


def night(settings: Settings, as_of: date, walk: Walk) -> Outcome:
    """One night: archive, read, settle, build with its checks, promote.

    Raises:
        RunInProgress: another run holds the lock; nothing was touched.
    """
    require_validation()
    warehouse = Warehouse(settings.warehouse)
    with run_lock(warehouse):
        arrivals = walk.perform(archive.archive_arrivals, settings.raw, warehouse, left_alone(settings))
        wanted = settle.seen_ever(arrivals, warehouse)
        readings = walk.perform(read.read_files, wanted, warehouse, settings.reading, walk.tell)
        manifest = walk.perform(settle.settle_manifest, arrivals, readings, warehouse, as_of)
        given = inputs.gather(manifest, readings, settings, as_of)
        candidate = Candidate(given.build_id, warehouse.builds / given.build_id)
        published = promote.published_build(warehouse)
        if candidate.verdict is None:
            candidate = walk.perform(_build, given, warehouse, settings)
        verdict = candidate.verdict or Verdict(())
        outcome = Outcome(Exit.DONE, given.build_id, published != given.build_id, manifest, arrivals.unread, verdict)
        if verdict.holds:
            return Outcome(Exit.HELD, given.build_id, outcome.is_new, manifest, arrivals.unread, verdict)
        if outcome.is_new:
            walk.perform(promote.promote, given.build_id, warehouse)
        return outcome


def _build(given: inputs.Inputs, warehouse: Warehouse, settings: Settings) -> Candidate:
    """Build, importing what that takes: a night with nothing new does without the database and the contracts."""
    from flows.building.keyed import load_key
    from flows.steps.build import build_candidate

    return build_candidate(given, warehouse, load_key(settings.key_file))


def run_lock(warehouse: Warehouse) -> AbstractContextManager[object]:
    """The lock that one run at a time holds.

    Raises:
        RunInProgress: at once, when it is held.
    """
    warehouse.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(warehouse.lock, timeout=0)
    try:
        return lock.acquire()
    except Timeout:
        raise RunInProgress(f"另一次运行正在进行({warehouse.lock});请等它结束后再运行") from None


def left_alone(settings: Settings) -> Path | None:
    """The bundled sample lies below ``raw/`` and is nobody's delivery, unless it is itself what is asked for."""
    return None if settings.raw == SAMPLE_RAW else SAMPLE_RAW


def today() -> date:
    """The day in the bureau's time zone."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
