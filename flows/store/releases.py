"""Releases as they lie in the warehouse: the figures of a year as they were printed and signed for, never changed.

``warehouse/releases/2023-r1/`` (``YEAR-rN``; a number is given once) is written beside, synced, made read-only and
renamed into place, so a release that is there is whole. It needs nothing but ``warehouse/archive/``. It holds:

``release.json``
    ``release``, ``year``, ``number``, ``through`` (``2023-12``: the year up to that month), ``released_at``,
    ``approved_by``, ``note``; ``because`` (why it was released although a check was in hold) and ``holds`` (those
    checks); ``promoted_because`` (who had the held build published, and why); ``build`` (``build_id``, ``run``,
    ``as_of``); ``settings`` (what the figures depend on besides the files: day, code, lock, settings, calendar; the
    key only as a digest); ``files`` (every other file here → its sha256). Its own sha256 is the release's fingerprint.
``figures.json``
    the figures exactly as ``enfstat figures YEAR --through … --format json`` printed them: a list of objects with
    ``figure``, ``value``, ``numerator``, ``denominator``, ``printed``, ``status``, ``missing_months`` …
``cells.parquet``
    every split: figure, year, month, org_unit, field, records, numerator, denominator.
``counted.parquet``
    the records behind each figure: figure, key, shown_key, file_sha256, sheet, row, occurred_on, org_unit, field, and
    what the record adds to numerator and denominator.
``annual.parquet``
    the statutory annual tables of the year; without rows where the release is of a part of the year.
``corrections.parquet``
    the rows that declared corrections changed: place, and where each is declared; not what was corrected, which may be
    personal.
``records/CONTRACT.parquet``
    every record in force that day, of any year: its key, its place, and the columns that are published as they were
    read. Personal columns are not among them, so nothing here depends on the key of the keyed hashes.
``manifest.json``, ``code.json``, ``inputs.sha256``
    the manifest of the build; the sha256 of every file of the code; the sha256 of every archived file, in the form of
    ``sha256sum`` (``cd warehouse && sha256sum -c releases/2023-r1/inputs.sha256``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flows.errors import EnfstatError
from flows.store.files import Damaged, digest_of, read_json, read_sealed
from flows.store.manifests import Manifest, load

FACTS_FILE = "release.json"
FIGURES_FILE = "figures.json"
MANIFEST_FILE = "manifest.json"
CODE_FILE = "code.json"
INPUTS_FILE = "inputs.sha256"

_NAME = re.compile(r"(?P<year>\d{4})-r(?P<number>[1-9]\d*)")


class NoRelease(EnfstatError):
    """There is no such release."""


@dataclass(frozen=True)
class Release:
    """A release: its name (``2023-r1``) and its folder."""

    name: str
    directory: Path

    @property
    def year(self) -> int:
        """The year whose figures it holds."""
        return int(self.name.partition("-r")[0])

    @property
    def number(self) -> int:
        """Its number among the releases of the year."""
        return int(self.name.partition("-r")[2])

    @property
    def last_month(self) -> int:
        """The month up to which its figures go; 12 is the whole year."""
        return int(self.facts["through"].partition("-")[2])

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What ``release.json`` says.

        Raises:
            Damaged: it is not what was written.
        """
        return read_sealed(self.directory / FACTS_FILE)

    @property
    def fingerprint(self) -> str:
        """The sha256 of ``release.json``, which names the sha256 of everything else."""
        return digest_of(self.directory / FACTS_FILE)

    @property
    def figures(self) -> list[dict[str, Any]]:
        """The figures as they were printed."""
        figures: list[dict[str, Any]] = read_json(self.directory / FIGURES_FILE)
        return figures

    @property
    def is_readable(self) -> bool:
        """Whether what it says and its figures are what was written."""
        try:
            return bool(digest_of(self.directory / FIGURES_FILE) == self.facts["files"][FIGURES_FILE])
        except (Damaged, FileNotFoundError):
            return False

    @property
    def code_files(self) -> dict[str, str]:
        """The code that made it: path → sha256."""
        files: dict[str, str] = read_json(self.directory / CODE_FILE)
        return files

    @property
    def manifest(self) -> Manifest:
        """Which files were in force."""
        return load(self.directory / MANIFEST_FILE)


def recorded_releases(directory: Path, year: int | None = None) -> tuple[Release, ...]:
    """The releases, of one year or of all, by year and number; what is half made bears another name."""
    found = [Release(path.name, path) for path in directory.glob("*-r*") if _NAME.fullmatch(path.name)]
    of_year = (release for release in found if year in (None, release.year))
    return tuple(sorted(of_year, key=lambda release: (release.year, release.number)))


def find_release(directory: Path, year: int, name: str | None = None) -> Release:
    """The release of that name, or the last of the year.

    Raises:
        NoRelease: there is none.
    """
    of_year = recorded_releases(directory, year)
    found = [release for release in of_year if name in (None, release.name)]
    if not found:
        had = "、".join(release.name for release in of_year) or "无"
        raise NoRelease(f"{year} 年度没有{'发布' if name is None else f'编号为“{name}”的发布'};已有的发布:{had}")
    return found[-1]


def release_named(directory: Path, name: str) -> Release:
    """The release of that name.

    Raises:
        NoRelease: there is none, or the name is none of a release.
    """
    named = _NAME.fullmatch(name)
    if named is None:
        raise NoRelease(f"“{name}”不是发布的编号;编号如 2023-r1")
    return find_release(directory, int(named["year"]), name)


def damaged_files(release: Release) -> Iterator[str]:
    """What of a release's own files is missing, changed or too many, in Chinese."""
    try:
        named = release.facts["files"]
    except (Damaged, FileNotFoundError):
        yield f"发布文件夹里缺 {FACTS_FILE},或已损坏:{release.directory}"
        return
    for name, sha256 in named.items():
        path = release.directory / name
        if not path.is_file():
            yield f"发布文件夹里缺 {path}"
        elif digest_of(path) != sha256:
            yield f"发布的文件被改动:{path}"
    there = {path.relative_to(release.directory).as_posix() for path in release.directory.rglob("*") if path.is_file()}
    yield from (f"发布文件夹里多出 {release.directory / name}" for name in sorted(there - {*named, FACTS_FILE}))
