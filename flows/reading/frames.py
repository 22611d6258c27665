"""Frames of cells: built from rows, blank edges cut."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest

import polars as pl

from flows.errors import FileRefused
from flows.reading.limits import Limits

_BLOCK_ROWS = 1 << 14
_TOO_LARGE = "请删除空白区域或拆分成较小的文件后，另存为 xlsx 再提交"


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet that would be laid out larger than the limit.

    Raises:
        FileRefused: rule `too-many-cells`.
    """
    if rows * columns > limits.cells or columns > limits.columns or rows > limits.rows:
        reason = f"工作表用到 {rows} 行 × {columns} 列，超过单表 {limits.cells} 个单元格、{limits.columns} 列的上限"
        raise FileRefused("too-many-cells", reason, _TOO_LARGE)


def frame_of_rows(rows: Iterable[Sequence[str | None]], limits: Limits) -> pl.DataFrame:
    """Cells from rows of unequal length, blank text as null, blank rows and columns at the end cut.

    The rows are taken a block at a time: as a frame they need a tenth of the memory.

    Raises:
        FileRefused: rule `too-many-cells`, before short rows are padded.
    """
    blocks, height, width = [pl.DataFrame()], 0, 0
    to_come = iter(rows)
    while block := list(islice(to_come, _BLOCK_ROWS)):
        height, width = height + len(block), max(width, *map(len, block))
        check_extent(height, width, limits)
        columns = zip_longest(*block)
        blocks.append(pl.DataFrame({f"c{at}": pl.Series(column, dtype=pl.String) for at, column in enumerate(columns)}))
    return tidy(pl.concat(blocks, how="diagonal"))


def tidy(cells: pl.DataFrame) -> pl.DataFrame:
    """Columns named c0, c1, ...; blank text as null; rows and columns after the last filled one cut."""
    if not cells.width:
        return cells
    named = cells.rename(dict(zip(cells.columns, (f"c{at}" for at in range(cells.width)), strict=True)))
    blanked = named.with_columns(pl.when(pl.all() != "").then(pl.all()))
    last_filled = blanked.select(pl.any_horizontal(pl.all().is_not_null()).arg_true().max()).item()
    height = 0 if last_filled is None else last_filled + 1
    filled = [at for at, count in enumerate(blanked.null_count().row(0)) if count < blanked.height]
    return blanked.select(blanked.columns[: max(filled, default=-1) + 1]).head(height).rechunk()


def no_numbers(cells: pl.DataFrame) -> pl.DataFrame:
    """The Boolean frame of a sheet in which every cell is text."""
    return cells.select(pl.repeat(False, pl.len()).alias(name) for name in cells.columns)


def flags(cells: pl.DataFrame, places: Iterable[tuple[int, int]]) -> pl.DataFrame:
    """The Boolean frame of the shape of cells that is true at the given (row, column) positions, others ignored."""
    by_column: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        if row < cells.height and column < cells.width:
            by_column[column].append(row)
    marked = no_numbers(cells)
    return marked.with_columns(marked[f"c{column}"].scatter(rows, True) for column, rows in by_column.items())
