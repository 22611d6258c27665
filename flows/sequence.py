"""The order of a night, written once: walked plainly by ``enfstat run`` and as Prefect tasks by ``flows.nightly``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from traceback import format_exception
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from flows.building.code import code_digest, code_files
from flows.errors import EnfstatError
from flows.settings import PROJECT, SAMPLE_RAW, Settings
from flows.steps import archive, declare, inputs, promote, read, settle
from flows.steps.switch import require_validation
from flows.steps.tidy import clear_remains
from flows.store.candidates import Verdict
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest
from flows.store.runs import RunRecord, record_run

_BUREAU_TIME = ZoneInfo("Asia/Shanghai")

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
    """One night under the lock, with its record in the log of runs.

    Raises:
        RunInProgress: another run holds the lock; nothing was touched.
    """
    require_validation()
    warehouse = Warehouse(settings.warehouse)
    started_at = now()
    with run_lock(warehouse):
        try:
            outcome = walk_night(settings, warehouse, as_of, walk)
        except Exception as error:
            record_run(_failure(error, started_at, as_of), warehouse.runs)
            raise
        record_run(_record(outcome, started_at, as_of), warehouse.runs)
    return outcome


def walk_night(settings: Settings, warehouse: Warehouse, as_of: date, walk: Walk) -> Outcome:
    """Archive, read, settle, build with its checks, promote."""
    clear_remains(warehouse)
    arrivals = walk.perform(archive.archive_arrivals, settings.raw, warehouse, left_alone(settings))
    wanted = settle.seen_ever(arrivals, warehouse)
    readings = walk.perform(read.read_files, wanted, warehouse, settings.reading, walk.tell, _prepare)
    declared = declare.archive_declarations(settings.corrections, settings.names, warehouse)
    manifest = walk.perform(settle.settle_manifest, arrivals, readings, warehouse, as_of, declared)
    given = inputs.gather(manifest, readings, arrivals.unread, settings, as_of)
    candidate = warehouse.candidate(given.build_id)
    verdict = candidate.verdict or walk.perform(_build, given, warehouse, settings, walk.tell)
    is_new = promote.published_build(warehouse) != given.build_id
    is_held = is_new and bool(verdict.holds)
    if is_new and not is_held:
        walk.perform(promote.promote, given.build_id, warehouse)
    status = Exit.HELD if is_held else Exit.DONE
    return Outcome(status, given.build_id, is_new, manifest, arrivals.unread, verdict)


def _failure(error: Exception, started_at: str, as_of: date) -> RunRecord:
    """The record of a failed run. An unexpected error may quote a cell: its text is not published."""
    if isinstance(error, EnfstatError):
        return RunRecord(started_at, now(), str(as_of), "failed", reason=str(error))
    where = "".join(format_exception(error))
    return RunRecord(started_at, now(), str(as_of), "failed", reason=type(error).__name__, traceback=where)


def _record(outcome: Outcome, started_at: str, as_of: date) -> RunRecord:
    match outcome.exit, outcome.is_new:
        case Exit.HELD, _:
            came_to = "held"
        case _, True:
            came_to = "published"
        case _:
            came_to = "nothing new"
    reason = ";".join(finding.title for finding in outcome.verdict.holds) if came_to == "held" else None
    return RunRecord(started_at, now(), str(as_of), came_to, outcome.manifest.run, outcome.build_id, reason)


def _prepare() -> None:
    """Have ready what a build takes whatever is read: what it imports, and the shape of its database."""
    from flows.steps.build import prepare_build

    prepare_build(code_digest(code_files(PROJECT)))


def _build(given: inputs.Inputs, warehouse: Warehouse, settings: Settings, tell: Callable[[int, int], None]) -> Verdict:
    """Build, importing what that takes: a night with nothing new does without the database and the contracts."""
    from flows.building.keyed import load_key
    from flows.steps.build import build_candidate
    from flows.steps.correct import correct

    corrected = correct(given, warehouse, settings.reading, tell)
    return build_candidate(corrected, warehouse, load_key(settings.key_file))


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


def now() -> str:
    """The time for the log of runs."""
    return datetime.now(_BUREAU_TIME).isoformat(timespec="microseconds")


def today() -> date:
    """The day in the bureau's time zone."""
    return datetime.now(_BUREAU_TIME).date()
