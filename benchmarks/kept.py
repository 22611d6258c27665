"""What was measured, kept beside the exports: whoever measures one table again leaves the others as they were."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.contest import Result


@dataclass(frozen=True)
class Group:
    """What was measured over the same exports.

    Attributes:
        title: over what.
        measured_on: the day.
        commit: of the program that was measured, abbreviated, with ``+`` where files differed from it.
    """

    title: str
    measured_on: date
    commit: str
    results: tuple[Result, ...]


_MEASURED = ("flows", "schemas", "sql")  # what a night is made of
_GROUPS = TypeAdapter(dict[str, Group])


def measured_now(title: str, results: Sequence[Result]) -> Group:
    """A group that was measured just now, with the program as it lies here."""
    commit, differs = _git("rev-parse", "--short", "HEAD"), _git("diff", "--name-only", "HEAD", "--", *_MEASURED)
    return Group(title, date.today(), commit + ("+" if differs else ""), tuple(results))  # noqa: DTZ011 (the day of the machine)


def _git(*arguments: str) -> str:
    shown = subprocess.run(["git", *arguments], stdout=subprocess.PIPE, encoding="utf-8", check=True)  # noqa: S603, S607 (our own)
    return shown.stdout.strip()


def keep(groups: dict[str, Group], path: Path) -> None:
    """Write down the groups by name."""
    path.write_bytes(_GROUPS.dump_json(groups, indent=1))


def kept_groups(path: Path) -> dict[str, Group]:
    """The groups that were measured so far, by name."""
    return _GROUPS.validate_json(path.read_bytes()) if path.exists() else {}
