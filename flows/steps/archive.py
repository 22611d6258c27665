"""raw/ → archive, watched from outside: the drop folder is often a share, and a share may hang for ever.

A call into a hung share cannot be interrupted, so it is made in a process of its own (:mod:`flows.steps.look`). One
that gives no sign of life is left behind, and the file that it hung on is unread this time.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.errors import EnfstatError
from flows.store.failing import StoreFailed
from flows.store.layout import Warehouse

_PROJECT = Path(__file__).resolve().parents[2]
_BLOCK = 1 << 16
_HANGS = 3  # so many files may hang; then it is the share


class RawFolderAway(EnfstatError, OSError):
    """The drop folder is not there; as an OSError, because a share may come back."""


class LookingFailed(EnfstatError):
    """The process that looks at the drop folder ended without a result."""


@dataclass(frozen=True)
class Arrivals:
    """What lies in the drop folder.

    Attributes:
        present: path under raw (with ``/``) → sha256 of the bytes, all of them in the archive.
        unread: paths whose bytes could not be had this time, with the reason; they are tried again next run.
    """

    present: dict[str, str]
    unread: dict[str, str]


def archive_arrivals(
    raw: Path, warehouse: Warehouse, left_alone: Path | None = None, share_seconds: float = 120
) -> Arrivals:
    """Look at every file under ``raw`` and have the bytes of what is new copied into the archive.

    Args:
        left_alone: a folder under ``raw`` that belongs to nobody's deliveries (the bundled sample).
        share_seconds: how long the drop folder may give no sign of life.

    Raises:
        RawFolderAway: the drop folder is not there, or gives no sign of life.
        StoreFailed: the archive cannot be written.
    """
    hung: dict[str, str] = {}
    while True:
        at, said = _look(raw, warehouse, left_alone, hung, share_seconds)
        if said is not None:
            return _arrivals(said, raw, hung)
        if at == "." or len(hung) == _HANGS:
            raise RawFolderAway(f"原始文件夹 {raw} 在 {share_seconds:g} 秒内没有响应;请检查共享盘后重新运行")
        hung[at] = f"读取时 {share_seconds:g} 秒没有响应。请检查共享盘,下次运行时再读"


def _arrivals(said: dict[str, Any], raw: Path, hung: dict[str, str]) -> Arrivals:
    """What the process found, and what it hung on before."""
    if "failed" in said:
        raise StoreFailed(said["failed"])
    found = said["found"]
    if found is None:
        raise RawFolderAway(f"原始文件夹 {raw} 不存在或共享盘没有连上;请检查后重新运行")
    return Arrivals(found["present"], {**found["unread"], **hung})


def _look(
    raw: Path, warehouse: Warehouse, left_alone: Path | None, skipped: Collection[str], share_seconds: float
) -> tuple[str, dict[str, Any] | None]:
    """Have a process look; the path that it turned to last, and what it says in the end: None where it hangs."""
    asked = {
        "raw": str(raw.absolute()),
        "warehouse": str(warehouse.root.absolute()),
        "left_alone": str(left_alone) if left_alone else None,
        "skipped": list(skipped),
    }
    arguments = [sys.executable, "-m", "flows.steps.look", json.dumps(asked)]
    looking = subprocess.Popen(arguments, cwd=_PROJECT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)  # noqa: S603
    at, said = ".", None
    try:
        for line in _lines(looking, share_seconds):
            said = json.loads(line)
            at = said.get("at", at)
    except TimeoutError:
        looking.kill()  # not waited for: a call into a hung share does not end
        return at, None
    if looking.wait() or said is None or "at" in said:
        raise LookingFailed(f"查看原始文件夹的程序意外结束(退出码 {looking.returncode});请重新运行")
    return at, said


def _lines(looking: subprocess.Popen[bytes], seconds: float) -> Iterator[bytes]:
    """The lines that a process writes.

    Raises:
        TimeoutError: for so many seconds it wrote none.
    """
    assert looking.stdout is not None  # noqa: S101
    handle, rest = looking.stdout.fileno(), b""
    while select.select([handle], [], [], seconds)[0]:
        block = os.read(handle, _BLOCK)
        if not block:
            return
        *lines, rest = (rest + block).split(b"\n")
        yield from lines
    raise TimeoutError
