"""The words by which a draft is read: ``words.toml``, as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("words.toml")


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@dataclass(frozen=True)
class Words:
    """The lists of ``words.toml``: see there what each is for."""

    lists: Mapping[str, Any]

    def __getitem__(self, name: str) -> list[str]:
        found: list[str] = self.lists["words"].get(name) or self.lists[name]
        return found

    @cached_property
    def years(self) -> dict[str, int]:
        """Words for a year → how far it is from the year of the report."""
        return dict(self.lists["years"])

    @cached_property
    def families(self) -> dict[str, list[str]]:
        """The unit of a figure → the units that a draft may write in its place."""
        return dict(self.lists["units"])

    @cached_property
    def yuan(self) -> dict[str, int]:
        """A unit of money → how many yuan it is."""
        return dict(self.lists["yuan"])

    @cached_property
    def units(self) -> frozenset[str]:
        """Every unit that is known, of figures and of other things."""
        of_figures = {unit for family in self.families.values() for unit in family}
        return frozenset(of_figures | set(self.lists["measures"]["other"])) - {"万"}

    @cached_property
    def table(self) -> dict[str, list[str]]:
        """The words of headings of tables."""
        return dict(self.lists["table"])

    @cached_property
    def filler(self) -> re.Pattern[str]:
        """What is left out wherever it stands."""
        return re.compile(one_of(self["fillers"]))

    def bare(self, text: str) -> str:
        """A text without fillers."""
        return self.filler.sub("", text)

    def units_for(self, figure: str, unit: str) -> list[str]:
        """The units that a draft may write for the unit of a figure."""
        return [*self.families.get(unit, [unit]), *self.lists["units_of"].get(figure, [])]


@cache
def words() -> Words:
    """The words, read once."""
    return Words(tomllib.loads(_FILE.read_text(encoding="utf-8")))
