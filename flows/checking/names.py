"""The names of figures as a draft writes them, and where they stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from flows.building.models import SQL, read_models
from flows.checking.numbers import folded, numbers
from flows.checking.sentence import QUANTITY, bare
from flows.checking.words import one_of, words

_VALUE, _GAP = "{value}", "…"
_LONGEST_GAP = 24


@dataclass(frozen=True)
class Mention:
    """A name in a sentence.

    Attributes:
        figures: those that bear the name; none where it is a longer word that merely contains one.
        slot: where the number stands, of a wording that says so.
        is_open: whether anything may stand between it and its number.
        has_gap: whether it is a wording that leaves room for other words.
    """

    start: int
    end: int
    figures: tuple[str, ...]
    slot: int | None = None
    is_open: bool = False
    has_gap: bool = False


@dataclass(frozen=True)
class Names:
    """The names of figures.

    Attributes:
        units: figure → its unit. plain: name without fillers → figures. patterns: wordings with a gap or a slot.
    """

    units: Mapping[str, str]
    plain: Mapping[str, tuple[str, ...]]
    patterns: Sequence[tuple[re.Pattern[str], str, bool]]

    @cached_property
    def _finder(self) -> re.Pattern[str]:
        return re.compile(f"(?=({one_of(self.plain)}))")

    @cached_property
    def with_numerals(self) -> re.Pattern[str]:
        """The names that have numerals or words for years in them."""
        return re.compile(one_of(name for name, figures in self.plain.items() if figures and numbers(name)) or "$^")

    def find(self, sentence: str) -> list[Mention]:
        """The names in a sentence without fillers, by their ends; of names within a longer one only the longer."""
        found = [Mention(at.start(), at.end(1), self.plain[at[1]]) for at in self._finder.finditer(sentence)]
        # In order of their beginnings, one at each: one within another ends no further than those before it reach.
        reached = accumulate((one.end for one in found), max, initial=0)
        plain = [one for one, end in zip(found, reached, strict=False) if one.end > end]
        meant = [one for one in plain if one.figures]
        return sorted([*meant, *self._worded(sentence)], key=lambda mention: (mention.end, mention.start))

    def _worded(self, sentence: str) -> Iterable[Mention]:
        for pattern, figure, is_open in self.patterns:
            for match in pattern.finditer(sentence):
                slot = match.start("slot") if "slot" in pattern.groupindex else None
                yield Mention(match.start(), match.end(), (figure,), slot, is_open, has_gap=slot is None)

    def fits(self, figure: str, unit: str) -> bool:
        """Whether a number of this unit can be the figure; one without a unit can."""
        return not unit or unit in words().units_for(figure, self.units[figure])


def figure_names(definitions: Iterable[Mapping[str, Any]]) -> Names:
    """The names of all figures.

    Args:
        definitions: ``figure``, ``title``, ``unit``, ``phrase`` and ``synonyms`` of each; the wordings of those that
            are computed come from their heads.
    """
    heads = {model.stem: model.head for model in read_models("records", SQL / "figures").values()}
    units: dict[str, str] = {}
    plain: dict[str, tuple[str, ...]] = {bare(folded(word)): () for word in words()["not_names"]}
    patterns: list[tuple[re.Pattern[str], str, bool]] = []
    for row in definitions:
        figure: str = row["figure"]
        head: Mapping[str, Any] = heads.get(figure, row)
        units[figure] = row["unit"]
        phrase = str(head["phrase"]).partition(_VALUE)[0]
        more = [*head.get("synonyms", []), *head.get("wordings", [])]
        for name in (row["title"], phrase, *more):
            if _VALUE in name or _GAP in name:
                patterns.append((_pattern(name), figure, name.endswith(_GAP)))
            elif key := bare(folded(name)):
                plain[key] = tuple(dict.fromkeys((*plain.get(key, ()), figure)))
    return Names(units, plain, patterns)


def _pattern(wording: str) -> re.Pattern[str]:
    """A wording as a pattern: ``{value}`` is the number, ``…`` a gap, in which behind the number there is no other."""
    head, value, tail = wording.removesuffix(_GAP).partition(_VALUE)
    gap, gap_behind = rf"[^。;]{{0,{_LONGEST_GAP}}}?", rf"[^。;{QUANTITY}]{{0,{_LONGEST_GAP}}}?"
    slot = rf"(?P<slot>[{QUANTITY}])" if value else ""
    return re.compile(_with_gaps(head, gap) + slot + _with_gaps(tail, gap_behind))


def _with_gaps(words_of: str, gap: str) -> str:
    return gap.join(re.escape(bare(folded(part))) for part in words_of.split(_GAP))
