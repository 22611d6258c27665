"""The numbers of a table: what the headings of row and column say of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from flows.checking.above import Above
from flows.checking.binding import Reader
from flows.checking.claims import Claim, Part, Says, Several, Unbound, When
from flows.checking.numbers import Kind, Span, Written, folded, numbers
from flows.checking.passages import Table
from flows.checking.patterns import patterns
from flows.checking.sentence import PERIOD, sentences
from flows.checking.times import resolved
from flows.checking.words import words

# What a cell may hold beside its number: blanks and a remark in brackets, as the tables of enfstat report write it.
_BESIDE = re.compile(r"\s*(?:\([^()\d]{1,12}\))?\s*")
_SIGN = re.compile(r"^\s*(?:[+↑]|(?P<fall>↓))")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_NUMBERED = re.compile(r"^\s*(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[一二三四五六七八九十]是)\s*")


@dataclass(frozen=True)
class Cell:
    """A cell with numbers.

    Attributes:
        claim: of a cell that is one number; None where it is text, to be read with the subject and months.
        total: what the cells that it says to be the sum of come to.
        is_doubtful: whether the table says its months in a way that leaves others open.
    """

    row: int
    column: int
    text: str
    claim: Claim | Unbound | None
    when: When
    subject: str | None = None
    total: Decimal | None = None
    is_doubtful: bool = False


def read_table(table: Table, reader: Reader, usual: When, above: Above) -> Iterator[Cell]:
    """The cells of a table that hold numbers, row by row."""
    grid = _Grid(table, reader, usual, above)
    for row, texts in enumerate(table.rows):
        for column, text in enumerate(texts):
            if (row, column) not in table.copies and numbers(folded(text)):
                yield grid.cell(row, column)


@dataclass(frozen=True)
class _Heading:
    """What a heading says.

    Attributes:
        figures: that it names; is_qualified: whether another word beside the name may make another thing of it.
        spans: the years and months that it names. part: the unit or field.
        rest: what it says besides name, months and unit.
    """

    figures: tuple[str, ...] = ()
    is_qualified: bool = False
    spans: tuple[Span, ...] = ()
    unit: str = ""
    rest: str = ""
    part: Part | None = None


@dataclass(frozen=True)
class _Role:
    """What a heading without a figure makes of the number of one."""

    says: Says = Says.VALUE
    part: Part | None = None
    in_percent: bool | None = False
    is_known: bool = True


@dataclass
class _Grid:
    """A table with its headings."""

    table: Table
    reader: Reader
    usual: When
    above: Above
    _heads: dict[str, _Heading] = field(default_factory=dict)

    @cached_property
    def lone(self) -> dict[tuple[int, int], Written]:
        """The cells that are one number."""
        found = {}
        for row, texts in enumerate(self.table.rows):
            for column, text in enumerate(texts):
                if written := lone_number(text):
                    found[row, column] = written
        return found

    @cached_property
    def head_rows(self) -> int:
        """How many rows at the top are headings: those before the first with a number."""
        with_numbers = [row for row, column in self.lone if column]
        return min(with_numbers, default=self._first_with_quantity)

    @property
    def _first_with_quantity(self) -> int:
        """The first row with a quantity beside its first cell: where every cell holds two, as 1479(1005) does."""
        rows = enumerate(self.table.rows)
        found = [row for row, texts in rows for text in texts[1:] if any(map(_is_quantity, numbers(folded(text))))]
        return min(found, default=0)

    def cell(self, row: int, column: int) -> Cell:
        """What the headings say of one cell."""
        text = self.table.rows[row][column]
        written = self.lone.get((row, column))
        if row < self.head_rows or (column == 0 and written is None):
            return Cell(row, column, text, Unbound(written) if written else None, self.usual)
        across, down = self._label(row, column), self._column_heading(column)
        if any(word in down.rest for word in words().table["aside"]):
            return Cell(row, column, text, Unbound(written) if written else None, self.usual)
        if across.figures and down.figures and across.figures != down.figures:
            return Cell(row, column, text, Unbound(written, is_figure_like=True) if written else None, self.usual)
        named, other = (across, down) if across.figures else (down, across)
        if not named.figures and self._role(down).says is Says.CHANGE:
            named, other = self._left_of(row, column), down
        when, is_doubtful = self._when(across, down)
        if not named.figures:
            total = self._total(row, column) if written else None
            if written and total != written.value and self._is_in_percent(written, across, down):
                total = None  # shares are rounded each, and those of different wholes have no sum
            return Cell(row, column, text, Unbound(written) if written else None, when, total=total)
        role = self._role(other)
        if written is None:
            subject = named.figures[0] if role.is_known else None
            return Cell(row, column, text, None, when, subject, is_doubtful=is_doubtful)
        part = role.part or across.part or down.part
        claim = self._claim(written, named, other, role, (row, column), when)
        if isinstance(claim, Claim):
            is_open = claim.is_partial or is_doubtful or (part is not None and role.part is None)
            claim = replace(claim, part=part or self.part_above, is_partial=is_open or self.part_above is not None)
        return Cell(row, column, text, claim, when)

    def _claim(
        self, written: Written, named: _Heading, other: _Heading, role: _Role, at: tuple[int, int], when: When
    ) -> Claim | Unbound:
        names = self.reader.names
        of_figure = named.unit or self._unit_of_row(at)
        if not of_figure and any(names.fits(one, self.above.unit) for one in named.figures):
            of_figure = self.above.unit
        is_change = role.says is Says.CHANGE
        # An amount changes by an amount in its unit; a share by points, a number of cases perhaps by percent.
        is_in_unit = not is_change or (of_figure in words().yuan and role.in_percent is False)
        given = replace(written, unit=written.unit or other.unit or (of_figure if is_in_unit else ""))
        told_by = of_figure if is_change else given.unit
        fitting = [one for one in named.figures if names.fits(one, told_by)]
        exact = [one for one in fitting if names.units[one] == told_by] or fitting
        if not exact:
            return Unbound(given, is_figure_like=True)
        is_partial = named.is_qualified or not role.is_known
        several = Several.ONE if len(exact) > 1 else None
        return Claim(given, tuple(exact), when, role.says, several, None, role.part, is_partial, role.in_percent)

    def _when(self, *headings: _Heading) -> tuple[When, bool]:
        """The months of a cell, a year from one heading and months from another, and whether they are not sure."""
        spans = [span for heading in headings for span in heading.spans]
        years = list(dict.fromkeys((one.year, one.offset) for one in spans if (one.year, one.offset) != (None, None)))
        months = list(dict.fromkeys((one.first, one.last) for one in spans if one.names_months))
        default = self.above.when or self.usual
        when = resolved(Span(*years[0]), self.usual, self.usual) if years else default
        if months:
            first, last = months[0]
            is_up_to = any(word in heading.rest for heading in headings for word in words().table["up_to"])
            when = When(when.year, 1 if is_up_to else first, last)
        is_from_above = not (years and months) and default != self.usual
        return when, len(years) > 1 or len(months) > 1 or is_from_above

    @cached_property
    def part_above(self) -> Part | None:
        """The unit or field of the whole table: in its corner, or above it."""
        corner = self.table.rows[0][0].strip() if self.head_rows and self.table.rows[0] else ""
        return self.reader.parts.get(corner, self.above.part)

    def _left_of(self, row: int, column: int) -> _Heading:
        """The figure of the nearest column of values left of a column of changes."""
        if (row, column) not in self.lone:
            return _Heading()
        for at in range(column - 1, 0, -1):
            heading = self._column_heading(at)
            if heading.figures:
                return heading
            if self._role(heading).says is not Says.CHANGE and not heading.spans:
                break  # of what stands between nobody can tell
        return self._column_heading(0)

    # ---------------------------------------------------------------- headings

    def _column_heading(self, column: int) -> _Heading:
        texts = [row[column] for row in self.table.rows[: self.head_rows] if column < len(row)]
        return self._heading("\n".join(dict.fromkeys(filter(None, texts))))

    def _label(self, row: int, column: int) -> _Heading:
        """The words left of a cell: the nearest that names a figure, else all of them."""
        texts = [
            text
            for at, text in enumerate(self.table.rows[row][:column])
            if text.strip() and (row, at) not in self.lone and folded(text).strip() not in words().units
        ]
        near = [heading for text in reversed(texts) if (heading := self._heading(text)).figures]
        if not near:
            return self._heading("\n".join(dict.fromkeys(texts)))
        others = [heading for text in texts if (heading := self._heading(text)) is not near[0]]
        spans = [span for heading in (near[0], *others) for span in heading.spans]
        part = next((heading.part for heading in (near[0], *others) if heading.part), None)
        return replace(near[0], spans=tuple(spans), part=part)

    def _unit_of_row(self, at: tuple[int, int]) -> str:
        units = [folded(text).strip() for text in self.table.rows[at[0]]]
        return next((unit for unit in units if unit in words().units), "")

    def _heading(self, text: str) -> _Heading:
        if text not in self._heads:
            self._heads[text] = self._read_heading(text)
        return self._heads[text]

    def _read_heading(self, text: str) -> _Heading:
        plain = folded(text)
        unit = next((one.strip() for one in _IN_BRACKETS.findall(plain) if one.strip() in words().units), "")
        shown = _IN_BRACKETS.sub(lambda found: "" if found[1].strip() == unit else found[0], plain)
        found = list(sentences(_NUMBERED.sub("", shown.replace("\n", "")), self.reader.names.with_numerals))
        if not found:
            return _Heading(unit=unit)
        sentence = found[0]
        spans = tuple(one.span for one in sentence.at.values() if one.span is not None and not one.span.is_day)
        mentions = [one for one in self.reader.names.find(sentence.text) if one.slot is None and not one.has_gap]
        if not mentions:
            rest = re.sub(f"[{PERIOD}]", "", sentence.text)
            return _Heading((), False, spans, unit, rest, self.reader.parts.get(rest.strip()))
        mention = max(mentions, key=lambda one: (one.end - one.start, one.end))
        before, behind = sentence.text[: mention.start], sentence.text[mention.end :]
        is_deed = patterns().deed.match(sentence.text, mention.start) is not None
        is_plain = (is_deed or patterns().opener.search(before)) and patterns().joints.fullmatch(behind)
        named = self.reader.part_names.search(before + behind)
        part = self.reader.parts[named[0]] if named else None
        return _Heading(mention.figures, not is_plain, spans, unit, before + behind, part)

    def _role(self, heading: _Heading) -> _Role:
        known = words().table
        rest = heading.rest.strip()
        if rest in self.reader.parts:
            return _Role(part=self.reader.parts[rest])
        if any(word in rest for word in known["change"]):
            is_percent = heading.unit == "%" or any(word in rest for word in known["in_percent"])
            is_open = any(word in rest for word in known["in_percent_or_not"])
            return _Role(Says.CHANGE, in_percent=is_percent or (None if is_open else False))
        return _Role(is_known=patterns().heading.fullmatch(rest) is not None)

    # ---------------------------------------------------------------- totals

    @staticmethod
    def _is_in_percent(written: Written, *headings: _Heading) -> bool:
        marks = [*words().table["in_percent"], *words().table["in_percent_or_not"]]
        is_said = any(word in heading.rest for heading in headings for word in marks)
        return is_said or "%" in (written.unit, *(heading.unit for heading in headings))

    def _total(self, row: int, column: int) -> Decimal | None:
        """What the numbers above a row of totals, or left of a column of totals, come to."""
        whole = words().table["whole"]
        if any(text.strip() in whole for text in self.table.rows[row][:column]):
            above = [self.lone.get((one, column)) for one in range(self.head_rows, row)]
            return _sum(above)
        headings = [texts[column].strip() for texts in self.table.rows[: self.head_rows] if column < len(texts)]
        if any(heading in whole for heading in headings):
            named = [at for at in range(column) if at or (self.lone.get((row, 0)) and self._column_heading(0).figures)]
            return _sum([self.lone.get((row, at)) for at in named])
        return None


def _sum(parts: Sequence[Written | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    if len(known) < 2 or len(known) < len(parts) or len({part.unit for part in known}) > 1:
        return None
    return sum((part.value for part in known), Decimal(0))


def _is_quantity(written: Written) -> bool:
    return written.kind is Kind.QUANTITY


def lone_number(text: str) -> Written | None:
    """The number of a cell that is nothing but a number; a fall that an arrow shows is negative."""
    plain = folded(text)
    if sign := _SIGN.match(plain):
        plain = " " * sign.end() + plain[sign.end() :]
    found = numbers(plain)
    if len(found) != 1 or found[0].kind is not Kind.QUANTITY:
        return None
    is_lone = _BESIDE.fullmatch(plain[: found[0].start]) and _BESIDE.fullmatch(plain[found[0].whole_end :])
    if sign and sign["fall"]:
        found = [replace(found[0], value=-abs(found[0].value))]
    return found[0] if is_lone else None
