"""archive → shards: every file that has no shard yet is read, in a child process (:mod:`flows.steps.children`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import EnfstatError
from flows.passwords import NO_PASSWORDS, Candidates
from flows.store.layout import Warehouse
from flows.store.limits import ReadingLimits
from flows.store.readings import READING_FILE, Reading, load_reading

if TYPE_CHECKING:  # it loads the contracts, which a night with nothing new does without
    from flows.corrections.edits import Edit


class ArchiveDamaged(EnfstatError):
    """Archived bytes are gone, or no longer have the sha256 under which they lie."""


def read_files(
    sha256s: Iterable[str],
    warehouse: Warehouse,
    limits: ReadingLimits,
    tell: Callable[[int, int], None],
    meanwhile: Callable[[], None],
    passwords: Mapping[str, Candidates] = NO_PASSWORDS,
) -> dict[str, Reading]:
    """The readings of all files, made now for those that have no shard.

    Args:
        tell: called with (files done, files to do) as the reading goes on.
        meanwhile: what this process does while its children read; called where there is something to be read.
        passwords: sha256 → what may open it.

    Returns:
        sha256 → reading. A reading that is not final is a refusal for this run only (time, memory, password).
    """
    none = Candidates()
    jobs = {sha256: Job(warehouse.shard(sha256), passwords.get(sha256, none)) for sha256 in sha256s}
    return read_jobs(jobs, warehouse, limits, tell, meanwhile)


@dataclass(frozen=True)
class Job:
    """What is made of the bytes of one file: where the shard goes, what may open it, the edits with which it is read.

    It reaches the children through a pipe: a password never stands in a command line or an environment.
    """

    directory: Path
    passwords: Candidates = field(default_factory=Candidates)
    edits: Sequence[Edit] = ()


def read_jobs(
    jobs: Mapping[str, Job],
    warehouse: Warehouse,
    limits: ReadingLimits,
    tell: Callable[[int, int], None],
    meanwhile: Callable[[], None],
) -> dict[str, Reading]:
    """As :func:`read_files`, with a job for each sha256."""
    missing = [sha256 for sha256, job in jobs.items() if not (job.directory / READING_FILE).exists()]
    to_do = {sha256: jobs[sha256] for sha256 in _largest_first(missing, warehouse)}
    refused = {}
    if to_do:
        from flows.steps.children import read_in_children  # with nothing new, nobody needs what starts and watches them

        refused = read_in_children(to_do, warehouse, limits, tell, meanwhile)
    return {sha256: refused.get(sha256) or load_reading(job.directory / READING_FILE) for sha256, job in jobs.items()}


def _largest_first(sha256s: list[str], warehouse: Warehouse) -> list[str]:
    """The longest work first, so that no worker is left with it at the end; equal sizes in a fixed order."""
    return sorted(sha256s, key=lambda sha256: (-_size(warehouse.archived(sha256)), sha256))


def _size(archived: Path) -> int:
    try:
        return archived.stat().st_size
    except FileNotFoundError:
        raise archive_damaged(archived) from None


def archive_damaged(archived: Path) -> ArchiveDamaged:
    """What to say of archived bytes that are gone or damaged."""
    return ArchiveDamaged(f"归档文件缺失或已损坏:{archived}。请用 enfstat restore 从备份恢复,或把原文件重新放入 raw/")
