"""The cells of a sheet in four bytes each: the number of a text in the list of the sheet's texts.

Exports repeat dates, amounts and words, and a workbook lists its texts anyway (shared strings). So a sheet of half a
million rows takes no more memory than its distinct texts, and rows become texts a block at a time, when they are asked
for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.reading.sheet_data import Flags, Integers

Codes = npt.NDArray[np.int32]
BLANK = 0
"""The code of a cell that holds nothing."""
NO_TEXT = pl.Series([None], dtype=pl.String)


class Texts:
    """The texts of a sheet while it is read: the shared strings of the workbook, then what its pieces add."""

    def __init__(self, shared: pl.Series) -> None:
        self.shared = shared
        self._parts = [NO_TEXT]
        self._size = len(shared) + 1
        self._numbers: list[tuple[int, int]] = []

    def add(self, texts: Sequence[str], is_number: bool = False) -> Integers:
        """The codes of further texts, whose cells store numbers or not."""
        first, self._size = self._size, self._size + len(texts)
        self._parts.append(pl.Series(texts, dtype=pl.String))
        if is_number:
            self._numbers.append((first, self._size))
        return np.arange(first, self._size)

    def own(self) -> pl.Series:
        """What the sheet has beside the shared strings, behind a null."""
        return pl.concat(self._parts, rechunk=True)

    def is_number(self) -> Flags:
        """By code, whether it stands for a number."""
        flags = np.zeros(self._size, dtype=np.bool_)
        for first, end in self._numbers:
            flags[first:end] = True
        return flags


class Matrix:
    """The codes of a sheet while it is read, as large as the cells that hold something make it."""

    def __init__(self) -> None:
        self._codes: Codes = np.zeros((0, 0), dtype=np.int32)

    def put(self, rows: Integers, columns: Integers, codes: Integers) -> None:
        """Put codes at places, counted from 0."""
        if len(rows):
            self._make_room(int(rows.max()) + 1, int(columns.max()) + 1)
            self._codes[rows, columns] = codes

    def _make_room(self, rows: int, columns: int) -> None:
        height, width = self._codes.shape
        if rows > height or columns > width:
            larger = np.zeros((max(rows, 2 * height) if rows > height else height, max(columns, width)), dtype=np.int32)
            larger[:height, :width] = self._codes
            self._codes = larger

    def cells(self, texts: Texts) -> tuple[CodedCells, int]:
        """The cells from the first row on, blank edges cut, and the column where they begin."""
        own = texts.own()
        is_blank = np.concatenate([((listed == "") | listed.is_null()).to_numpy() for listed in (texts.shared, own)])
        codes = np.where(is_blank, BLANK, np.arange(len(is_blank), dtype=np.int32))[self._codes]
        rows, columns = (np.flatnonzero((codes != BLANK).any(axis=axis)) for axis in (1, 0))
        height, left, right = (int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1) if len(rows) else (0, 0, 0)
        return CodedCells(codes[:height, left:right], texts.shared, own, texts.is_number()), left


class CodedCells:
    """The cells of a sheet, read like a frame of String columns c0, c1, ... of which only slices are laid out."""

    def __init__(self, codes: Codes, shared: pl.Series, own: pl.Series, is_number: Flags) -> None:
        self._codes, self._shared, self._own, self._is_number = codes, shared, own, is_number
        self.height, self.width = codes.shape
        self.shape = self.height, self.width
        self.columns = [f"c{at}" for at in range(self.width)]

    def slice(self, offset: int, length: int | None = None) -> pl.DataFrame:
        """The rows from one on, so many of them or all that follow, as a frame of String columns."""
        codes = self._codes[offset : None if length is None else offset + length]
        return pl.DataFrame({name: self._texts(codes[:, at]) for at, name in enumerate(self.columns)})

    def _texts(self, codes: Codes) -> pl.Series:
        is_own = codes >= len(self._shared)
        if not is_own.any():
            return self._shared.gather(codes.copy())
        own = self._own.gather(np.where(is_own, codes - len(self._shared), BLANK))
        if is_own.all():
            return own
        return own.zip_with(pl.Series(is_own), self._shared.gather(np.where(is_own, BLANK, codes)))

    def row(self, at: int) -> tuple[str | None, ...]:
        """The texts of one row."""
        return tuple(self._text(code) for code in self._codes[at].tolist())

    def _text(self, code: int) -> str | None:
        shared = len(self._shared)
        text: str | None = self._shared[code] if code < shared else self._own[code - shared]
        return text

    def rows(self) -> list[tuple[str | None, ...]]:
        """The texts of every row."""
        return self.slice(0).rows()

    @cached_property
    def numbers(self) -> pl.DataFrame:
        """The Boolean frame of the same shape: whether the cell stores a number."""
        flags = (self._is_number[self._codes[:, at]] for at in range(self.width))
        return pl.DataFrame(dict(zip(self.columns, map(pl.Series, flags), strict=True)))
