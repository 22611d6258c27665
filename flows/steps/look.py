"""raw/ → archive: what lies in the drop folder, and the bytes of what is new kept under their sha256.

Runs in a process of its own (:mod:`flows.steps.archive` starts it): a share that hangs takes this process down, not the
night. What it turns to next it says before it does, one JSON object a line.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from flows.errors import FileRefused
from flows.store.failing import store_failed
from flows.store.files import Damaged, copy_hashed, escaped_name, name_as_text, read_sealed, sync, write_sealed
from flows.store.layout import Warehouse

_PRIVATE = 0o600
# What systems and editors leave in folders, and the notes that explain a folder: not deliveries.
_NO_DELIVERY_PREFIXES = (".", "~$")
_NO_DELIVERY_NAMES = frozenset({"readme.md", "readme.txt", "thumbs.db", "desktop.ini"})

Tell = Callable[[str], None]


def look(raw: Path, warehouse: Warehouse, left_alone: Path | None, skipped: Collection[str], tell: Tell) -> Any:
    """Look at every file under ``raw`` and copy the bytes of what is new into the archive.

    A file whose size, times and inode are as they were when it was last hashed is not opened again.

    Args:
        left_alone: a folder under ``raw`` that belongs to nobody's deliveries (the bundled sample).
        skipped: paths under ``raw`` that are not touched.
        tell: hears the path that is turned to next.

    Returns:
        ``present`` and ``unread`` as in :class:`flows.steps.archive.Arrivals`; None where there is no drop folder.

    Raises:
        OSError: the archive cannot be written.
    """
    tell(".")
    if not raw.is_dir():
        return None
    seen = _seen(warehouse)
    present, unread, now = {}, {}, {}
    for path in sorted(_files(raw, raw, left_alone, skipped, tell)):
        name = _name(path, raw)
        if name in present or name in unread:  # the same name, once in UTF-8 and once in GB18030
            name = escaped_name(path.relative_to(raw).as_posix())
        tell(name)
        try:
            if path.is_dir() and not path.is_symlink():
                raise FileRefused("folder", "这个文件夹打不开", "请检查文件夹权限和共享盘", keep=False)
            before = _fingerprint(path)
            known = seen.get(name, [""])
            is_known = known[:-1] == before and warehouse.archived(known[-1]).exists()
            present[name] = known[-1] if is_known else _archive(path, warehouse, before)
            now[name] = [*before, present[name]]
        except FileRefused as refusal:
            unread[name] = str(refusal)
        except OSError as error:
            if store_failed(error):
                raise
            unread[name] = f"读取失败({error.strerror or type(error).__name__})。请检查文件权限和共享盘,下次运行时再读"
    if now != seen:
        write_sealed(warehouse.seen, {"files": now})
    return {"present": present, "unread": unread}


def _seen(warehouse: Warehouse) -> dict[str, list[Any]]:
    """What was hashed before, by path; nothing where that is not known any more."""
    try:
        seen: dict[str, list[Any]] = read_sealed(warehouse.seen)["files"]
    except (Damaged, FileNotFoundError):
        return {}
    return seen


def _files(folder: Path, raw: Path, left_alone: Path | None, skipped: Collection[str], tell: Tell) -> Iterator[Path]:
    """Every delivered file below a folder, and folders that cannot be listed.

    Links are not followed, what is no regular file is left.
    """
    tell(_name(folder, raw))
    try:
        entries = list(os.scandir(folder))
    except OSError:
        yield folder
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith(_NO_DELIVERY_PREFIXES) or entry.name.lower() in _NO_DELIVERY_NAMES:
            continue
        if _name(path, raw) in skipped:
            continue
        if entry.is_dir(follow_symlinks=False):
            if left_alone is None or path.resolve() != left_alone:
                yield from _files(path, raw, left_alone, skipped, tell)
        elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
            yield path


def _name(path: Path, raw: Path) -> str:
    """The path under raw as text that can be written anywhere: a name may come from a disk or archive of Windows."""
    return "/".join(map(name_as_text, path.relative_to(raw).parts)) or "."


def _fingerprint(path: Path) -> list[int]:
    facts = path.lstat()
    if stat.S_ISLNK(facts.st_mode):
        raise FileRefused("link", "这是一个快捷链接,不是文件本身", "请把文件本身放入文件夹", keep=False)
    return [facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino]


def _archive(path: Path, warehouse: Warehouse, before: list[int]) -> str:
    """Hash and copy in one pass; the copy takes the name of its hash.

    Raises:
        FileRefused: the file changed while it was being copied.
    """
    warehouse.archive.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(prefix=".arriving-", dir=warehouse.archive)
    try:
        sha256 = copy_hashed(path, handle)
        if _fingerprint(path) != before:
            raise FileRefused(
                "still-copied", "文件在读取时还在变化,可能仍在复制", "复制完成后下次运行会自动读入", keep=False
            )
        return _keep(Path(beside), warehouse, sha256)
    finally:
        Path(beside).unlink(missing_ok=True)


def _keep(copy: Path, warehouse: Warehouse, sha256: str) -> str:
    """Give the copy its place; bytes that came again take it too, should those that lie there be damaged."""
    place = warehouse.archived(sha256)
    place.parent.mkdir(exist_ok=True, mode=0o700)
    copy.chmod(_PRIVATE)
    copy.replace(place)
    sync(place.parent)
    sync(warehouse.archive)
    return sha256


def _say(facts: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main(asked: dict[str, Any]) -> None:
    """Look as asked for (``raw``, ``warehouse``, ``left_alone``, ``skipped``) and say what was found."""
    raw, warehouse = Path(asked["raw"]), Warehouse(Path(asked["warehouse"]))
    left_alone = Path(asked["left_alone"]) if asked["left_alone"] else None
    try:
        found = look(raw, warehouse, left_alone, set(asked["skipped"]), lambda path: _say({"at": path}))
    except OSError as error:
        failed = store_failed(error)
        if failed is None:
            raise
        _say({"failed": str(failed)})
    else:
        _say({"found": found})


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
