"""The child processes that read files, each under a limit of memory and time.

A parser that aborts, eats the memory or never ends takes its child down, not the run: that file is refused with the
reason and the others go on. The children import neither Prefect nor the warehouse.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from pebble import ProcessExpired, ProcessPool

from flows.errors import EnfstatError, FileRefused
from flows.steps.read import Job, archive_damaged
from flows.store.access import FOR_THE_ACCOUNT_ALONE
from flows.store.layout import Warehouse
from flows.store.limits import ReadingLimits
from flows.store.readings import Reading

START = "spawn"
"""How a child starts: anew. A server to fork it from would hold all that it imported until the night ends."""
# Heeded when the children import their libraries: memory that a library reserves and does not use, or keeps when it is
# free, counts against the limit of a child.
_CHILD_ENVIRONMENT = {
    "_RJEM_MALLOC_CONF": "retain:false,dirty_decay_ms:0",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
_FILES_PER_CHILD = 200  # a fresh child now and then bounds what a leak in a parser can cost


def read_in_children(
    to_do: Mapping[str, Job],
    warehouse: Warehouse,
    limits: ReadingLimits,
    tell: Callable[[int, int], None],
    meanwhile: Callable[[], None],
) -> dict[str, Reading]:
    """Make the shards of some files, the first of them first.

    Returns:
        sha256 → the refusal of a file of which no shard was kept.
    """
    # It looks at the program when it loads, and takes one that has no file for a person at a prompt, who is shown bars.
    import duckdb  # noqa: F401

    workers = max(1, min(limits.workers, len(to_do)))
    os.environ.update(_CHILD_ENVIRONMENT)
    os.environ["POLARS_MAX_THREADS"] = str(max(1, limits.workers // workers))  # of each: together as many as may work
    refused = {}
    with (
        _not_started_by_a_program(),
        ThreadPoolExecutor(1) as beside,
        ProcessPool(
            max_workers=workers,
            max_tasks=_FILES_PER_CHILD,
            context=multiprocessing.get_context(START),
            initializer=confine,
            initargs=[limits.memory_bytes],
        ) as pool,
    ):
        done_beside = beside.submit(meanwhile)  # now: starting a child may wait for what it imports
        started = [(sha256, _start(pool, sha256, job, warehouse, limits)) for sha256, job in to_do.items()]
        for done, (sha256, future) in enumerate(started, 1):
            refusal = _refusal_of(future, limits)
            if refusal:
                refused[sha256] = Reading(sha256, refusal_rule=refusal.rule, refusal=str(refusal), is_final=False)
            tell(done, len(started))
        done_beside.result()
    return refused


@contextmanager
def _not_started_by_a_program() -> Iterator[None]:
    """A child would import the program that started this process, and with it the whole command line, or Prefect."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _start(pool: ProcessPool, sha256: str, job: Job, warehouse: Warehouse, limits: ReadingLimits) -> Future[None]:
    started: Future[None] = pool.schedule(
        make_shard, args=(warehouse.archived(sha256), sha256, job), timeout=limits.seconds
    )
    return started


def _refusal_of(job: Future[None], limits: ReadingLimits) -> FileRefused | None:
    """Wait for a file; what kept it from being read, if anything did."""
    try:
        job.result()
    except FileRefused as refusal:
        return refusal
    except FutureTimeout:
        reason = f"读取超过 {limits.seconds} 秒"
        remedy = "请拆成较小的文件,或在 enfstat.toml 里调高 reading.seconds 后再运行"
        return FileRefused("reading-too-long", reason, remedy, keep=False)
    except EnfstatError:
        raise
    except (ProcessExpired, MemoryError):
        reason = f"读取该文件所需的内存超过 {limits.memory_bytes >> 20} MiB,或文件使解析程序中断"
        remedy = "请用 Excel 打开后另存为 xlsx,拆成较小的文件,或在 enfstat.toml 里调高 reading.memory_bytes 后再运行"
        return FileRefused("reading-broke", reason, remedy, keep=False)
    except Exception as error:  # noqa: BLE001 (a fault of ours over one file must not keep the others from being read)
        reason = f"读取该文件时程序出错({type(error).__name__})"
        return FileRefused("reading-failed", reason, "请把该文件交给维护人员,其余文件不受影响", keep=False)
    return None


def make_shard(archived: Path, sha256: str, job: Job) -> None:
    """Read one archived file and write its shard (runs in a child).

    Raises:
        ArchiveDamaged: the archived bytes are not those that were archived.
        FileRefused: for a reason that does not follow from the bytes.
        ShardNotWritten: the disk refused what was read.
    """
    from flows.reading.book import Limits
    from flows.steps.shard import read_file
    from flows.steps.shard_files import shard_files

    content = archived.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise archive_damaged(archived)
    with shard_files(job.directory) as files:
        shard = read_file(content, sha256, Limits(), files.keep, edits=job.edits, passwords=job.passwords.words)
        files.finish(shard.reading, shard.origins)


def confine(memory_bytes: int) -> None:
    """Bound a child's memory, and keep what it writes and what breaks in it from showing.

    What it writes is the account's alone, whichever process it was forked from. A child that breaks leaves no core file
    of personal data. A parser that panics writes where it did so to the error output, past Python, and may quote the
    file; what the user is told is the refusal.
    """
    os.umask(FOR_THE_ACCOUNT_ALONE)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ["RUST_BACKTRACE"] = "0"
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
