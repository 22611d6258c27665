"""The cells of a worksheet part as arrays: the bytes cut at their "<" signs, a few megabytes at a time, never a tree.

Only the plain form that Excel and nearly every other writer use is understood; anything else raises Unusual.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from flows.reading.refusals import too_large, unreadable

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]

_LONGEST_CELL = 2**26  # no writer makes a cell or a list of columns of 64 MiB
_PAD = 16  # zero bytes behind a piece, so that looking ahead needs no bounds
_LONGEST_REFERENCE = 11  # XFD1048576 and the quotation mark
_MOST_DIGITS = 9  # of a whole number that is looked up
_OTHER_SPACE = tuple(b"\t\r\n")
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

    def contents(self, tokens: Integers) -> tuple[Integers, Integers]:
        """Where the text of elements begins and ends: behind their start tag, up to the next "<"."""
        places = self.tokens[tokens]
        closing = places + 2
        has_attributes = np.flatnonzero(self.array[closing] != ord(">"))
        if len(has_attributes):
            all_closing = np.flatnonzero(self.array == ord(">"))
            closing[has_attributes] = all_closing[np.searchsorted(all_closing, places[has_attributes])]
        starts, ends = closing + 1, np.append(self.tokens, len(self.content))[tokens + 1]
        return starts, np.where(self.array[closing - 1] == ord("/"), starts, ends)

    def texts(self, starts: Integers, ends: Integers) -> list[bytes]:
        """The bytes between these places."""
        content = self.content
        return [content[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]

    def integers(self, starts: Integers, ends: Integers) -> Integers:
        """The whole numbers between these places; -1 where there is none of at most nine digits."""
        numbers = np.zeros(len(starts), dtype=np.int64)
        is_number = (ends > starts) & (ends - starts <= _MOST_DIGITS)
        for offset in range(min(int((ends - starts).max(initial=0)), _MOST_DIGITS)):
            places = starts + offset
            is_inside = places < ends
            digits = self.array[places] - np.uint8(ord("0"))  # whatever is below a digit wraps around to above 9
            is_number &= ~is_inside | (digits <= 9)
            numbers = np.where(is_inside, numbers * 10 + digits, numbers)
        return np.where(is_number, numbers, -1)

    def kinds(self) -> Bytes:
        """The first letter of each cell's type, of str the second; 0 for a number, written "n" or not at all."""
        cells, places = self._values_of(ord("t"))
        kinds = np.zeros(len(self.cells), dtype=np.uint8)
        first, second = self.array[places], self.array[places + 1]
        kinds[cells] = np.where((first == ord("s")) & (second == ord("t")), second, first)
        kinds[kinds == ord("n")] = 0
        return kinds

    def styles(self) -> Integers:
        """The number of each cell's style; 0 where it has none."""
        cells, places = self._values_of(ord("s"))
        styles = np.zeros(len(self.cells), dtype=np.int64)
        ends = places.copy()
        for _ in range(_MOST_DIGITS):
            ends += (self.array[ends] >= ord("0")) & (self.array[ends] <= ord("9"))
        styles[cells] = np.maximum(self.integers(places, ends), 0)
        return styles

    def _values_of(self, letter: int) -> tuple[Integers, Integers]:
        """The cells that have the attribute of this letter, and where its value begins."""
        cells, signs = self._attributes
        is_letter = (self.array[signs - 1] == letter) & (self.array[signs - 2] == ord(" "))
        return cells[is_letter], signs[is_letter] + 2

    @cached_property
    def _attributes(self) -> tuple[Integers, Integers]:
        """The "=" signs in the start tags of cells, with the cells.

        Raises:
            Unusual: white space other than one blank before a name, or any around a sign.
        """
        signs = np.flatnonzero(self.array == ord("="))
        tokens = self.token_at(signs)
        cells = self.cell_of_token[tokens]
        is_own = (cells >= 0) & (self.cells[cells] == self.tokens[tokens])
        cells, signs = cells[is_own], signs[is_own]
        before, behind = self.array[signs - 1], self.array[signs + 1]
        is_odd = (before <= ord(" ")) | (behind != ord('"')) | np.isin(self.array[signs - 2], _OTHER_SPACE)
        if is_odd.any():
            raise Unusual
        return cells, signs

    def token_at(self, places: Integers) -> Integers:
        """The tokens in which these places lie."""
        return np.searchsorted(self.tokens, places, side="right") - 1

    def cell(self, index: int) -> bytes:
        """A cell with what stands behind it, up to the next."""
        end = int(self.cells[index + 1]) if index + 1 < len(self.cells) else len(self.content)
        return self.content[int(self.cells[index]) : end]


class Cut(NamedTuple):
    """Some bytes of a part: whole cells, or what stands before or behind all of them."""

    content: bytes
    holds_cells: bool


def cut_part(chunks: Iterable[bytes]) -> Iterator[Cut]:
    """What stands before the cells, the cells piece by piece, then what stands behind; each is cut before a "<".

    Raises:
        Unusual: the part is not in the plain form.
        FileRefused: the part breaks off, or one cell is longer than any program writes.
    """
    stream = iter(chunks)
    head, buffer, is_empty = _head(stream)
    yield Cut(head, holds_cells=False)
    while not is_empty:
        end = buffer.find(_DATA_END)
        if end >= 0:
            yield Cut(buffer[:end], holds_cells=True)
            buffer = buffer[end:]
            break
        cut = max(buffer.rfind(b"<c "), buffer.rfind(b"<row"))
        if cut > 0:
            yield Cut(buffer[:cut], holds_cells=True)
            buffer = buffer[cut:]
        if len(buffer) > _LONGEST_CELL:
            raise too_large("单元格内容过长")
        more = next(stream, b"")
        if not more:
            raise unreadable("工作表 XML 不完整")
        buffer += more
    for content in _tail(buffer, stream):
        yield Cut(content, holds_cells=False)


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


def piece_of(content: bytes) -> Piece:
    """Whole cells cut into tokens.

    Raises:
        Unusual: they are not in the plain form.
    """
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
