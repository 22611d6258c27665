"""Frames of cells: built from rows, single cells replaced, blank edges cut."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

import polars as pl

from flows.reading.limits import Limits, check_extent

Mark = tuple[int, int, str]
"""A text and where it belongs: 0-based row and column within a frame, or within the sheet where that is said."""


def frame_of_rows(rows: Sequence[Sequence[str | None]], limits: Limits) -> pl.DataFrame:
    """Cells from rows of unequal length, tidied.

    Raises:
        FileRefused: rule `too-many-cells`, before short rows are padded.
    """
    check_extent(len(rows), max(map(len, rows), default=0), limits)
    columns = zip_longest(*rows)
    return tidy(pl.DataFrame({f"c{at}": pl.Series(column, dtype=pl.String) for at, column in enumerate(columns)}))


def tidy(cells: pl.DataFrame) -> pl.DataFrame:
    """Columns named c0, c1, ...; blank text as null; rows and columns after the last filled one cut."""
    blanked = _numbered(cells.get_columns()).with_columns(pl.when(pl.all() != "").then(pl.all()))
    width = max((at + 1 for at, column in enumerate(blanked) if column.null_count() < len(column)), default=0)
    filled = blanked.select(blanked.columns[:width])
    if not width:
        return filled
    height = filled.select(pl.any_horizontal(pl.all().is_not_null()).arg_true().max()).item() + 1
    return filled.head(height)


def with_marks(cells: pl.DataFrame, first_column: int, marks: Iterable[Mark]) -> tuple[pl.DataFrame, int]:
    """Write texts at their places in the sheet, making the frame larger where they lie outside; also its first column."""
    by_column: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_column[mark[1]].append(mark)
    if not by_column:
        return cells, first_column
    left = min(min(by_column), first_column) if cells.width else min(by_column)
    right = max(max(by_column) + 1, first_column + cells.width)
    height = max(cells.height, 1 + max(row for column in by_column.values() for row, _, _ in column))
    columns = []
    for at in range(left, right):
        inside = cells.width and first_column <= at < first_column + cells.width
        column = cells.to_series(at - first_column) if inside else pl.Series("", [], dtype=pl.String)
        column = column.extend_constant(None, height - len(column))
        placed = by_column.get(at)
        columns.append(column.scatter([mark[0] for mark in placed], [mark[2] for mark in placed]) if placed else column)
    return _numbered(columns), left


def _numbered(columns: Iterable[pl.Series]) -> pl.DataFrame:
    return pl.DataFrame([column.alias(f"c{at}") for at, column in enumerate(columns)])


def no_numbers(cells: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    """What tells the number cells of a sheet in which every cell is text."""
    return lambda: flags(cells, ())


def flags(cells: pl.DataFrame, places: Iterable[tuple[int, int]]) -> pl.DataFrame:
    """The Boolean frame of the shape of cells that is true at the given rows and columns of the frame."""
    by_column: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        if row < cells.height:
            by_column[column].append(row)
    return pl.DataFrame(
        {
            name: pl.repeat(False, cells.height, dtype=pl.Boolean, eager=True).scatter(by_column[at], True)
            for at, name in enumerate(cells.columns)
        }
    )
