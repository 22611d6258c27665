"""The cells of a worksheet part as arrays: the bytes cut at their "<" signs, a few megabytes at a time, never a tree.

Only the plain form that Excel and nearly every other writer use is understood; anything else raises Unusual.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.reading.refusals import too_large, unreadable

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

_LONGEST_CELL = 2**26  # no writer makes a cell or a list of columns of 64 MiB
_PAD = 16  # zero bytes behind a piece, so that looking ahead needs no bounds
_LONGEST_REFERENCE = 11  # XFD1048576 and the quotation mark
_DATA_START = re.compile(rb"<sheetData\s*(/?)>")
_DATA_END = b"</sheetData>"
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding=["'](?!utf-?8["'])""", re.IGNORECASE)


class Unusual(Exception):
    """The part is legal XML perhaps, but not in the plain form that the fast scan understands."""


@dataclass(frozen=True)
class Piece:
    """Some whole cells, cut into tokens: a token begins at a "<" and ends before the next."""

    content: bytes
    array: Bytes
    tokens: Integers
    cells: Integers  # where each cell begins
    cell_of_token: Integers  # which cell a token belongs to; -1 before the first
    rows: Integers  # of the cells, from 0
    columns: Integers

    def elements(self, name: str) -> Integers:
        """The tokens that begin an element of this name of one letter."""
        return np.flatnonzero(_begins(self.array, self.tokens, ord(name)))

    def value_lengths(self, values: Integers) -> Integers:
        """How many bytes stand in <v> elements without attributes."""
        ends = np.append(self.tokens, len(self.content))[values + 1]
        return ends - self.tokens[values] - 3

    def value_texts(self, values: Integers) -> pl.DataFrame:
        """Row, column and text of <v> elements."""
        starts = self.tokens[values] + 3
        ends = starts + self.value_lengths(values)
        texts = [self.content[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        cells = self.cell_of_token[values]
        columns = {"row": self.rows[cells], "column": self.columns[cells]}
        return pl.DataFrame(columns | {"text": pl.Series(texts, dtype=pl.Binary).cast(pl.String)})

    def types(self) -> Bytes:
        """The first letter of each cell's type ("s" also stands for str); 0 for a number, written "n" or not at all."""
        array = self.array[:-_PAD]
        places = np.flatnonzero((array[:-4] == ord(" ")) & (array[1:-3] == ord("t")) & (array[2:-2] == ord("=")))
        tokens = self.token_at(places)
        cells = self.cell_of_token[tokens]
        is_own = (cells >= 0) & (self.cells[cells] == self.tokens[tokens])
        types = np.zeros(len(self.cells), dtype=np.uint8)
        types[cells[is_own]] = array[places[is_own] + 4]
        types[types == ord("n")] = 0
        return types

    def token_at(self, places: Integers) -> Integers:
        """The tokens in which these places lie."""
        return np.searchsorted(self.tokens, places, side="right") - 1

    def tag(self, cell: int) -> bytes:
        """The start tag of a cell."""
        start = int(self.cells[cell])
        return self.content[start : self.content.find(b">", start) + 1]


def read_pieces(chunks: Iterable[bytes]) -> Iterator[Piece | bytes]:
    """What stands before the cells as bytes, the cells piece by piece, then what stands behind, cut before a "<".

    Raises:
        Unusual: the part is not in the plain form.
        FileRefused: the part breaks off, or one cell is longer than any program writes.
    """
    stream = iter(chunks)
    head, buffer, is_empty = _head(stream)
    yield head
    while not is_empty:
        end = buffer.find(_DATA_END)
        if end >= 0:
            yield _piece(buffer[:end])
            buffer = buffer[end:]
            break
        cut = max(buffer.rfind(b"<c "), buffer.rfind(b"<row"))
        if cut > 0:
            yield _piece(buffer[:cut])
            buffer = buffer[cut:]
        if len(buffer) > _LONGEST_CELL:
            raise too_large("单元格内容过长")
        more = next(stream, b"")
        if not more:
            raise unreadable("工作表 XML 不完整")
        buffer += more
    yield from _tail(buffer, stream)


def _head(stream: Iterator[bytes]) -> tuple[bytes, bytes, bool]:
    """The bytes before and behind <sheetData>, and whether the sheet is empty."""
    buffer = next(stream, b"")
    while not (found := _DATA_START.search(buffer)):
        more = next(stream, b"")
        if len(buffer) > _LONGEST_CELL or not more:
            raise Unusual
        buffer += more
    head = buffer[: found.start()].removeprefix(b"\xef\xbb\xbf")
    if not head.startswith(b"<") or b"<!" in head or _ENCODING.match(head):
        raise Unusual
    return head, buffer[found.end() :], found[1] == b"/"


def _tail(buffer: bytes, stream: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        cut = max(buffer.rfind(b"<"), 0) if len(buffer) <= _LONGEST_CELL else len(buffer)
        if b"<!" in buffer:
            raise Unusual
        yield buffer[:cut]
        more = next(stream, b"")
        if not more:
            yield buffer[cut:]
            return
        buffer = buffer[cut:] + more


def _piece(content: bytes) -> Piece:
    if b"<!" in content:
        raise Unusual
    array = np.frombuffer(content + bytes(_PAD), dtype=np.uint8)
    tokens = np.flatnonzero(array == ord("<"))
    is_cell = _begins(array, tokens, ord("c"))
    cells = tokens[is_cell]
    for offset, character in enumerate(b' r="', start=2):
        if (array[cells + offset] != character).any():
            raise Unusual
    rows, columns = _references(array, cells + 6)
    return Piece(content, array, tokens, cells, np.cumsum(is_cell) - 1, rows, columns)


def _begins(array: Bytes, tokens: Integers, letter: int) -> Flags:
    """Which tokens begin the element of this letter; a name character behind it would make another element."""
    behind = array[tokens + 2]
    is_letter: Flags = array[tokens + 1] == letter
    is_whole_name: Flags = (behind <= ord(" ")) | (behind == ord(">")) | (behind == ord("/"))
    return is_letter & is_whole_name


def _references(array: Bytes, places: Integers) -> tuple[Integers, Integers]:
    """Rows and columns, from 0, of the references that begin at these places and end at a quotation mark."""
    rows = np.zeros(len(places), dtype=np.int64)
    columns = np.zeros(len(places), dtype=np.int64)
    is_open = np.ones(len(places), dtype=np.bool_)
    for offset in range(_LONGEST_REFERENCE):
        characters = array[places + offset].astype(np.int64)
        is_letter = is_open & (characters >= ord("A")) & (characters <= ord("Z")) & (rows == 0)
        is_digit = is_open & (characters >= ord("0")) & (characters <= ord("9")) & (columns > 0)
        columns = np.where(is_letter, columns * 26 + characters - 64, columns)
        rows = np.where(is_digit, rows * 10 + characters - 48, rows)
        still_open = is_letter | is_digit
        if (is_open & ~still_open & (characters != ord('"'))).any():
            raise Unusual
        is_open = still_open
        if not is_open.any():
            break
    if is_open.any() or (rows < 1).any() or (columns < 1).any():
        raise Unusual
    return rows - 1, columns - 1
