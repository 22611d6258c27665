"""Numbers of a sentence bound to the figures that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from flows.checking.claims import Claim, Course, Part, Says, Several, Unbound, When
from flows.checking.names import Mention, Names
from flows.checking.numbers import Written
from flows.checking.patterns import patterns
from flows.checking.sentence import OTHER, PERIOD, QUANTITY, Sentence
from flows.checking.series import shortened
from flows.checking.times import Brackets, Times, resolved
from flows.checking.words import one_of, words

_REACH = 14  # characters before a number in which a name may begin that ends behind it
_NUMBERED = rf"(?:{OTHER}|\(?[{QUANTITY}一二三四五六七八九十]{{1,3}}[)、.:])?"  # (1)道路货运领域
_BOUNDS = re.compile(rf"[{QUANTITY},;]")


@dataclass(frozen=True)
class Reader:
    """What a sentence is read with: the names of figures, and of the units and fields of the bureau.

    Attributes:
        settle: which figure a number is whose name several bear (罚没款), by its value; None where it is none of them.
    """

    names: Names
    parts: dict[str, Part]
    settle: Callable[[Claim], str | None]

    @cached_property
    def part_names(self) -> re.Pattern[str]:
        """The names of units and fields."""
        return re.compile(one_of(self.parts) or "(?!)")

    @cached_property
    def part_speaks(self) -> re.Pattern[str]:
        """A unit or field of which a sentence goes on to speak: 直属中队:立案184起,结案180起."""
        goes_on = one_of([*words()["deeds"], *words()["total_words"], *words()["whole_year"]])
        return re.compile(
            rf"(?:^|;){_NUMBERED}(?:[{PERIOD}],?)?(?P<part>{one_of(self.parts) or '(?!)'})"
            rf"(?:{one_of(words()['of_part'])})?"
            rf"(?=[:,{PERIOD}{QUANTITY}■]|{goes_on})"
        )

    @cached_property
    def part_begins(self) -> re.Pattern[str]:
        """A unit or field that a sentence begins with: those that follow may speak of it."""
        return re.compile(rf"{_NUMBERED}(?P<part>{one_of(self.parts) or '(?!)'})")

    def read(self, sentence: Sentence, course: Course) -> list[Claim | Unbound]:
        """What every quantity of a sentence claims, in order; the course goes on."""
        return _Reading(sentence, self, course).claims()


class _Given(NamedTuple):
    """The figure of a number of a list, and its months where the list says them of each number.

    Attributes:
        is_sure: whether it says which number is of which months; 近三年 leaves open which year comes first.
    """

    figure: str
    when: When | None = None
    is_sure: bool = True


@dataclass
class _Reading:
    """One sentence being read, from left to right."""

    sentence: Sentence
    reader: Reader
    course: Course

    def claims(self) -> list[Claim | Unbound]:
        times = Times(self.sentence, self.course)
        groups = self._respective()
        untold = self._untold(groups)
        brackets = Brackets(self.sentence.text, self.course)
        found: list[Claim | Unbound] = []
        for at, written in self.sentence.quantities:
            brackets.pass_to(at)
            spot = Spot(self.sentence, at, written, self.mentions, self.unnamed)
            when = times.at(at)
            claim = self._bound(spot, when, times, groups.get(at), found)
            if at in untold:
                claim = Unbound(written, spot.has_figure_unit, when, claim.says)
            found.append(claim)
            self._go_on(claim)
        if begun := self.reader.part_begins.match(self.unnamed):
            self.course.part = self.reader.parts[begun["part"]]
        times.at(len(self.sentence.text))
        brackets.pass_to(len(self.sentence.text))
        return found

    @cached_property
    def mentions(self) -> list[Mention]:
        found = self.reader.names.find(self.sentence.text)
        return sorted(
            [*found, *shortened(self.sentence, found, self.reader.names)], key=lambda one: (one.end, one.start)
        )

    @cached_property
    def unnamed(self) -> str:
        """The sentence with ■ in the place of the names of figures."""
        shown = list(self.sentence.text)
        for mention in self.mentions:
            if not mention.has_gap and mention.slot is None:
                shown[mention.start : mention.end] = "■" * (mention.end - mention.start)
        return "".join(shown)

    def _go_on(self, claim: Claim | Unbound) -> None:
        if isinstance(claim, Unbound):
            self.course.subject, self.course.named = None, ()
        elif claim.several is Several.ONE:
            self.course.subject = self.reader.settle(claim)
        elif claim.says is Says.VALUE:
            self.course.subject = claim.figures[-1] if claim.several is not Several.SUM else None

    def _bound(
        self, spot: Spot, when: When, times: Times, given: _Given | None, found: Sequence[Claim | Unbound]
    ) -> Claim | Unbound:
        if given and given.when:
            when = given.when
        elif spot.rises_from and when == self.course.when:
            when = replace(when, year=when.year - 1)
        if patterns().whole_year.search(spot.before) and not patterns().period.search(spot.before):
            when = replace(self.course.usual, year=when.year)
        if spot.is_planned or when.year > self.course.usual.year:
            return Unbound(spot.written, when=when)
        if given and given.when:
            is_partial = not given.is_sure or spot.is_partial(times, is_of_one_year=True)
            return Claim(spot.written, (given.figure,), when, is_partial=is_partial)
        change = spot.change(found)
        if when.year == times.against and (spot.rises_to or change is not None):
            when = replace(when, year=self.course.usual.year)  # nothing changed against itself
        if change is not None:
            is_doubtful = spot.is_of_doubtful(found) or spot.has_other_base
            claimed = self._change(spot, change, when, times, given.figure if given else None, found)
            return claimed or Unbound(spot.written, is_doubtful, when, change)
        if given and self.reader.names.fits(given.figure, spot.written.unit):
            return Claim(spot.written, (given.figure,), when, is_partial=spot.is_partial(times))
        claim = self._value(spot, when, times, found)
        if claim is None or (spot.written.is_word and not spot.has_name_before(self.reader.names)):
            return Unbound(spot.written, spot.is_figure_like or spot.goes_with_figure(found), when)
        return claim

    def _value(self, spot: Spot, when: When, times: Times, found: Sequence[Claim | Unbound]) -> Claim | None:
        names = self.reader.names
        is_partial = spot.is_partial(times) or times.is_day or self.course.is_doubtful
        is_told = patterns().period.search(spot.before) or patterns().whole_year.search(spot.before)
        is_partial = is_partial or (when != times.led and not is_told)
        part = self._part(spot) or self._part_above(spot)
        if mentions := spot.named(names):
            self.course.named = mentions[-1].figures
            figures, several = spot.meant(mentions, names)
            is_partial = is_partial or part is not None or spot.is_qualified(mentions[0]) or spot.is_of_matters
            return Claim(spot.written, figures, when, several=several, part=part, is_partial=is_partial)
        if part and (figure := self._named_around(spot, part)):
            return Claim(spot.written, (figure,), when, part=part, is_partial=True)
        subject = self.course.subject
        part = part or _part_told(found, subject)
        is_headed = self.course.is_headed and patterns().openers.fullmatch(spot.before) is not None
        is_said = spot.goes_on or spot.is_what_change_came_to(found) or is_headed
        if subject and is_said and names.fits(subject, spot.written.unit):
            is_of_course = spot.rises_to and patterns().period.search(spot.before) is None
            meant = self.course.when if is_of_course else when
            is_open = is_partial or part is not None or spot.before == "("  # 1479(1005) does not say what is in it
            return Claim(spot.written, (subject,), meant, part=part, is_partial=is_open)
        if subject and self._is_part_alone(spot) and names.fits(subject, spot.written.unit):
            return Claim(spot.written, (subject,), when, part=part, is_partial=True)
        alike = [one for one in self.course.named if names.fits(one, spot.written.unit) and one != subject]
        if alike and patterns().list_goes_on.fullmatch(spot.before):
            return Claim(spot.written, (alike[0],), when, is_partial=is_partial)
        return None

    def _part(self, spot: Spot) -> Part | None:
        """The unit or field that is named with the number."""
        return next((part for word, part in self.reader.parts.items() if word in spot.unnamed_before), None)

    def _part_above(self, spot: Spot) -> Part | None:
        """The unit or field that the sentence began to speak of, else that of what stands above it."""
        named = [one["part"] for one in self.reader.part_speaks.finditer(self.unnamed, 0, spot.place)]
        return self.reader.parts[named[-1]] if named else self.course.part

    def _is_part_alone(self, spot: Spot) -> bool:
        """Whether nothing but a unit or field stands before the number: 立案1522起,其中直属中队184起."""
        named = [*self.reader.part_names.finditer(spot.unnamed_before)]
        if len(named) != 1:
            return False
        around = spot.unnamed_before[: named[0].start()], spot.unnamed_before[named[0].end() :]
        return all(patterns().joints.fullmatch(text.removeprefix("、")) for text in around)

    def _named_around(self, spot: Spot, part: Part) -> str | None:
        """The figure that is named when the words of the part are left out: 查处超限超载案件35起."""
        words_of = [word for word, one in self.reader.parts.items() if one == part]
        for word in sorted(words_of, key=len, reverse=True):
            text = spot.before.replace(word, "")
            for mention in reversed(self.reader.names.find(text)):
                if patterns().joints.fullmatch(text[mention.end :]):
                    fitting = [one for one in mention.figures if self.reader.names.fits(one, spot.written.unit)]
                    return fitting[0] if fitting else None
        return None

    def _change(
        self,
        spot: Spot,
        change: Says,
        when: When,
        times: Times,
        group: str | None,
        found: Sequence[Claim | Unbound],
    ) -> Claim | None:
        figures = (group,) if group else spot.changed(self.reader.names, self.course.subject)
        if not figures or spot.has_other_base:
            return None
        is_percent = spot.written.unit == "%"
        is_points = "百分点" in spot.written.unit
        is_own = self.reader.names.fits(figures[0], spot.written.unit)
        if not (is_percent or is_points or is_own):
            return None
        against = times.against if times.against is not None else when.year - 1
        if against >= when.year:
            return None  # one half of a year against the other
        several = Several.ONE if len(figures) > 1 else None
        part = self._part(spot) or self._part_above(spot) or _part_told(found, figures[0])
        is_partial = spot.is_partial(times) or part is not None or self.course.is_doubtful
        is_partial = is_partial or (figures == (self.course.subject,) and spot.is_of_other)
        claim = Claim(spot.written, figures, when, change, several, against, part, is_partial)
        self.course.subject = self.reader.settle(claim) if several else figures[0]
        return claim

    def _respective(self) -> dict[int, _Given]:
        """Place of a number → its figure, of A、B、C分别为1、2、3 and of A1、B2,同比增加3、4 in one unit."""
        given: dict[int, _Given] = {}
        for match in patterns().respectively.finditer(self.sentence.text):
            numbers = self._listed(match)
            figures = self._figures_before(match.start(), numbers, is_change=bool(match["change"]))
            if len(figures) >= len(numbers):
                given |= dict(zip(numbers, map(_Given, figures[-len(numbers) :]), strict=True))
        for match in self._changes_in_one_unit:
            numbers = self._listed(match)
            figures = self._figures_before(match.start(), numbers, is_change=True)
            if len(figures) == len(numbers):
                given |= dict(zip(numbers, map(_Given, figures), strict=True))
        for match in patterns().in_turn.finditer(self.sentence.text):
            given |= self._in_turn(match)
        for match in patterns().listed.finditer(self.sentence.text):
            given = self._one_each(self._listed(match)) | given
        return given

    def _one_each(self, numbers: Sequence[int]) -> dict[int, _Given]:
        """The numbers of 许可、备案720件、173件: as many as there are names right before them."""
        spot = Spot(self.sentence, numbers[0], self.sentence.at[numbers[0]], self.mentions, self.unnamed)
        named = [mention.figures[0] for mention in spot.named(self.reader.names) if mention.end <= numbers[0]]
        return dict(zip(numbers, map(_Given, named), strict=True)) if len(named) == len(numbers) else {}

    def _in_turn(self, match: re.Match[str]) -> dict[int, _Given]:
        """The numbers of 2022年、2023年查处案件分别为997起、1422起; none where it is not one figure that is named."""
        numbers, times = self._listed(match), self._times_of(match)
        clause = max(self.sentence.text.rfind(end, 0, match.start()) for end in ",;") + 1
        named = [one for one in self.mentions if clause <= one.start and one.end <= match.start("list")]
        unit = self.sentence.at[numbers[0]].unit
        figures = {figure for one in named for figure in one.figures if self.reader.names.fits(figure, unit)}
        said = self.sentence.text[match.start() : match.start("list")]
        is_partial = any(word in said for word in (*words()["part_of_clause"], *self.reader.parts))
        if len(figures) != 1 or len(times) != len(numbers) or is_partial:
            return {}
        (figure,) = figures
        is_sure = match["years"] is None
        return {at: _Given(figure, when, is_sure) for at, when in zip(numbers, times, strict=True)}

    def _times_of(self, match: re.Match[str]) -> list[When]:
        """The years or months that stand in a list, or those of 近三年; none of a list with days in it."""
        usual = self.course.usual
        if match["years"]:
            said, count = self.sentence.at[match.start("years")], len(self._listed(match))
            is_meant = said.unit == "年" and said.value == count
            return [replace(usual, year=usual.year - ago) for ago in reversed(range(count))] if is_meant else []
        spans = [one.span for at in range(*match.span("times")) if (one := self.sentence.at.get(at)) and one.span]
        is_of_days = any(span.is_day for span in spans)
        return [] if is_of_days else [resolved(span, self.course.when, usual) for span in spans]

    @cached_property
    def _changes_in_one_unit(self) -> list[re.Match[str]]:
        """Lists of changes that cannot be of one figure: it has one change in a unit."""
        lists = patterns().changes.finditer(self.sentence.text)
        return [match for match in lists if len({self.sentence.at[at].unit for at in self._listed(match)}) == 1]

    def _untold(self, groups: Mapping[int, _Given]) -> set[int]:
        """Numbers of which it is not told whose they are: of 分别 without as many names, of 较2022年的4件、1件."""
        text = self.sentence.text
        known = (patterns().respectively, patterns().in_turn, patterns().bases)
        lists = [*(match for one in known for match in one.finditer(text)), *self._changes_in_one_unit]
        return {at for match in lists for at in self._listed(match) if at not in groups}

    def _listed(self, match: re.Match[str]) -> list[int]:
        """The places of the quantities in the list that a pattern found: two or more."""
        return [at for at in self.sentence.at if match.start("list") <= at < match.end("list")]

    def _figures_before(self, end: int, numbers: Sequence[int], is_change: bool) -> list[str]:
        names = self.reader.names
        units = {self.sentence.at[at].unit for at in numbers}
        figures: list[str] = []
        last = 0
        for mention in self.mentions:
            if mention.end > end or mention.slot is not None or mention.is_open:
                continue
            if patterns().skips_name.fullmatch(self.sentence.text, last, mention.start):
                figures = []
            last = mention.end
            fitting = [one for one in mention.figures if is_change or any(names.fits(one, unit) for unit in units)]
            figures += fitting[:1]
        return list(dict.fromkeys(reversed(figures)))[::-1]  # one named twice stands where it was named last


def _part_told(found: Sequence[Claim | Unbound], figure: str | None) -> Part | None:
    """The unit or field of the number before, where it is of the same figure: 超限案件253起,比2022年187起多66起."""
    last = found[-1] if found else None
    return last.part if isinstance(last, Claim) and figure is not None and last.figures == (figure,) else None


@dataclass(frozen=True)
class Spot:
    """A number and what stands beside it."""

    sentence: Sentence
    place: int
    written: Written
    mentions: Sequence[Mention]
    unnamed: str

    @cached_property
    def start(self) -> int:
        """Where what stands before it begins: behind the number or comma before."""
        return self._bound_before(self.place)

    def _bound_before(self, place: int) -> int:
        """Where the words before a place begin."""
        text = self.sentence.text
        return next((at + 1 for at in range(place - 1, -1, -1) if _BOUNDS.match(text[at])), 0)

    @cached_property
    def end(self) -> int:
        """Where what stands behind it ends."""
        match = re.compile(rf"[{QUANTITY},;)]").search(self.sentence.text, self.place + 1)
        return match.start() if match else len(self.sentence.text)

    @cached_property
    def before(self) -> str:
        """What stands before it."""
        return self.sentence.text[self.start : self.place]

    @cached_property
    def behind(self) -> str:
        """What stands behind it."""
        return self.sentence.text[self.place + 1 : self.end]

    @cached_property
    def unnamed_before(self) -> str:
        """What stands before it without the names of figures."""
        return self.unnamed[self.start : self.place]

    def meant(self, mentions: Sequence[Mention], names: Names) -> tuple[tuple[str, ...], Several | None]:
        """The figures that names stand for, and how they share the number; a name may be that of several."""
        fitting = [self._fitting(mention, names) for mention in mentions]
        figures = tuple(dict.fromkeys(one[0] for one in fitting))
        if len(figures) > 1:
            return figures, self.several(mentions)
        alike = tuple(fitting[-1])
        return alike, Several.ONE if len(alike) > 1 else None

    def _fitting(self, mention: Mention, names: Names) -> list[str]:
        """The figures of a name that fit the unit best."""
        fitting = [one for one in mention.figures if names.fits(one, self.written.unit)]
        exact = [one for one in fitting if names.units[one] == self.written.unit]
        return exact or fitting

    def is_qualified(self, mention: Mention) -> bool:
        """Whether a word right before the name may make another thing of it."""
        text = self.sentence.text
        is_deed = patterns().deed.match(text, mention.start) is not None
        return not is_deed and not mention.has_gap and not patterns().opener.search(text[: mention.start])

    def named(self, names: Names) -> list[Mention]:
        """The name of the number: in its wording, before it, around it, behind it; several where they are a list."""
        fitting = [one for one in self.mentions if any(names.fits(figure, self.written.unit) for figure in one.figures)]
        slotted = [one for one in fitting if one.slot == self.place]
        if slotted:
            return [max(slotted, key=lambda mention: mention.end - mention.start)]
        before = self._named_before(fitting)
        if before and before.end <= self.start - 1 and (self._is_counted(before) or self._named_behind(fitting)):
            before = None
        if before:
            return self._list_before(before, fitting)
        return self._named_around(names) or self._named_behind(fitting)

    def _is_counted(self, mention: Mention) -> bool:
        """Whether a name has its number right before it: 74次双随机抽查,22次专项检查."""
        return patterns().counted.search(self.sentence.text[: mention.start]) is not None

    def has_name_before(self, names: Names) -> bool:
        """Whether a name right before it fits."""
        fitting = [one for one in self.mentions if any(names.fits(figure, self.written.unit) for figure in one.figures)]
        return self._named_before(fitting) is not None

    def _named_before(self, fitting: Sequence[Mention]) -> Mention | None:
        """The last name before it with nothing between but joints; the number of a comma before may lack its name."""
        text = self.sentence.text
        carried = self.start
        if self.start and text[self.start - 1] == "," and patterns().joints.fullmatch(self.before):
            carried = self._bound_before(self.start - 1)
        for mention in sorted(fitting, key=lambda one: (one.end, one.start), reverse=True):
            if carried < mention.end <= self.place and mention.slot is None:
                between = text[mention.end : self.place]
                is_joined = mention.is_open or patterns().joints.fullmatch(between.replace(",", "", 1))
                if is_joined:
                    return self._longest(mention, fitting)
                if not mention.is_open:
                    return None
        return None

    @staticmethod
    def _longest(mention: Mention, fitting: Sequence[Mention]) -> Mention:
        """Of names that end alike the one that begins last, but a longer plain name has beaten its parts already."""
        alike = [one for one in fitting if one.end == mention.end and one.slot is None]
        return max(alike, key=lambda one: (not one.has_gap, one.start))

    def _list_before(self, last: Mention, fitting: Sequence[Mention]) -> list[Mention]:
        """A name with those that stand in a list with it."""
        names, text = [last], self.sentence.text
        for mention in sorted(fitting, key=lambda one: one.end, reverse=True):
            between = text[mention.end : names[0].start]
            if mention.end <= names[0].start and not mention.is_open and patterns().list_joint.fullmatch(between):
                names.insert(0, mention)
        return names

    def several(self, mentions: Sequence[Mention]) -> Several:
        """How several names share the number."""
        between = self.sentence.text[mentions[-1].end : self.place]
        if any(word in between for word in words()["total_words"]):
            return Several.SUM
        return Several.EACH if any(word in between for word in words()["for_each"]) else Several.ANY

    def _named_around(self, names: Names) -> list[Mention]:
        """A name that the number parts: 查处1422起违法案件."""
        start = max(self.start, self.place - _REACH)
        left, right = self.sentence.text[start : self.place], self.sentence.text[self.place + 1 : self.end]
        if patterns().list_joint.match(right):
            return []
        for mention in reversed(names.find(left + right)):
            is_parted = mention.slot is None and mention.start < len(left) < mention.end
            if is_parted and any(names.fits(figure, self.written.unit) for figure in mention.figures):
                return [mention]
        return []

    def _named_behind(self, fitting: Sequence[Mention]) -> list[Mention]:
        text = self.sentence.text
        for mention in sorted(fitting, key=lambda one: (one.start, -one.end)):
            if self.place < mention.start and mention.end <= self.end and mention.slot is None and not mention.is_open:
                joined = patterns().joints_before.fullmatch(text[self.place + 1 : mention.start])
                return self._list_behind(mention, fitting) if joined else []
        return []

    def _list_behind(self, first: Mention, fitting: Sequence[Mention]) -> list[Mention]:
        """A name with those that stand in a list with it and have no number of their own: 893件行政许可、行政备案."""
        names, text = [first], self.sentence.text
        for mention in sorted(fitting, key=lambda one: one.start):
            between = text[names[-1].end : mention.start] if mention.start >= names[-1].end else "?"
            if mention.slot is None and patterns().list_joint.fullmatch(between):
                names.append(mention)
        has_own = patterns().own_number.match(text, names[-1].end) is not None
        return [first] if has_own else names

    # ---------------------------------------------------------------- changes

    def change(self, found: Sequence[Claim | Unbound]) -> Says | None:
        """Whether the number is a change, and which way; a list goes on with the change that it began with."""
        if changing := self.changing:
            return Says.FALL if changing[1] or self.written.value < 0 else Says.RISE
        last = found[-1] if found else None
        is_list = patterns().list_goes_on.fullmatch(self.before) is not None
        goes_on = is_list and isinstance(last, Claim) and last.says is not Says.VALUE and self._follows_directly(last)
        return last.says if goes_on and isinstance(last, Claim) else None

    @cached_property
    def changing(self) -> tuple[int, bool] | None:
        """Where the change begins of which the number tells, and whether it is a fall; None where it tells of none."""
        text = self.sentence.text
        is_behind_comma = self.start > 1 and text[self.start - 1] == "," and self.start - 2 in self.sentence.at
        base = text[: max(self.start - (2 if is_behind_comma else 1), 0)]
        is_points = "百分点" in self.written.unit
        found = patterns().change(self.unnamed_before, is_points=is_points)
        return found or patterns().short_change(base, self.before)

    def _follows_directly(self, last: Claim) -> bool:
        places = [at for at, one in self.sentence.at.items() if one is last.written]
        between = self.sentence.text[places[0] + 1 : self.place] if places else "?"
        return patterns().list_goes_on.fullmatch(between) is not None

    def changed(self, names: Names, subject: str | None) -> tuple[str, ...]:
        """The figure that the change is of, or all of its name: named in the clause, else the one spoken of."""
        changing = self.changing
        end = self.start + changing[0] if changing else self.place
        within = [one for one in self.mentions if self.start <= one.start and one.end <= end and one.slot is None]
        for mention in reversed(within):
            if mention.is_open:
                continue
            between = self.sentence.text[mention.end : end]
            if patterns().change_joints.fullmatch(between):
                fitting = [one for one in mention.figures if names.fits(one, self.written.unit)]
                return tuple(fitting) or mention.figures
            return ()
        if patterns().change_joints.fullmatch(self.sentence.text[self.start : end]) is None:
            return ()
        if named := self._moved_before():
            return tuple(one for one in named.figures if names.fits(one, self.written.unit)) or named.figures
        return (subject,) if subject else ()

    def _moved_before(self) -> Mention | None:
        """The name of which the clause before says, without a number, that it moved: 网办率有所提高,比上年提高2个点."""
        begin, end = self._clause_before
        within = [one for one in self.mentions if begin <= one.start and one.end <= end and one.slot is None]
        moved = [
            one for one in within if not one.is_open and patterns().moves.fullmatch(self.sentence.text, one.end, end)
        ]
        return moved[-1] if moved else None

    @cached_property
    def _clause_before(self) -> tuple[int, int]:
        """Where the clause before is, if it has no number of its own; else nothing."""
        end = max(self.start - 1, 0)
        begin = self._bound_before(end) if end > 0 and self.sentence.text[end] == "," else end
        is_numbered = begin > 0 and self.sentence.text[begin - 1] not in ",;"
        return (end, end) if is_numbered else (begin, end)

    @property
    def is_of_other(self) -> bool:
        """Whether the clause before speaks, without a number, of what is no figure: a change may be that of it."""
        return self._moved_before() is None and not patterns().moves.fullmatch(self.sentence.text, *self._clause_before)

    @property
    def is_of_matters(self) -> bool:
        """Whether it may count kinds of matters, not what was done: 行政许可事项46项."""
        return self.written.unit == "项" and self.before.endswith("事项")

    @property
    def has_other_base(self) -> bool:
        """Whether the change is against something that is not known."""
        return any(word in self.before for word in words()["other_base"])

    # ---------------------------------------------------------------- what is said around

    @cached_property
    def goes_on(self) -> bool:
        """Whether the number says another value of the figure spoken of: (上年同期997起, 上升到1422起."""
        is_neutral = patterns().goes_on.fullmatch(self.before) is not None
        return is_neutral and (patterns().period.search(self.before) is not None or self.rises_to)

    @cached_property
    def rises_to(self) -> bool:
        """Whether it is where a change ended."""
        is_end = self.before in words()["turns_value"] and patterns().starts.search(self.sentence.text, 0, self.start)
        return bool(is_end) or patterns().rises_to.search(self.before) is not None

    @cached_property
    def rises_from(self) -> bool:
        """Whether it is where a change began: 从997起增加到1422起, 997起→1422起."""
        if patterns().arrow.match(self.sentence.text, self.place + 1):
            return True
        is_start = patterns().rises_from.search(self.before) is not None
        return is_start and patterns().then_rises.match(self.behind) is not None

    def is_what_change_came_to(self, found: Sequence[Claim | Unbound]) -> bool:
        """Whether it is the value behind a change: 较上年提高2.04个百分点,达到96.77%."""
        is_behind = bool(found) and isinstance(found[-1], Claim) and found[-1].says is not Says.VALUE
        return is_behind and patterns().came_to.fullmatch(self.before) is not None

    @property
    def is_planned(self) -> bool:
        """Whether it is of what is to be."""
        return any(word in self.sentence.text[: self.place] for word in words()["planned"])

    def is_partial(self, times: Times, *, is_of_one_year: bool = False) -> bool:
        """Whether the sentence says that the number is of a part of the year or the bureau, or not of which year."""
        said = self.unnamed[max(times.whole_from, 0) : self.place]
        if patterns().part_of_sentence.search(said) and not patterns().whole_year.search(self.before):
            return True
        if not is_of_one_year and (
            patterns().several_years.search(self.sentence.text, 0, self.place) or self._is_of_years
        ):
            return True
        is_of_others = any(word in self.unnamed[: self.place] for word in words()["of_others"])
        is_of_part = any(word in self.unnamed_before for word in words()["part_of_clause"])
        return is_of_others or is_of_part or self._is_money_of_part

    @property
    def _is_money_of_part(self) -> bool:
        """Whether it may be the money of some of the cases alone: 简易程序884起,罚没款18.6万元."""
        text = self.sentence.text
        since = max(text.rfind(end, 0, self.place) for end in ";。") + 1
        is_money = self.written.unit in words().yuan
        return is_money and any(word in text[since : self.place] for word in words()["kinds_of_case"])

    def is_of_doubtful(self, found: Sequence[Claim | Unbound]) -> bool:
        """Whether the number before it seems to be a figure without a name."""
        return bool(found) and isinstance(found[-1], Unbound) and found[-1].is_figure_like

    def goes_with_figure(self, found: Sequence[Claim | Unbound]) -> bool:
        """Whether it goes on a list of figures, or is a part of the one before it, in the same unit."""
        if not found or found[-1].written.unit != self.written.unit or not self.has_figure_unit:
            return False
        is_figure = isinstance(found[-1], Claim) or found[-1].is_figure_like
        return is_figure and (self.goes_on or patterns().goes_with.match(self.before) is not None)

    @property
    def _is_of_years(self) -> bool:
        """Whether the sentence speaks of several years: 近两年查处997起、1422起."""
        return any(one.unit == "年" for at, one in self.sentence.at.items() if at < self.place)

    @property
    def has_figure_unit(self) -> bool:
        """Whether some figure may be written in its unit, and no word beside it says that it is another thing."""
        of_figures = {unit for family in words().families.values() for unit in family}
        return self.written.unit in of_figures and not any(word in self._near for word in words()["no_figure"])

    @property
    def _near(self) -> str:
        return self.before + self.behind[:8]

    @property
    def is_figure_like(self) -> bool:
        """Whether the number, though it has no name, stands where one of a figure would."""
        is_total = patterns().total.search(self.before) is not None
        return self.has_figure_unit and (is_total or any(word in self._near for word in words()["hints"]))
