"""The cells of a worksheet part → the codes of their texts: what is stored, read by the type and style of its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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

_MIDNIGHT = " 00:00:00"
_DAY_LENGTH, _MOMENT_LENGTH = 10, 19


@dataclass(frozen=True)
class CellReader:
    """Reads the cells of one sheet.

    Attributes:
        date_styles: by the number of a style, whether its numbers are dates.
    """

    texts: Texts
    date_styles: Flags
    date_1904: bool

    def codes(self, piece: Piece) -> Integers:
        """The codes of the cells of a piece.

        Raises:
            Unusual: a cell of a type that there is not.
            FileRefused: a shared string that is not listed.
        """
        kinds = piece.kinds()
        if not np.isin(kinds, (NUMBER, SHARED, TEXT, ERROR, BOOLEAN, ISO_DATE, INLINE)).all():
            raise Unusual
        codes = np.full(len(piece.cells), BLANK, dtype=np.int64)
        self._read_inline(piece, codes)
        self._read_values(piece, kinds, codes)
        self._mark_formulas(piece, kinds, codes)
        return codes

    def _read_values(self, piece: Piece, kinds: Bytes, codes: Integers) -> None:
        values = piece.elements("v")
        starts, ends = piece.contents(values)
        is_filled = ends > starts
        cells, starts, ends = piece.cell_of_token[values][is_filled], starts[is_filled], ends[is_filled]
        if cells.min(initial=0) < 0:
            raise Unusual
        kind = kinds[cells]
        is_shared = kind == SHARED
        codes[cells[is_shared]] = self._shared(piece.integers(starts[is_shared], ends[is_shared]))
        for wanted, read, is_number in self._readers(piece, kind, cells):
            if wanted.any():
                stored = piece.texts(starts[wanted], ends[wanted])
                codes[cells[wanted]] = self._distinct(stored, read, is_number)

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
        if ((numbers < 0) | (numbers + 1 >= len(self.texts.shared))).any():
            raise unreadable("单元格引用了不存在的共享文字")
        return numbers + 1

    def _distinct(self, stored: list[bytes], read: Callable[[str], str], is_number: bool) -> Integers:
        """The codes of stored values, each distinct one read once."""
        known: dict[bytes, int] = {}
        positions = [known.setdefault(value, len(known)) for value in stored]
        try:
            texts = [read(value.decode()) for value in known]
        except UnicodeDecodeError as error:
            raise unreadable("工作表里有不是 UTF-8 的文字") from error
        return self.texts.add(texts, is_number)[positions]

    def _read_inline(self, piece: Piece, codes: Integers) -> None:
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
        codes[cells[is_plain]] = self._distinct(stored, partial(string_text, is_preserved=False), is_number=False)
        odd = np.unique(cells[~is_plain])
        codes[odd] = self._distinct([piece.cell(cell) for cell in odd.tolist()], item_text, is_number=False)

    def _mark_formulas(self, piece: Piece, kinds: Bytes, codes: Integers) -> None:
        """A formula that was saved without its result says so; one of type "str" has the empty text as its result."""
        cells = piece.cell_of_token[piece.elements("f")]
        without = cells[(codes[cells] == BLANK) & (kinds[cells] != TEXT)]
        if len(without):
            codes[without] = self.texts.add([FORMULA_WITHOUT_VALUE])


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
