"""What carries on through a sentence: the months it speaks of, and over brackets the figure."""

from __future__ import annotations

from dataclasses import replace

from flows.checking.claims import Course, When
from flows.checking.numbers import Span
from flows.checking.patterns import patterns
from flows.checking.sentence import QUANTITY, Sentence

_FIRST_NUMBER, _LAST_NUMBER = QUANTITY[0], QUANTITY[-1]
_BETWEEN = frozenset("、,;()")  # behind one of them a bracket is not about the number before it


class Brackets:
    """Keeps the figure spoken of over brackets: what follows 1422起(其中简易程序884起) is about the 1422 again."""

    def __init__(self, text: str, course: Course) -> None:
        self._text = text
        self._course = course
        self._outside: list[tuple[bool, str | None]] = []
        self._is_about_number = False
        self._read_to = 0

    def pass_to(self, place: int) -> None:
        """Go on to a place; the numbers before it have been read."""
        for character in self._text[self._read_to : place]:
            if character == "(":
                self._outside.append((self._is_about_number, self._course.subject))
            elif character == ")" and self._outside:
                is_about_number, subject = self._outside.pop()
                self._course.subject = subject if is_about_number else self._course.subject
            if character in _BETWEEN:
                self._is_about_number = False
            elif _FIRST_NUMBER <= character <= _LAST_NUMBER:
                self._is_about_number = True
        self._read_to = place


class Times:
    """Which months every place of a sentence speaks of."""

    def __init__(self, sentence: Sentence, course: Course) -> None:
        self.course = course
        self.against: int | None = None
        self.is_day = False
        self._text = sentence.text
        self._spans = {at: one.span for at, one in sentence.at.items() if one.span is not None}
        self._now = course.when
        self._only_next: When | None = None
        self._outside: list[When] = []
        self._read_to = 0
        self._last_whole = -1
        self._said_at = 0
        self.led: When | None = None  # the months that the sentence speaks of before its first number

    def at(self, place: int) -> When:
        """The months of the number at a place; places are asked in order."""
        for at in range(self._read_to, place):
            self._step(at)
        self._read_to = place
        if self.led is None:
            self.led = self._now
        now, self._only_next = self._only_next or self._now, None
        return now

    @property
    def whole_from(self) -> int:
        """Where the sentence last said that it speaks of a whole year; -1 where it has not."""
        return self._last_whole

    def _step(self, at: int) -> None:
        match self._text[at]:
            case ";":
                self._now = self.led if self.led is not None else self.course.when
            case "(":
                self._outside.append(self._now)
            case ")" if self._outside:
                self._now = self._outside.pop()
            case _:
                if span := self._spans.get(at):
                    self._said(at, span)

    def _said(self, at: int, span: Span) -> None:
        if span.is_day:
            self.is_day = True
            return
        when = resolved(span, self._now, self.course.usual)
        before, behind = self._text[:at], self._text[at + 1 : at + 8]
        if span.is_same and not span.names_months and not patterns().whole_year.search(self._text, self._said_at, at):
            when = replace(self._now, year=when.year)  # 3月立案130起,去年同期159起
        self._said_at = at
        is_before_number = patterns().then_number.match(behind) is not None
        if patterns().is_compared(before, behind):
            self.against = when.year
            self._only_next = when if is_before_number else None
        elif span.offset and is_before_number:
            self._only_next = when
        else:
            self._now = when
            if not span.names_months:
                self._last_whole = at
                if at <= _LEAD and not self._outside:
                    self.course.when = when


_LEAD = 3  # characters before the year that a paragraph begins with


def resolved(span: Span, now: When, usual: When) -> When:
    """The months that a span names in a text about others."""
    year = span.year if span.year is not None else usual.year + span.offset if span.offset is not None else now.year
    if span.names_months:
        return When(year, span.first, span.last)
    return When(year, usual.first, usual.last)
