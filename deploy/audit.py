"""Known vulnerabilities of the locked packages, from a database that was fetched on another machine.

``python -m deploy.audit all.zip``: the file is what OSV publishes of the ecosystem PyPI, one JSON object an advisory
(OSV schema 1.6). No tool reads it without a network: pip-audit and osv-scanner ask a server. Exit status 0: none known;
1: some; 2: nothing to look in.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

LOCK = Path(__file__).parents[1] / "requirements.lock"
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_FIRST = "0"


@dataclass(frozen=True, order=True)
class Known:
    """A locked package and an advisory that names its version."""

    package: str
    version: str
    advisory: str
    summary: str


def locked(lock: str) -> dict[str, str]:
    """Canonical name → version of every package in a lock."""
    return {canonicalize_name(name): version for name, version in _LOCKED.findall(lock)}


def known_vulnerabilities(packages: Mapping[str, str], database: Path) -> list[Known]:
    """The advisories that name a version which is locked.

    Raises:
        OSError, BadZipFile: the database cannot be read.
    """
    return sorted(
        Known(name, packages[name], advisory["id"], str(advisory.get("summary") or "").strip())
        for advisory in _advisories(database)
        if not advisory.get("withdrawn")
        for name in {name for name, affected in _affected(advisory) if _is_in(packages.get(name), affected)}
    )


def _advisories(database: Path) -> Iterator[dict[str, Any]]:
    with ZipFile(database) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def _affected(advisory: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for affected in advisory.get("affected", ()):
        package = affected.get("package", {})
        if package.get("ecosystem") == "PyPI":
            yield canonicalize_name(package["name"]), affected


def _is_in(version: str | None, affected: Mapping[str, Any]) -> bool:
    """Whether a version is listed, or lies in one of the ranges."""
    if version is None:
        return False
    ranges = (each for each in affected.get("ranges", ()) if each.get("type") == "ECOSYSTEM")
    return version in affected.get("versions", ()) or any(_is_between(Version(version), each) for each in ranges)


def _is_between(version: Version, limits: Mapping[str, Any]) -> bool:
    """Whether the events of a range, in the order of their versions, leave a version affected."""
    is_affected = False
    events = [(kind, _version(text)) for event in limits.get("events", ()) for kind, text in event.items()]
    for kind, at in sorted(events, key=lambda event: event[1]):
        if kind == "introduced" and version >= at:
            is_affected = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            is_affected = False
    return is_affected


def _version(text: str) -> Version:
    """A version of an advisory; one that is none of Python's stands for the first, so that nothing is overlooked."""
    try:
        return Version(text)
    except InvalidVersion:
        return Version(_FIRST)


def main(arguments: list[str]) -> int:
    """Say what is known; the exit status."""
    packages = locked(LOCK.read_text(encoding="utf-8"))
    try:
        found = known_vulnerabilities(packages, Path(arguments[0]))
    except (IndexError, OSError, BadZipFile) as error:
        sys.stderr.write(
            f"no database of advisories ({type(error).__name__}): fetch all.zip of the ecosystem PyPI from OSV on a "
            "machine with a network, then make audit OSV=path/to/all.zip\n"
        )
        return 2
    for each in found:
        sys.stdout.write(f"{each.package} {each.version}: {each.advisory} {each.summary}\n")
    sys.stdout.write(f"{len(packages)} packages, {len(found)} known vulnerabilities\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
