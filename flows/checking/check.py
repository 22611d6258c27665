"""Every number of a draft against the database: the steps in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from flows.checking.above import Above, said_above
from flows.checking.binding import Reader
from flows.checking.claims import Claim, Course, Unbound, When
from flows.checking.facts import Facts
from flows.checking.judge import Judgement, Verdict, judge, settled
from flows.checking.numbers import Kind, Written
from flows.checking.passages import Draft, Passage, Table
from flows.checking.sentence import Sentence, sentences
from flows.checking.sums import Found, last_list, with_sums
from flows.checking.tables import Cell, read_table
from flows.outputs.asked import Row
from flows.outputs.printing import plain
from flows.published import Period
from flows.store.releases import Release


@dataclass(frozen=True)
class Checked:
    """A number of the draft, and what is said of it.

    Attributes:
        where: of the passage or cell; start and end are places in its text, without the unit, which ends at unit_end.
    """

    where: str
    start: int
    end: int
    unit_end: int
    text: str
    unit: str
    context: str
    judgement: Judgement

    def as_row(self) -> Row:
        """The number as ``check-report --format json`` prints it."""
        return {
            "where": self.where,
            "text": self.text,
            "unit": self.unit,
            "figure": self.judgement.figure,
            "expected": self.judgement.expected,
            "verdict": str(self.judgement.verdict),
        }


def check(
    connection: duckdb.DuckDBPyConnection, draft: Draft, period: Period, releases: Sequence[Release]
) -> list[Checked]:
    """Judge every number of a draft about a period, in the order of reading."""
    checker = checker_of(connection, period, releases)
    return [checked for block in draft for checked in checker.check(block)]


def checker_of(connection: duckdb.DuckDBPyConnection, period: Period, releases: Sequence[Release]) -> Checker:
    """What a draft about a period is checked with."""
    facts = Facts(connection, releases)
    usual = When(period.year, 1, period.last_month)
    return Checker(facts, usual, Reader(facts.names, facts.parts(usual), lambda claim: settled(claim, facts)))


@dataclass
class Checker:
    """One draft being checked.

    Attributes:
        headed: the year that a heading says what follows is about.
        above: what stands right above: a heading, a caption, the line before a list.
        listed: the list that the sentence before ended with.
    """

    facts: Facts
    usual: When
    reader: Reader
    headed: When | None = None
    above: Above = field(default_factory=Above)
    listed: Sequence[Found] = ()

    def begin(self) -> None:
        """Begin another draft."""
        self.headed, self.above, self.listed = None, Above(), ()

    def check(self, block: Passage | Table) -> Iterator[Checked]:
        """The numbers of a passage or a table."""
        if isinstance(block, Table):
            yield from self._table(block)
            return
        self.above = said_above(block, self.reader, self.usual, self.above) or self.above
        above = self.above.when
        is_planned = above is not None and above.year > self.usual.year  # 2024年目标
        months = above if above and (is_planned or not self._is_whole(above)) else None
        when = months or self.headed or self.usual
        course = Course(self.usual, when, part=self.above.part, is_doubtful=months is not None)
        yield from self._passage(block, course)
        if block.is_heading and self._is_whole(course.when):
            self.headed = course.when

    def _is_whole(self, when: When) -> bool:
        """Whether it is as much of a year as the report is about."""
        return (when.first, when.last) == (self.usual.first, self.usual.last)

    def _passage(self, passage: Passage, course: Course) -> Iterator[Checked]:
        for sentence in sentences(passage.text, self.reader.names.with_numerals):
            yield from self._sentence(sentence, passage.where, passage.text, course)

    def _sentence(self, sentence: Sentence, where: str, text: str, course: Course) -> Iterator[Checked]:
        found = [(claim, self._judge(claim)) for claim in self.reader.read(sentence, course)]
        judged = with_sums(sentence, found, self.listed)
        if sentence.quantities:
            self.listed = last_list(sentence, found)
        by_start = {claim.written.start: judgement for (claim, _), judgement in zip(found, judged, strict=True)}
        for written in sentence.numbers:
            judgement = by_start.get(written.start, Judgement(Verdict.NONE))
            if not _is_only_a_word(written, judgement, text):
                yield _checked(where, text, written, judgement)

    def _judge(self, claim: Claim | Unbound) -> Judgement:
        if isinstance(claim, Claim):
            return judge(claim, self.facts)
        return Judgement(Verdict.UNPLACED if claim.is_figure_like else Verdict.NONE)

    def _judge_cell(self, cell: Cell, claim: Claim | Unbound) -> Judgement:
        judgement = self._judge(claim)
        if cell.total is None:
            return judgement
        verdict = Verdict.SUM_AGREES if cell.total == claim.written.value else Verdict.SUM_DIFFERS
        return Judgement(verdict, None, plain(cell.total), "各行或各列之和")

    def _table(self, table: Table) -> Iterator[Checked]:
        above = replace(self.above, when=self.above.when or self.headed)
        for cell in read_table(table, self.reader, self.usual, above):
            where = table.place(cell.row, cell.column)
            if cell.claim is None:
                course = Course(
                    self.usual,
                    cell.when,
                    cell.subject,
                    is_headed=cell.subject is not None,
                    is_doubtful=cell.is_doubtful,
                )
                yield from self._passage(Passage(where, cell.text), course)
            else:
                yield _checked(where, cell.text, cell.claim.written, self._judge_cell(cell, cell.claim))


def _is_only_a_word(written: Written, judgement: Judgement, text: str) -> bool:
    """一起 and 去年: what is a number only where it is bound to a figure."""
    if written.kind is Kind.PERIOD:
        return not any(one.isdigit() or one in "零〇一二三四" for one in text[written.start : written.end])
    return written.is_word and judgement.verdict in (Verdict.NONE, Verdict.UNPLACED)


_AROUND = 12


def _checked(where: str, text: str, written: Written, judgement: Judgement) -> Checked:
    unit_end = written.whole_end
    context = text[max(0, written.start - _AROUND) : unit_end + _AROUND // 2].strip()
    shown = text[written.start : written.end]
    return Checked(where, written.start, written.end, unit_end, shown, written.unit, context, judgement)
