"""Records laid out as the sheets of a file: titles, headings, rows, extra rows, totals, footers, merges."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import groupby
from operator import attrgetter

from flows.sample.cells import MONEY_COLUMNS, Cell, Speller, in_ten_thousands
from flows.sample.containers import Grid, Merge
from flows.sample.layout import Extra, Layouts, RawCell, SheetLayout
from flows.sample.records import Record

KEYS = {
    "cases": "case_no",
    "payments": "receipt_no",
    "permits": "item_no",
    "inspections": "task_no",
    "coercions": "document_no",
    "reviews": "review_no",
    "outreach": "event_no",
    "complaints": "complaint_no",
}
SUMMED_COLUMNS = MONEY_COLUMNS | {"participants", "materials"}
TOTAL_LABEL = "合计"
DELETED = "删除"
LAST_NUMBER = re.compile(r"\d+(?=号?$)")


class SheetRenderer:
    """Lays out the records of one sheet. `extra_serials` numbers the keys of extra rows across all files."""

    def __init__(self, layout: SheetLayout, layouts: Layouts, rng: random.Random, extra_serials: Iterator[int]) -> None:
        self._layout = layout
        self._columns = layouts.columns[layout.columns] if layout.columns else {}
        self._rng = rng
        self._extra_serials = extra_serials
        speller = Speller(rng, layout, layouts.dialects[layout.dialect])
        self._spell = [(column, speller.for_column(heading, column)) for heading, column in self._columns.items()]

    def render(self, records: Sequence[Record]) -> Grid:
        """Return the sheet with the records that belong to it."""
        layout = self._layout
        if layout.contract is None:
            return Grid(layout.name, [_cells(row) for row in layout.verbatim])
        chosen = [record for record in records if _matches(record, layout.where)]
        body = self._with_extras([self._row(record) for record in chosen], chosen)
        grid = Grid(layout.name, [*self._top(), *(_cells(row) for row in layout.examples)])
        first_row = len(grid.rows)
        grid.rows += self._with_headings(body)
        if layout.has_total:
            grid.rows.append(self._total(chosen))
        grid.rows += [[footer] for footer in layout.footers]
        grid.merges += [*self._merge_groups(), *self._merge_tasks(chosen, first_row)]
        return self._shift(grid)

    def _top(self) -> list[list[Cell]]:
        titles: list[list[Cell]] = [[title or None] for title in self._layout.titles]
        groups: list[Cell] = [cell for label, span in self._layout.groups for cell in (label, *[None] * (span - 1))]
        return [*titles, *([groups] if groups else []), list(self._columns)]

    def _row(self, record: Record) -> list[Cell]:
        if record.change == DELETED:
            return self._deletion(record)
        return [None if column == "#" else spell(getattr(record, column)) for column, spell in self._spell]

    def _deletion(self, record: Record) -> list[Cell]:
        """A row that takes a key out needs its key alone."""
        kept = (self._key_column, "change")
        return [spell(getattr(record, column)) if column in kept else None for column, spell in self._spell]

    @property
    def _key_column(self) -> str:
        return KEYS[self._layout.contract or ""]

    def _with_headings(self, body: list[list[Cell]]) -> list[list[Cell]]:
        """Number the rows and repeat the heading as paged prints do."""
        counter = next((place for place, column in enumerate(self._columns.values()) if column == "#"), None)
        every = self._layout.repeat_heading_every
        rows: list[list[Cell]] = []
        for number, row in enumerate(body, start=1):
            if every and number > 1 and number % every == 1:
                rows.append(list(self._columns))
            if counter is not None:
                row[counter] = number
            rows.append(row)
        return rows

    def _with_extras(self, body: list[list[Cell]], records: Sequence[Record]) -> list[list[Cell]]:
        for extra in self._layout.extras:
            for row in self._extra_rows(extra, records):
                body.insert(self._rng.randrange(len(body) // 2, len(body)) + 1, row)
        return body

    def _extra_rows(self, extra: Extra, records: Sequence[Record]) -> list[list[Cell]]:
        like = {column: (word,) for column, word in extra.like.items()}
        record = self._rng.choice([record for record in records if _matches(record, like)])
        if extra.key == "new":
            record = with_new_key(record, self._key_column, next(self._extra_serials))
        rows = []
        for overwritten in extra.rows:
            row = self._row(record)
            for heading, cell in overwritten.items():
                row[list(self._columns).index(heading)] = cell if cell != "" else None
            rows.append(row)
        return rows

    def _total(self, records: Sequence[Record]) -> list[Cell]:
        """A row 合计 that adds up the amounts of the records shown."""
        row: list[Cell] = [
            self._sum(heading, column, records) if column in SUMMED_COLUMNS else None
            for heading, column in self._columns.items()
        ]
        row[0] = TOTAL_LABEL
        return row

    def _sum(self, heading: str, column: str, records: Sequence[Record]) -> Cell:
        total = sum(getattr(record, column) or 0 for record in records)
        return in_ten_thousands(total) if "万元" in heading else total

    def _merge_groups(self) -> list[Merge]:
        row, column, merges = len(self._layout.titles), 0, []
        for _, span in self._layout.groups:
            merges.append(Merge(row, column, row, column + span - 1))
            column += span
        return merges

    def _merge_tasks(self, records: Sequence[Record], first_row: int) -> list[Merge]:
        """Merge the cells that the visits of one task share; its visits stand together."""
        places = [place for place, column in enumerate(self._columns.values()) if column in self._layout.merges]
        if not places:
            return []
        merges, row = [], first_row
        for _, task in groupby(records, key=attrgetter("task_no")):
            last_row = row + len(list(task)) - 1
            if last_row > row:
                merges += [Merge(row, place, last_row, place) for place in places]
            row = last_row + 1
        return merges

    def _shift(self, grid: Grid) -> Grid:
        """Leave as many columns blank at the left as the layout says."""
        shift = self._layout.first_column
        if shift:
            grid.rows = [[*[None] * shift, *row] for row in grid.rows]
        return grid


def with_new_key(record: Record, key_column: str, serial: int) -> Record:
    """Return a copy of a record under a key that no planned record has."""
    key = LAST_NUMBER.sub(f"9{serial:06d}", getattr(record, key_column))
    copied = copy(record)
    setattr(copied, key_column, key)
    return copied


def _cells(row: Sequence[RawCell]) -> list[Cell]:
    return list(row)


def _matches(record: Record, where: Mapping[str, Sequence[str]]) -> bool:
    return all(getattr(record, column) in words for column, words in where.items())
