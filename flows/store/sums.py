"""``SHA256SUMS``: what the files of a folder were when it was written, in the form of ``sha256sum``.

A change anywhere shows, also one in this list: a digest or a name that changed no longer fits its file.
"""

from __future__ import annotations

from pathlib import Path

from flows.store.files import digest_of

SUMS_FILE = "SHA256SUMS"


def write_sums(directory: Path) -> None:
    """List every file of a folder with its sha256; whoever gives the folder its name syncs it before."""
    lines = [f"{digest_of(directory / name)}  {name}\n" for name in sorted(_names(directory))]
    (directory / SUMS_FILE).write_text("".join(lines), encoding="utf-8")


def changed_files(directory: Path) -> list[str]:
    """The files of a folder that are missing, too many, or not what they were; the list itself where there is none."""
    try:
        listed = _listed((directory / SUMS_FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return [SUMS_FILE]
    there = _names(directory)
    changed = {name for name in there & listed.keys() if digest_of(directory / name) != listed[name]}
    return sorted(changed | (there ^ listed.keys()))


def is_whole(directory: Path) -> bool:
    """Whether a folder holds exactly what was written into it."""
    return not changed_files(directory)


def _names(directory: Path) -> set[str]:
    files = (path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix() for path in files} - {SUMS_FILE}


def _listed(text: str) -> dict[str, str]:
    pairs = (line.split("  ", 1) for line in text.splitlines())
    return {name: digest for digest, name in pairs}
