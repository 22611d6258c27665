"""The log of runs: one small file for each, whatever it came to, in the order in which they ended.

They are numbered: a clock that was set back must not put the last run before the others.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flows.store.files import Damaged, read_sealed, write_sealed

_RECORDS = "[0-9]" * 6 + ".json"


@dataclass(frozen=True)
class RunRecord:
    """One run: when, for which day, what it came to.

    Attributes:
        run: the number of the manifest that was in force at its end.
        outcome: ``published``, ``nothing new``, ``held`` or ``failed``.
        reason: why it was held or failed, in Chinese.
        override: who had a held build published, and why.
        is_backlog: nothing was compared with what was published before.
        damage: what was found damaged in the warehouse, and what was done about it, in Chinese.
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
    is_backlog: bool = False
    damage: list[str] = field(default_factory=list)
    traceback: str | None = None


def record_run(record: RunRecord, directory: Path) -> None:
    """Write the record of a run after those that are there."""
    paths = record_paths(directory)
    number = int(paths[-1].stem) + 1 if paths else 1
    write_sealed(directory / f"{number:06d}.json", asdict(record))


def recorded_runs(directory: Path) -> list[dict[str, Any]]:
    """All records, the oldest first; one that is damaged tells nothing and is left out."""
    records = []
    for path in record_paths(directory):
        with suppress(Damaged):
            records.append(read_sealed(path))
    return records


def record_paths(directory: Path) -> list[Path]:
    """The files of the log, the oldest first."""
    return sorted(directory.glob(_RECORDS))
