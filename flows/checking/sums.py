"""Sums that a sentence states: 查处1422起,其中简易程序884起、普通程序538起; 线上4场、线下5场,共9场."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from flows.checking.claims import Claim, Says, Unbound
from flows.checking.judge import Judgement, Verdict
from flows.checking.numbers import Written
from flows.checking.sentence import QUANTITY, Sentence
from flows.checking.words import one_of, words
from flows.outputs.printing import plain

_PARTIAL = Decimal("0.8")
"""A list behind 其中 that comes to less of the whole than this names only some of its parts."""
_NEAR = 8  # characters behind a total within which its parts begin

Found = tuple[Claim | Unbound, Judgement]


def with_sums(sentence: Sentence, found: Sequence[Found]) -> list[Judgement]:
    """The judgements of a sentence, those of totals by their parts where the database does not tell."""
    return _Sums(sentence, found).judged()


class _Sums:
    """The quantities of a sentence with their places."""

    def __init__(self, sentence: Sentence, found: Sequence[Found]) -> None:
        self.text = sentence.text
        self.places = [at for at, _ in sentence.quantities]
        self.found = found
        self.depth = _depths(self.text)
        self.begin = re.compile(rf"^[^{QUANTITY};]{{0,{_NEAR}}}?(?:{one_of(words()['parts_begin'])})")
        self.totals = re.compile(rf"(?:{one_of(words()['total_words'])})[^,;]{{0,{_NEAR}}}$")

    def judged(self) -> list[Judgement]:
        judgements = [judgement for _, judgement in self.found]
        for number, judgement in enumerate(judgements):
            if self._may_be_total(number, judgement):
                judgements[number] = self._judged(number, judgement)
        return judgements

    def _may_be_total(self, number: int, judgement: Judgement) -> bool:
        claim = self.found[number][0]
        is_value = isinstance(claim, Unbound) or claim.says is Says.VALUE
        is_open = judgement.verdict in (Verdict.NONE, Verdict.UNPLACED, Verdict.AGREES)
        return is_value and is_open and claim.written.round is None and bool(claim.written.unit)

    def _judged(self, number: int, judgement: Judgement) -> Judgement:
        behind, before = self._parts_behind(number), self._parts_before(number)
        parts, is_whole = (behind, self._is_distributed(number)) if len(behind) > 1 else (before, True)
        if len(parts) < 2 or (parts is before and judgement.verdict is Verdict.AGREES):
            return judgement
        written = self._written(number).value
        total = sum((self._value(part) for part in parts), Decimal(0))
        if total == written:
            agrees = judgement.verdict is Verdict.AGREES
            return judgement if agrees else Judgement(Verdict.SUM_AGREES, remark=self._said(parts, total))
        if not is_whole and (total < written * _PARTIAL or self._is_open_list(number)):
            return judgement
        if judgement.verdict is Verdict.AGREES and not self._is_blame_open(parts):
            return judgement
        return replace(judgement, verdict=Verdict.SUM_DIFFERS, expected=plain(total), remark=self._said(parts, total))

    def _written(self, number: int) -> Written:
        return self.found[number][0].written

    def _value(self, number: int) -> Decimal:
        """The value of a part: the right one where it is wrong itself, so that the total is not blamed for it."""
        judgement = self.found[number][1]
        is_wrong = judgement.is_wrong and judgement.right is not None
        return judgement.right if is_wrong and judgement.right is not None else self._written(number).value

    def _said(self, parts: Sequence[int], total: Decimal) -> str:
        return f"{'+'.join(plain(self._value(part)) for part in parts)}={plain(total)}"

    def _parts_behind(self, number: int) -> list[int]:
        """The numbers behind a total that its words make its parts."""
        place = self.places[number]
        if not self.begin.match(self.text[place + 1 :]):
            return []
        rest = [one for one in range(number + 1, len(self.places)) if self._is_part(one, number)]
        if not rest:
            return []
        depth = self.depth[self.places[rest[0]]]
        parts: list[int] = []
        for one in rest:
            since = self.places[one - 1] + 1
            if parts and self.totals.search(self.text[since : self.places[one]]):
                break
            if self.depth[self.places[one]] < depth:
                break
            if len(parts) > 1 and ";" in self.text[self.places[parts[-1]] : self.places[one]]:
                break
            if self.depth[self.places[one]] == depth:
                parts.append(one)
        return self._adding_up(parts, number)

    def _adding_up(self, parts: list[int], number: int) -> list[int]:
        """The parts from the first on that come to the total, else all: a sentence may go on to other things."""
        written, total = self._written(number).value, Decimal(0)
        for count, part in enumerate(parts, 1):
            total += self._value(part)
            if count > 1 and total == written:
                return parts[:count]
        return parts

    def _parts_before(self, number: int) -> list[int]:
        """The numbers before a total that says that it is one."""
        since = self.places[number - 1] + 1 if number else 0
        if not self.totals.search(self.text[since : self.places[number]]):
            return []
        parts: list[int] = []
        for one in range(number - 1, -1, -1):
            if not self._is_part(one, number):
                break
            parts.insert(0, one)
        return parts

    def _is_part(self, one: int, total: int) -> bool:
        claim = self.found[one][0]
        is_value = isinstance(claim, Unbound) or claim.says is Says.VALUE
        is_word = isinstance(claim, Unbound) and claim.written.is_word
        return is_value and not is_word and claim.written.unit == self._written(total).unit

    def _is_distributed(self, number: int) -> bool:
        """Whether 分别 says that the parts are all of it."""
        following = self.places[number + 1] if number + 1 < len(self.places) else len(self.text)
        return str(words()["respectively"]) in self.text[self.places[number] : following]

    def _is_open_list(self, number: int) -> bool:
        return any(word in self.text[self.places[number] :] for word in words()["parts_open"])

    def _is_blame_open(self, parts: Sequence[int]) -> bool:
        """Whether the database tells nothing of some part and finds none wrong: else the total is right and whole."""
        judgements = [self.found[part][1] for part in parts]
        is_untold = any(one.verdict in (Verdict.NONE, Verdict.UNPLACED) for one in judgements)
        return is_untold and not any(one.is_wrong for one in judgements)


def _depths(text: str) -> Mapping[int, int]:
    """How many brackets are open at each place."""
    depths, depth = {}, 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        depths[at] = depth
    return depths
