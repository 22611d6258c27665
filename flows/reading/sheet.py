"""What every reader returns: the cells of one sheet as text, with the addresses that a person sees in Excel."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from flows.reading.coded import CodedCells

# A formula that was saved without its result. A Unicode noncharacter leads it, so no file holds it by accident.
FORMULA_WITHOUT_VALUE = "\ufdd0formula"


@dataclass(frozen=True)
class Merge:
    """A merged range in Excel coordinates: rows from 1, columns from 0, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


Cells = pl.DataFrame | CodedCells
"""Cells in rows: a frame, or codes of which only the rows that are asked for are laid out as a frame."""


@dataclass(frozen=True)
class Sheet:
    """One sheet as it was stored; merges are reported, not filled, and no text is trimmed or folded.

    `cells` has String columns c0, c1, ... and one row per sheet row; a blank cell is null, never "". Numbers are text
    at 15 significant digits in plain notation, dates "YYYY-MM-DD HH:MM:SS", booleans "true" or "false", error cells
    their own text ("#N/A"), a formula without a stored result FORMULA_WITHOUT_VALUE.
    """

    name: str
    cells: Cells
    first_row: int  # Excel row number of the first row of cells
    first_column: int  # 0-based Excel column of c0
    merges: tuple[Merge, ...]
    number_cells: Callable[[], pl.DataFrame]  # Boolean, of the shape of cells: the stored cell is a number; may be slow
    date_1904: bool
    is_hidden: bool
    hidden_rows: tuple[int, ...] = ()  # Excel row numbers, up to the last filled row
    hidden_columns: tuple[int, ...] = ()  # 0-based Excel columns
