"""Merged ranges of a table's body: the value of a range holds for all of its cells, also where a block of rows ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from flows.reading.sheet import Merge
from flows.tables.locate import Table, body_merges


@dataclass(frozen=True)
class _Open:
    """A range that holds for the rows up to its last: its place in the sheet's list, and its value."""

    number: int
    merge: Merge
    text: str


class MergedCells:
    """The merged ranges of a table, to be filled in block by block from the top."""

    def __init__(self, table: Table) -> None:
        self._first_column = table.sheet.first_column
        self._to_come = sorted(enumerate(body_merges(table)), key=lambda item: -item[1].first_row)
        self._open: list[_Open] = []

    def fill(self, cells: pl.DataFrame, first_row: int) -> pl.DataFrame:
        """The cells of the next block with merged ranges filled in; ``first_row`` is its first row in Excel."""
        end = first_row + cells.height
        while self._to_come and self._to_come[-1][1].first_row < end:
            number, merge = self._to_come.pop()
            text = self._text(cells, merge, first_row)
            if text is not None:
                self._open.append(_Open(number, merge, text))
        filled = self._filled(cells, first_row)
        self._open = [held for held in self._open if held.merge.last_row >= end]
        return filled

    def _text(self, cells: pl.DataFrame, merge: Merge, first_row: int) -> str | None:
        left = merge.first_column - self._first_column
        return cells[merge.first_row - first_row, left] if 0 <= left < cells.width else None

    def _filled(self, cells: pl.DataFrame, first_row: int) -> pl.DataFrame:
        fills: dict[int, dict[int, str]] = {}
        for held in sorted(self._open, key=lambda held: held.number):
            for index, at in self._places(held.merge, cells, first_row):
                fills.setdefault(index, {})[at] = held.text
        return cells.with_columns(
            cells.to_series(index).clone().scatter(list(values), list(values.values()))
            for index, values in fills.items()
        )

    def _places(self, merge: Merge, cells: pl.DataFrame, first_row: int) -> Iterator[tuple[int, int]]:
        """Column and row of the cells of a range that lie in a block."""
        left = merge.first_column - self._first_column
        for index in range(left, min(merge.last_column - self._first_column + 1, cells.width)):
            for at in range(max(merge.first_row - first_row, 0), min(merge.last_row - first_row + 1, cells.height)):
                yield index, at
