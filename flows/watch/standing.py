"""How things stand: the last run, what is published and how old, what is held, refused, expected and missing.

Read from the warehouse alone, by whoever asks: the run that has just ended, or a timer that knows of no run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

import duckdb

from flows import published
from flows.errors import EnfstatError
from flows.settings import Settings
from flows.steps.override import NothingHeld, held_build
from flows.steps.promote import published_build
from flows.store.candidates import BUILD_FILE, Candidate
from flows.store.files import read_json
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest, Status, latest
from flows.store.runs import recorded_runs
from flows.watch.expected import Delivery, deliveries

T = TypeVar("T")


@dataclass(frozen=True)
class Published:
    """What is published: for which day it speaks, when it was published, and up to when its files go."""

    build_id: str
    as_of: date
    at: datetime | None
    newest_export_on: date | None


@dataclass(frozen=True)
class Refused:
    """A file that lies in the drop folder and does not count."""

    file: str
    reason: str


@dataclass(frozen=True)
class Standing:
    """How things stand at a moment.

    Attributes:
        last_run: the record of the last run; None: there was none. An override is no run.
        open_rejections: rejected cells and rows still to be mended, as of the last build.
        faults: what could not be read, in Chinese.
        failure: why the run that has just ended failed, where it could not even leave its record.
    """

    at: datetime
    last_run: dict[str, Any] | None = None
    published: Published | None = None
    held: Candidate | None = None
    refused: Sequence[Refused] = ()
    open_rejections: int = 0
    in_force: int = 0
    deliveries: Sequence[Delivery] = ()
    faults: Sequence[str] = ()
    failure: str | None = None

    @property
    def last_ended_at(self) -> datetime | None:
        """When the last run ended."""
        return datetime.fromisoformat(self.last_run["ended_at"]) if self.last_run else None


@dataclass
class _Look:
    """Reads one thing after the other; what is damaged is a fault, and the rest is told all the same."""

    faults: list[str] = field(default_factory=list)

    def at(self, what: str, question: Callable[..., T], *arguments: Any, default: T) -> T:
        try:
            return question(*arguments)
        except (OSError, ValueError, KeyError, TypeError, EnfstatError, duckdb.Error) as error:
            self.faults.append(f"{what}读不了({type(error).__name__})")
            return default


def look(settings: Settings, at: datetime, failure: str | None = None) -> Standing:
    """How things stand at a moment.

    Args:
        failure: why the run that has just ended failed, or None.
    """
    warehouse, look = Warehouse(settings.warehouse), _Look()
    runs: list[dict[str, Any]] = look.at("运行记录", recorded_runs, warehouse.runs, default=[])
    nights = [run for run in runs if not run["override"]]
    manifest = look.at("收件清单", latest, warehouse.manifests, default=Manifest())
    nothing: tuple[list[Refused], int] = ([], 0)
    refused, rejections = look.at("最近一次算出的库", _of_last_build, nights, warehouse, default=nothing)
    due: list[Delivery] = look.at("分片", deliveries, settings.expected, manifest, warehouse, at.date(), default=[])
    return Standing(
        at=at,
        last_run=nights[-1] if nights else None,
        published=look.at("发布的库", _published, warehouse, runs, manifest, default=None),
        held=look.at("暂缓的结果", _held, warehouse, default=None),
        refused=refused,
        open_rejections=rejections,
        in_force=len(manifest.in_force),
        deliveries=due,
        faults=tuple(look.faults),
        failure=failure,
    )


def _held(warehouse: Warehouse) -> Candidate | None:
    try:
        return held_build(warehouse)
    except NothingHeld:
        return None


def _published(warehouse: Warehouse, runs: Sequence[dict[str, Any]], manifest: Manifest) -> Published | None:
    """What is published, having opened it as a reader does."""
    build_id = published_build(warehouse)
    if build_id is None:
        return None
    with published.published_database(warehouse) as connection:
        connection.execute("select count(*) from figures").fetchall()
    facts = read_json(warehouse.builds / build_id / BUILD_FILE)
    moments = [run["ended_at"] for run in runs if run["build_id"] == build_id and run["outcome"] == "published"]
    counting = [entry.export_on for entry in manifest.entries if entry.status is Status.IN_FORCE]
    return Published(
        build_id,
        date.fromisoformat(facts["as_of"]),
        datetime.fromisoformat(moments[-1]) if moments else None,
        max(counting, default=None),
    )


def _of_last_build(nights: Sequence[dict[str, Any]], warehouse: Warehouse) -> tuple[list[Refused], int]:
    """The files that lie refused or unread, and how many rejections are open, in whatever was built last."""
    built = [run["build_id"] for run in nights if run["build_id"]]
    if not built:
        return [], 0
    with duckdb.connect(str(warehouse.candidate(built[-1]).database), read_only=True) as connection:
        connection.execute("set enable_external_access = false")
        refused = [Refused(row["file"], row["reason"]) for row in published.refused_files(connection)]
        counted = connection.execute("select count(*) from rejections where status = 'open'").fetchall()
    return refused, counted[0][0]
