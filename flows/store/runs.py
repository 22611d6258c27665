"""The log of runs: one small file for each, whatever it came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.store.files import read_json, write_json


@dataclass(frozen=True)
class RunRecord:
    """One run: when, for which day, what it came to.

    Attributes:
        run: the number of the manifest that was in force at its end.
        outcome: ``published``, ``nothing new``, ``held`` or ``failed``.
        reason: why it was held or failed, in Chinese.
        override: who had a held build published, and why.
        traceback: where a run failed unexpectedly, for whoever maintains the code; it is not published.
    """

    started_at: str
    ended_at: str
    as_of: str
    outcome: str
    run: int | None = None
    build_id: str | None = None
    reason: str | None = None
    override: str | None = None
    traceback: str | None = None


def record_run(record: RunRecord, directory: Path) -> None:
    """Write the record of a run under the time of its start."""
    started = datetime.fromisoformat(record.started_at)
    write_json(directory / f"{started:%Y%m%dT%H%M%S%f}.json", asdict(record))


def recorded_runs(directory: Path) -> list[dict[str, Any]]:
    """All records, the oldest first."""
    return [read_json(path) for path in sorted(directory.glob("[0-9]*.json"))]
