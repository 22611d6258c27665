"""The headings of a statutory table: those that several columns share stand over them, the others reach down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from flows.outputs.annual.question import Cell, Table

NO_ORGAN = "本机关"


@dataclass(frozen=True)
class Heading:
    """A heading over some columns of the grid and some rows of it, counted from 0."""

    text: str
    first_column: int
    last_column: int
    first_row: int
    last_row: int


def headings_of(table: Table) -> Iterator[Heading]:
    """The headings of the grid: shared ones over the columns that they hold together, the others down to the values."""
    depth = 1 + max(len(cell.under) for cell in table.cells)
    yield Heading("单位名称", 0, 0, 0, depth - 1)
    for level in range(depth - 1):
        first = 1
        for path, group in groupby(cell.under[: level + 1] for cell in table.cells):
            last = first + len(list(group)) - 1
            if len(path) > level:
                yield Heading(path[level], first, last, level, level)
            first = last + 1
    for number, cell in enumerate(table.cells, start=1):
        yield Heading(_column_heading(cell), number, number, len(cell.under), depth - 1)


def _column_heading(cell: Cell) -> str:
    """The title; an amount whose title does not tell its unit gets it."""
    return f"{cell.column}\n({cell.unit})" if cell.is_sum and cell.unit not in cell.column else cell.column
