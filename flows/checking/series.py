"""Series of numbers in a sentence (双随机74次、专项22次、即时43次), and the shortened names in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from flows.checking.names import Mention, Names
from flows.checking.sentence import QUANTITY, Sentence
from flows.checking.words import words

_SHORTEST, _LONGEST = 2, 6  # characters of what may be a shortened name
_TAIL = 2  # characters at least that it has lost
_JOINED = re.compile(rf"(?:\([^()]*\))?[、,和及与]{{1,2}}[^{QUANTITY},;()]{{0,12}}")
# A joint ends a name of two characters and more. Were it also a part of one, a row of them would be tried every way.
_NAME = r"[一-鿿]{2}(?:(?![和及与])[一-鿿]){0,10}?"
_NAMES = re.compile(rf"((?:{_NAME}[、和及与]){{1,8}}{_NAME})(?=分别|均|共|合计|[{QUANTITY}][、和及与][{QUANTITY}])")
_SHORT = re.compile(
    rf"(?:^|[、,;:(和及与]|[{QUANTITY}]|其中|包括|为)(?!其中|包括)([一-鿿]{{{_SHORTEST},{_LONGEST}}}?)$"
)


def series(sentence: Sentence) -> Iterator[list[int]]:
    """The places of numbers of one unit that stand in a list, two and more, those of a list in brackets apart."""
    alike: dict[str, list[int]] = {}
    for place, written in sentence.quantities:
        alike.setdefault(written.unit, []).append(place)
    for places in alike.values():
        yield from _lists(sentence.text, places)


def _lists(text: str, places: Sequence[int]) -> Iterator[list[int]]:
    found = [list(places[:1])]
    for before, place in pairwise(places):
        if not _JOINED.fullmatch(text[before + 1 : place]):
            found.append([])
        found[-1].append(place)
    yield from (one for one in found if len(one) > 1)


def _named_lists(text: str) -> Iterator[list[int]]:
    """The ends of the names of lists whose numbers follow: 双随机、专项、即时检查分别."""
    for match in _NAMES.finditer(text):
        items = re.split(r"([、和及与])", match[1])
        yield [match.start() + end for end in accumulate(map(len, items))][::2]


def shortened(sentence: Sentence, mentions: Sequence[Mention], names: Names) -> list[Mention]:
    """Names without the end that others of their list have: 专项 beside 双随机检查, 简易 beside 普通程序."""
    found: list[Mention] = []
    verbs = {*words()["deeds"], *words()["openers"]}
    for places in [*series(sentence), *_named_lists(sentence.text)]:
        siblings = [one for one in mentions if one.end in places and one.slot is None and not one.has_gap]
        known = {figure for one in siblings for figure in one.figures}
        named = {one.end for one in siblings}
        for place in places if known else []:
            short = _SHORT.search(sentence.text, 0, place)
            if short is None or place in named or short[1] in verbs:
                continue
            unit = sentence.at[place].unit if place in sentence.at else ""
            fitting = {one for one in _lengthened(short[1], known, names) if names.fits(one, unit)}
            if len(fitting) == 1 and not fitting & known:
                found.append(Mention(short.start(1), place, tuple(fitting)))
    return found


def _lengthened(short: str, known: set[str], names: Names) -> set[str]:
    """The figures with a name that is the short one and the end of a name of a known figure."""
    tails = {name[len(short) :] for name in names.plain if name.startswith(short) and len(name) >= len(short) + _TAIL}
    kindred = {
        tail for tail in tails if any(_ends(name, tail) and known & {*names.plain[name]} for name in names.plain)
    }
    return {figure for tail in kindred for figure in names.plain[short + tail]}


def _ends(name: str, tail: str) -> bool:
    return len(name) > len(tail) and name.endswith(tail)
