"""What the bureau declares beside its exports → archive: corrections, and the names that changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flows.errors import EnfstatError
from flows.store.declared import CORRECTIONS, NAMES
from flows.store.files import escaped_name, name_as_text, write_whole
from flows.store.layout import Warehouse

_ENDINGS = (".yml", ".yaml")
_MOST_BYTES = 1 << 20  # some thousand corrections; a file beyond that is none that people wrote


class DeclarationsAway(EnfstatError):
    """What is declared cannot be read: figures without it would be others, so nothing is published."""


def archive_declarations(corrections: Path | None, names: Path | None, warehouse: Warehouse) -> dict[str, str]:
    """Keep the bytes of everything that is declared under their sha256, like those of an export.

    Args:
        corrections: the folder of the declared corrections (``*.yml``); names: the CSV of names.

    Returns:
        Path as it is shown → sha256.

    Raises:
        DeclarationsAway: the folder or a file cannot be read, or is too large to have been written by a person.
    """
    found: dict[str, Path] = {}
    for path in sorted(_corrections_in(corrections)) if corrections else ():
        shown = f"{CORRECTIONS}/{name_as_text(path.name)}"
        # The same name, once in UTF-8 and once in GB18030.
        found[f"{CORRECTIONS}/{escaped_name(path.name)}" if shown in found else shown] = path
    if names:
        found[f"{NAMES}/{name_as_text(names.name)}"] = names
    return {shown: _archive(path, warehouse) for shown, path in sorted(found.items())}


def _corrections_in(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS and path.name[0] != "."]
    except OSError as error:
        raise DeclarationsAway(
            f"数据更正申报的文件夹 {folder} 打不开({error.strerror})。少了更正,指标就不同,所以没有发布;"
            "请检查 enfstat.toml 里的 corrections 和共享盘后重新运行"
        ) from error


def _archive(path: Path, warehouse: Warehouse) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise DeclarationsAway(f"{path} 读不了({error.strerror});请检查文件权限和共享盘后重新运行") from error
    if len(content) > _MOST_BYTES:
        raise DeclarationsAway(f"{path} 超过 {_MOST_BYTES >> 20} MiB,不像是手工写的;请检查是否放错了文件")
    sha256 = hashlib.sha256(content).hexdigest()
    place = warehouse.archived(sha256)
    if not place.exists():
        warehouse.archive.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.parent.mkdir(exist_ok=True, mode=0o700)
        write_whole(place, content)
    return sha256
