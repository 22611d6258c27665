"""The order of a night, written once: walked plainly by ``enfstat run`` and as Prefect tasks by ``flows.nightly``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from traceback import format_exception
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from flows.building.code import code_digest, code_files
from flows.errors import EnfstatError
from flows.passwords import Candidates, known_passwords
from flows.settings import PROJECT, SAMPLE_RAW, Settings
from flows.steps import archive, declare, examine, inputs, key, mend, promote, read, retain, settle
from flows.steps.switch import require_validation
from flows.steps.tidy import clear_remains
from flows.store.access import open_folder, prepare_folders, private_by_default
from flows.store.candidates import Verdict
from flows.store.failing import store_failed
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


class ClockWentBack(EnfstatError):
    """The clock shows a day before that of what is published."""


@dataclass(frozen=True)
class Outcome:
    """What a night came to.

    Attributes:
        is_backlog: it was compared with nothing.
        damage: what was found damaged in the warehouse and what became of it, in Chinese.
    """

    exit: Exit
    build_id: str
    is_new: bool
    manifest: Manifest
    unread: dict[str, str]
    verdict: Verdict
    is_backlog: bool = False
    damage: tuple[str, ...] = ()


class Walk:
    """How the steps are performed: plainly, one after the other. The flow performs them as tasks."""

    def perform(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Perform one step and give its result."""
        return step(*args, **kwargs)

    def tell(self, done: int, total: int) -> None:
        """Hear that so many of the files to be read are read."""


def night(settings: Settings, as_of: date, walk: Walk, *, is_backlog: bool = False) -> Outcome:
    """One night under the lock, with its record in the log of runs.

    Args:
        is_backlog: compare with nothing, because a backlog is loaded.

    Raises:
        RunInProgress: another run holds the lock; nothing was touched.
        StoreFailed: the disk under the warehouse is full or read-only; what is published stays as it was.
    """
    require_validation()
    warehouse = Warehouse(settings.warehouse)
    started_at = now()
    with run_lock(warehouse), private_by_default():
        try:
            prepare_folders(warehouse)
            outcome = walk_night(settings, warehouse, as_of, walk, is_backlog=is_backlog)
        except Exception as error:
            failed = store_failed(error) or error
            with suppress(OSError):  # the disk may be what failed
                record_run(_failure(failed, started_at, as_of), warehouse.runs)
            if failed is error:
                raise
            raise failed from error
        try:
            record_run(_record(outcome, started_at, as_of), warehouse.runs)
        except OSError as error:  # what was published is published
            outcome = replace(outcome, damage=(*outcome.damage, f"运行记录写不进去:{store_failed(error) or error}"))
        with suppress(OSError):  # what cannot even be looked through waits for another night
            left = retain.forget_old(warehouse, settings.keep)
            outcome = replace(outcome, damage=(*outcome.damage, *left))
    return outcome


def walk_night(
    settings: Settings, warehouse: Warehouse, as_of: date, walk: Walk, *, is_backlog: bool = False
) -> Outcome:
    """Examine what is there, archive, read, settle, mend, build with its checks, promote."""
    clear_remains(warehouse)
    damaged = examine.examine_store(warehouse, as_of, settings.check_nights)
    before = promote.published_build(warehouse)
    arrivals = walk.perform(
        archive.archive_arrivals, settings.raw, warehouse, left_alone(settings), settings.share_seconds
    )
    wanted = settle.seen_ever(arrivals, warehouse)
    passwords = known_passwords(settings.password_file, warehouse, arrivals.present)
    readings = walk.perform(read.read_files, wanted, warehouse, settings.reading, walk.tell, _prepare, passwords)
    declared = declare.archive_declarations(settings.corrections, settings.names, warehouse)
    manifest = walk.perform(settle.settle_manifest, arrivals, readings, warehouse, as_of, declared)
    build = _builder(warehouse, settings, walk.tell, passwords)
    if before is not None and any(unit.path.name == before for unit in damaged):
        walk.perform(mend.mend_published, before, readings, warehouse, settings, build, is_backlog=is_backlog)
    published = promote.published_build(warehouse)
    given = inputs.gather(
        manifest, readings, arrivals.unread, settings, as_of, compared_with=None if is_backlog else published
    )
    verdict = _known_verdict(given, published, warehouse)
    verdict = verdict or walk.perform(build, given)
    is_new = published != given.build_id
    is_held = is_new and bool(verdict.holds)
    if is_new and not is_held:
        walk.perform(promote.promote, given.build_id, warehouse)
    damage = mend.told(damaged, before, warehouse)
    status = Exit.HELD if is_held else Exit.DONE
    was_compared = given.compared_with is not None
    return Outcome(
        status, given.build_id, is_new, manifest, arrivals.unread, verdict, is_backlog=not was_compared, damage=damage
    )


def _known_verdict(given: inputs.Inputs, published: str | None, warehouse: Warehouse) -> Verdict | None:
    """What the checks found when these inputs were built before, None where they must be built (anew).

    What is published is known; anything else was worth something only against what is published now.
    """
    candidate = warehouse.candidate(given.build_id)
    return candidate.verdict if given.build_id == published else candidate.verdict_against(given.compared_with)


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
    return RunRecord(
        started_at,
        now(),
        str(as_of),
        came_to,
        outcome.manifest.run,
        outcome.build_id,
        reason,
        is_backlog=outcome.is_backlog and came_to == "published",
        damage=list(outcome.damage),
    )


def _prepare() -> None:
    """Have ready what a build takes whatever is read: what it imports, and the shape of its database."""
    from flows.steps.build import prepare_build

    prepare_build(code_digest(code_files(PROJECT)))


def _builder(
    warehouse: Warehouse,
    settings: Settings,
    tell: Callable[[int, int], None],
    passwords: Mapping[str, Candidates],
) -> Callable[[inputs.Inputs], Verdict]:
    """What builds tonight. A night with nothing new does without the database and the contracts: they load here."""

    def build(given: inputs.Inputs) -> Verdict:
        """Correct what is declared, and build."""
        from flows.steps.build import build_candidate
        from flows.steps.correct import correct

        corrected = correct(given, warehouse, settings.reading, tell, passwords)
        return build_candidate(corrected, warehouse, key.key_in_use(settings.key_file, warehouse))

    return build


def run_lock(warehouse: Warehouse) -> AbstractContextManager[object]:
    """The lock that one run at a time holds.

    Raises:
        RunInProgress: at once, when it is held.
    """
    try:
        if not warehouse.root.exists():
            warehouse.root.mkdir(parents=True, exist_ok=True)
            open_folder(warehouse.root)
        return FileLock(warehouse.lock, timeout=0, mode=0o600).acquire()
    except Timeout:
        raise RunInProgress(f"另一次运行正在进行({warehouse.lock});请等它结束后再运行") from None
    except OSError as error:
        raise store_failed(error) or error from None


def left_alone(settings: Settings) -> Path | None:
    """The bundled sample lies below ``raw/`` and is nobody's delivery, unless it is itself what is asked for."""
    return None if settings.raw == SAMPLE_RAW else SAMPLE_RAW


def now() -> str:
    """The time for the log of runs."""
    return datetime.now(_BUREAU_TIME).isoformat(timespec="microseconds")


def today() -> date:
    """The day in the bureau's time zone."""
    return datetime.now(_BUREAU_TIME).date()


def day_of_run(settings: Settings) -> date:
    """Today, for a run that is not told its day.

    Raises:
        ClockWentBack: what is published was made for a later day.
    """
    warehouse, day = Warehouse(settings.warehouse), today()
    build_id = promote.published_build(warehouse)
    published = date.fromisoformat(build_id[:8]) if build_id else day
    if day < published:
        raise ClockWentBack(
            f"系统日期 {day} 早于已发布数据的截止日 {published};请校准系统时钟。"
            "日期无误的(时钟此前曾走快),用 --as-of 指明一次"
        )
    return day
