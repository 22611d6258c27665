"""The cells of a worksheet part → the codes of their texts: what is stored, read by the type and style of its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from flows.reading.coded import BLANK, Texts
from flows.reading.number_text import number_text
from flows.reading.refusals import unreadable
from flows.reading.serial_dates import serial_text
from flows.reading.shared_strings import item_text
from flows.reading.sheet import FORMULA_WITHOUT_VALUE
from flows.reading.sheet_data import Bytes, Flags, Integers, Piece, Unusual
from flows.reading.xml_text import string_text, xml_text

NUMBER, SHARED, TEXT, ERROR, BOOLEAN, ISO_DATE, INLINE = 0, *map(ord, "stebdi")
"""The kinds of cells, as :meth:`Piece.kinds` gives them."""

_NOT_YET = -1  # the code of a cell whose text has none so far
_MIDNIGHT = " 00:00:00"
_DAY_LENGTH, _MOMENT_LENGTH = 10, 19


@dataclass(frozen=True)
class _Own:
    """Texts that some cells of a piece hold, each distinct one once, and which of them each of these cells has."""

    cells: Integers
    positions: Integers
    texts: Sequence[str]
    is_number: bool = False


@dataclass
class ReadCells:
    """The cells of a piece: shared strings by their codes; other texts get theirs when they join those of the sheet."""

    codes: Integers
    own: list[_Own] = field(default_factory=list)

    def codes_among(self, texts: Texts) -> Integers:
        """The codes of all cells; the texts of their own are added to those of the sheet."""
        for own in reversed(self.own):  # of a cell in which several things stand the last was read
            waits = self.codes[own.cells] == _NOT_YET
            self.codes[own.cells[waits]] = texts.add(own.texts, own.is_number)[own.positions[waits]]
        return self.codes

    def hold(self, own: _Own) -> None:
        """Cells hold texts of their own."""
        if len(own.cells):
            self.codes[own.cells] = _NOT_YET
            self.own.append(own)


@dataclass(frozen=True)
class CellReader:
    """Reads the cells of one sheet, a piece at a time and in any order.

    Attributes:
        shared: how many shared strings there are, with the null before them.
        date_styles: by the number of a style, whether its numbers are dates.
    """

    shared: int
    date_styles: Flags
    date_1904: bool

    def read(self, piece: Piece) -> ReadCells:
        """The cells of a piece.

        Raises:
            Unusual: a cell of a type that there is not.
            FileRefused: a shared string that is not listed.
        """
        read = ReadCells(np.full(len(piece.cells), BLANK, dtype=np.int64))
        if not len(piece.cells):
            return read
        kinds = piece.kinds()
        if not np.isin(kinds, (NUMBER, SHARED, TEXT, ERROR, BOOLEAN, ISO_DATE, INLINE)).all():
            raise Unusual
        _read_inline(piece, read)
        self._read_values(piece, kinds, read)
        _mark_formulas(piece, kinds, read)
        return read

    def _read_values(self, piece: Piece, kinds: Bytes, read: ReadCells) -> None:
        values = piece.elements("v")
        starts, ends = piece.contents(values)
        is_filled = ends > starts
        cells, starts, ends = piece.cell_of_token[values][is_filled], starts[is_filled], ends[is_filled]
        if cells.min(initial=0) < 0:
            raise Unusual
        kind = kinds[cells]
        is_shared = kind == SHARED
        read.codes[cells[is_shared]] = self._shared(piece.integers(starts[is_shared], ends[is_shared]))
        for wanted, text_of, is_number in self._readers(piece, kind, cells):
            if wanted.any():
                stored = piece.texts(starts[wanted], ends[wanted])
                read.hold(_distinct(cells[wanted], stored, text_of, is_number=is_number))

    def _readers(self, piece: Piece, kind: Bytes, cells: Integers) -> list[tuple[Flags, Callable[[str], str], bool]]:
        """Which values are read by which function, and whether these are numbers."""
        styles = piece.styles()[cells]
        is_date = self.date_styles[np.minimum(styles, len(self.date_styles) - 1)] & (styles < len(self.date_styles))
        return [
            ((kind == NUMBER) & ~is_date, _number, True),
            ((kind == NUMBER) & is_date, partial(_date, date_1904=self.date_1904), False),
            ((kind == TEXT) | (kind == ERROR), xml_text, False),
            (kind == BOOLEAN, _truth, False),
            (kind == ISO_DATE, _iso_date, False),
        ]

    def _shared(self, numbers: Integers) -> Integers:
        if ((numbers < 0) | (numbers + 1 >= self.shared)).any():
            raise unreadable("单元格引用了不存在的共享文字")
        return numbers + 1


def _distinct(cells: Integers, stored: list[bytes], text_of: Callable[[str], str], *, is_number: bool = False) -> _Own:
    """Stored values of cells, each distinct one read once."""
    known: dict[bytes, int] = {}
    positions = [known.setdefault(value, len(known)) for value in stored]
    try:
        texts = [text_of(value.decode()) for value in known]
    except UnicodeDecodeError as error:
        raise unreadable("工作表里有不是 UTF-8 的文字") from error
    return _Own(cells, np.array(positions, dtype=np.int64), texts, is_number)


def _read_inline(piece: Piece, read: ReadCells) -> None:
    """Text that stands in the cell itself, mostly in one run."""
    runs = piece.elements("t")
    if not len(runs):
        return
    cells = piece.cell_of_token[runs]
    if cells.min() < 0:
        raise Unusual
    is_bare = piece.array[piece.tokens[runs] + 2] == ord(">")
    is_plain = is_bare & (np.bincount(cells)[cells] == 1) & (b"<rPh" not in piece.content)
    stored = piece.texts(*piece.contents(runs[is_plain]))
    read.hold(_distinct(cells[is_plain], stored, partial(string_text, is_preserved=False)))
    odd = np.unique(cells[~is_plain])
    read.hold(_distinct(odd, [piece.cell(cell) for cell in odd.tolist()], item_text))


def _mark_formulas(piece: Piece, kinds: Bytes, read: ReadCells) -> None:
    """A formula that was saved without its result says so; one of type "str" has the empty text as its result."""
    cells = piece.cell_of_token[piece.elements("f")]
    without = cells[(read.codes[cells] == BLANK) & (kinds[cells] != TEXT)]
    read.hold(_Own(without, np.zeros_like(without), [FORMULA_WITHOUT_VALUE]))


def _number(stored: str) -> str:
    try:
        return number_text(float(stored))
    except ValueError:
        return stored


def _date(stored: str, date_1904: bool) -> str:
    try:
        return serial_text(float(stored), date_1904)
    except ValueError:
        return stored


def _truth(stored: str) -> str:
    return "false" if stored == "0" else "true"


def _iso_date(stored: str) -> str:
    """A day or moment in ISO 8601, in the form of every other date."""
    text = stored.replace("T", " ")[:_MOMENT_LENGTH]
    return text + _MIDNIGHT if len(text) == _DAY_LENGTH else text
