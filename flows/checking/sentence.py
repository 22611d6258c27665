"""A sentence in which every number is one character, so that what stands beside a number can be told by patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flows.checking.numbers import Kind, Written, folded, numbers
from flows.checking.words import words

# Of the private use area: no text of a bureau has them.
QUANTITY, PERIOD, OTHER = "\ue000-\uefff", "\uf000-\uf7ff", "\uf800"
_FIRST = {Kind.QUANTITY: 0xE000, Kind.PERIOD: 0xF000}
_ROOM = 300  # numbers of a sentence; what has more is no prose and is read in pieces
_ENDS = re.compile(r"[。!?\n]|;(?=\s*$)")
_CITED = re.compile(r"《[^》]{0,60}》")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Said once more, and exactly, in brackets: 增幅近九成(89.92%).
_TENTHS = re.compile(r"近?[一二两三四五六七八九]成[一二三四五六七八九半]?(?:以上|多|左右|有余)?(?=\(\d)")


@dataclass(frozen=True)
class Sentence:
    """A sentence without fillers, each number a character of its own.

    Attributes:
        text: the sentence so written. at: place in it → the quantity or period there.
        numbers: every number, also those of citations and codes.
    """

    text: str
    at: dict[int, Written]
    numbers: Sequence[Written]

    @property
    def quantities(self) -> list[tuple[int, Written]]:
        """The quantities with their places, in order."""
        return [(at, one) for at, one in self.at.items() if one.kind is Kind.QUANTITY]


def bare(text: str) -> str:
    """A text without fillers."""
    return words().bare(text)


def sentences(text: str, names: re.Pattern[str] | None = None) -> Iterator[Sentence]:
    """The sentences of a passage, each with the numbers at their places in the passage.

    Args:
        names: names with numerals in them (九十日内办结率, 上年结转), which are no numbers there.
    """
    plain = _TENTHS.sub(lambda said: " " * len(said[0]), _PRIVATE.sub("\ufffd", folded(text)))
    named = [match.span() for match in names.finditer(plain)] if names else []
    free = [one for one in numbers(plain) if not any(start <= one.start < end for start, end in named)]
    found = _with_units(plain, free)
    start, inside = 0, []
    ends = [match.end() for match in _ENDS.finditer(plain)] + [len(plain)]
    rest = iter([*found, None])
    number = next(rest)
    for end in ends:
        while number is not None and number.start < end:
            inside.append(number)
            number = next(rest)
        for some in range(0, max(len(inside), 1), _ROOM):
            chunk = inside[some : some + _ROOM]
            yield _sentence(plain, start, end if some + _ROOM >= len(inside) else chunk[-1].whole_end, chunk)
            start = chunk[-1].whole_end if chunk else start
        start, inside = end, []


def _sentence(plain: str, start: int, end: int, inside: Sequence[Written]) -> Sentence:
    pieces, known, at = [], {}, start
    for number, written in enumerate(inside):
        code = OTHER if written.kind is Kind.OTHER else chr(_FIRST[written.kind] + number)
        known[number] = written
        pieces += [plain[at : written.start], code]
        at = written.whole_end
    text = bare(_CITED.sub("※", "".join([*pieces, plain[at:end]])))
    return Sentence(text, _places(text, known), tuple(inside))


def _places(text: str, known: dict[int, Written]) -> dict[int, Written]:
    """Where each number is; those in a cited title are not in the text any more."""
    places = {}
    for at, character in enumerate(text):
        code = ord(character)
        if 0xE000 <= code <= 0xEFFF:
            places[at] = known[code - 0xE000]
        elif 0xF000 <= code <= 0xF7FF:
            places[at] = known[code - 0xF000]
    return places


def _with_units(plain: str, found: Sequence[Written]) -> list[Written]:
    """The numbers, one without a unit having that of the next in its list: 分别为74、22、43次."""
    given: list[Written] = []
    for written in reversed(found):
        if given and _is_in_list(plain, written, given[-1]):
            written = replace(written, unit=given[-1].unit)
        given.append(written)
    return given[::-1]


def _is_in_list(plain: str, written: Written, following: Written) -> bool:
    is_bare = written.kind is following.kind is Kind.QUANTITY and not written.unit
    return is_bare and re.fullmatch(r" ?[、,+和及与] ?", plain[written.unit_end : following.start]) is not None
