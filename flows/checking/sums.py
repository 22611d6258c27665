"""Sums that a sentence states: 查处1422起,其中简易程序884起、普通程序538起; 线上4场、线下5场,共9场."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from flows.checking.claims import Claim, Says, Unbound
from flows.checking.judge import Judgement, Verdict
from flows.checking.numbers import Written
from flows.checking.patterns import patterns
from flows.checking.sentence import QUANTITY, Sentence
from flows.checking.series import series
from flows.checking.words import one_of, words
from flows.outputs.printing import plain

_PARTIAL = Decimal("0.8")
"""A list behind 其中 that comes to less of the whole than this names only some of its parts."""
_OVERLAPPING = Decimal("1.3")
"""What comes to more of the whole than this are no parts of it beside each other: 其中网办1847件,提前办结1720件."""
_NEAR = 8  # characters behind a total within which its parts begin

Found = tuple[Claim | Unbound, Judgement]


def with_sums(sentence: Sentence, found: Sequence[Found], listed: Sequence[Found] = ()) -> list[Judgement]:
    """The judgements of a sentence, those of totals by their parts where the database does not tell.

    Args:
        listed: the list that the sentence before ended with; 三类事项共1992件 is the total of it.
    """
    return _Sums(sentence, found, listed).judged()


def last_list(sentence: Sentence, found: Sequence[Found]) -> list[Found]:
    """The list of values that a sentence ends with; none where it has none."""
    at = {place: one for (place, _), one in zip(sentence.quantities, found, strict=True)}
    lists = [[at[place] for place in places] for places in series(sentence)]
    return max((one for one in lists if all(map(_is_value, one))), key=lambda one: one[-1][0].written.start, default=[])


class _Sums:
    """The quantities of a sentence with their places."""

    def __init__(self, sentence: Sentence, found: Sequence[Found], listed: Sequence[Found]) -> None:
        self.text = sentence.text
        self.places = [at for at, _ in sentence.quantities]
        self.found = found
        self.listed = listed
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
        is_open = judgement.verdict in (Verdict.NONE, Verdict.UNPLACED, Verdict.AGREES)
        return _is_value(self.found[number]) and is_open and claim.written.round is None and bool(claim.written.unit)

    def _judged(self, number: int, judgement: Judgement) -> Judgement:
        if len(behind := self._parts_behind(number)) > 1:
            return self._by_parts_behind(number, judgement, [self.found[part] for part in behind])
        if judgement.verdict is Verdict.AGREES:
            return judgement
        before = [self.found[part] for part in self._parts_before(number)]
        if len(before) > 1:
            return _by_parts(judgement, self._written(number).value, before, self._is_plain_total(number))
        listed = self._listed_before(number)
        if len(listed) > 1:
            return _by_parts(judgement, self._written(number).value, listed, self._is_of_list(number))
        return judgement

    def _by_parts_behind(self, number: int, judgement: Judgement, parts: Sequence[Found]) -> Judgement:
        written, total = self._written(number).value, _total(parts)
        is_whole = self._is_distributed(number)
        is_partial = not is_whole and (total < written * _PARTIAL or self._is_open_list(number))
        is_right = total == written or (total < written and not is_whole) or not _is_blame_open(parts)
        if judgement.verdict is Verdict.AGREES and is_right:
            return judgement
        return _by_parts(judgement, written, parts, not is_partial and total < written * _OVERLAPPING)

    def _written(self, number: int) -> Written:
        return self.found[number][0].written

    def _parts_behind(self, number: int) -> list[int]:
        """The numbers behind a total that its words make its parts."""
        place = self.places[number]
        begin = self.begin.match(self.text[place + 1 :])
        if begin is None or self._is_of_another(begin[0]):
            return []
        rest = [one for one in range(number + 1, len(self.places)) if self._is_part(one, number)]
        if not rest or self.depth[self.places[rest[0]]] < self.depth[place + begin.end()]:
            return []
        depth = self.depth[self.places[rest[0]]]
        parts: list[int] = []
        for one in rest:
            since = self.places[one - 1] + 1
            if parts and self.totals.search(self.text[since : self.places[one]]):
                break
            if self.depth[self.places[one]] < depth:
                break
            is_next = bool(parts) and ";" in self.text[self.places[parts[-1]] : self.places[one]]
            if is_next and (len(parts) > 1 or not begin[0].endswith(":")):
                break
            if self.depth[self.places[one]] == depth:
                parts.append(one)
        return self._adding_up(parts, number)

    @staticmethod
    def _is_of_another(begin: str) -> bool:
        """Whether 分别 goes with a single name, so that its numbers are of that: 242起,集体讨论分别为18起、30起."""
        names, respectively, _ = begin.partition(str(words()["respectively"]))
        named = names.strip(",")
        is_list = any(joint in named for joint in words()["list_joints"])
        return bool(respectively) and not is_list and patterns().joints.fullmatch(named) is None

    def _adding_up(self, parts: list[int], number: int) -> list[int]:
        """The parts from the first on that come to the total, else all: a sentence may go on to other things."""
        written, total = self._written(number).value, Decimal(0)
        if parts and self._written(parts[0]).value == written:
            return []  # 1422起:全年查处案件1422起,月均118.5起
        for count, part in enumerate(parts, 1):
            total += _value(self.found[part])
            if count > 1 and total == written:
                return parts[:count]
        return parts

    def _parts_before(self, number: int) -> list[int]:
        """The numbers before a total that says that it is one."""
        since = self.places[number - 1] + 1 if number else 0
        if not self.totals.search(self.text[since : self.places[number]]):
            return []
        parts: list[int] = []
        depth = self.depth[self.places[number]]
        for one in range(number - 1, -1, -1):
            if self.depth[self.places[one]] > depth or self._written(one).is_word:
                continue
            if self.depth[self.places[one]] < depth or not self._is_part(one, number):
                break
            parts.insert(0, one)
        return parts

    def _is_plain_total(self, number: int) -> bool:
        """Whether nothing between the word for a total and the number says that it is of other things."""
        return patterns().total.search(self.text, 0, self.places[number]) is not None

    def _listed_before(self, number: int) -> Sequence[Found]:
        """The list of the sentence before, where the first number of this one is a total in its unit."""
        is_first = all(self._written(one).is_word for one in range(number))
        is_alike = bool(self.listed) and self.listed[0][0].written.unit == self._written(number).unit
        return self.listed if is_first and is_alike and self._is_plain_total(number) else ()

    def _is_of_list(self, number: int) -> bool:
        """Whether it is said to be of what stands before: 以上合计, 合计, and 三类事项共 of three."""
        counts = [self._written(one) for one in range(number) if self._written(one).unit in words()["counts_of_list"]]
        if counts:
            return counts[-1].value == len(self.listed)
        return patterns().of_list.fullmatch(self.text, 0, self.places[number]) is not None

    def _is_part(self, one: int, total: int) -> bool:
        claim, whole = self.found[one][0], self.found[total][0]
        is_word = isinstance(claim, Unbound) and claim.written.is_word
        is_alike = claim.written.unit == whole.written.unit and _year(claim) == _year(whole)
        return _is_value(self.found[one]) and not is_word and is_alike

    def _is_distributed(self, number: int) -> bool:
        """Whether 分别 says that the parts are all of it."""
        following = self.places[number + 1] if number + 1 < len(self.places) else len(self.text)
        return str(words()["respectively"]) in self.text[self.places[number] : following]

    def _is_open_list(self, number: int) -> bool:
        return any(word in self.text[self.places[number] :] for word in words()["parts_open"])


def _by_parts(judgement: Judgement, written: Decimal, parts: Sequence[Found], is_whole: bool) -> Judgement:
    """What the parts tell of a total; where they need not be all of it, only that they add up."""
    from_last = list(accumulate(_value(part) for part in reversed(parts)))
    for first, total in enumerate(from_last[:0:-1]):
        if total == written:
            return Judgement(Verdict.SUM_AGREES, remark=_said(parts[first:]))
    if not is_whole:
        return judgement
    return replace(judgement, verdict=Verdict.SUM_DIFFERS, expected=plain(_total(parts)), remark=_said(parts))


def _is_value(found: Found) -> bool:
    return found[0].says is Says.VALUE


def _year(claim: Claim | Unbound) -> int | None:
    return claim.when.year if claim.when else None


def _value(part: Found) -> Decimal:
    """The value of a part: the right one where it is wrong itself, so that the total is not blamed for it."""
    claim, judgement = part
    return judgement.right if judgement.is_wrong and judgement.right is not None else claim.written.value


def _total(parts: Sequence[Found]) -> Decimal:
    return sum(map(_value, parts), Decimal(0))


def _said(parts: Sequence[Found]) -> str:
    return f"{'+'.join(plain(_value(part)) for part in parts)}={plain(_total(parts))}"


def _is_blame_open(parts: Sequence[Found]) -> bool:
    """Whether the database tells nothing of some part and finds none wrong: else the total is right and whole."""
    judgements = [judgement for _, judgement in parts]
    is_untold = any(one.verdict in (Verdict.NONE, Verdict.UNPLACED) for one in judgements)
    return is_untold and not any(one.is_wrong for one in judgements)


def _depths(text: str) -> Mapping[int, int]:
    """How many brackets are open at each place."""
    depths, depth = {}, 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        depths[at] = depth
    return depths
