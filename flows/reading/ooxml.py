"""One streaming pass over a worksheet part: what must be known before, and beside, what calamine reads.

The part is never parsed as a tree: each piece of a few megabytes is cut at its "<" signs with array operations, which
costs less than inflating it. A part that is not written the way Excel writes raises Unusual; `canonical` rewrites it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from flows.reading.canonical import KNOWN_ERRORS
from flows.reading.limits import Limits
from flows.reading.refusals import entities_declared, too_large, unreadable
from flows.reading.sheet import Merge

_Integers = npt.NDArray[np.int64]
_Flags = npt.NDArray[np.bool_]

_LONGEST_CELL = 2**26  # no writer makes a cell or a column list of 64 MiB
_LONG = 10  # a number in so many characters has at most 9 decimals, which the workbook reader keeps
_PAD = 16  # zero bytes behind a piece, so that looking ahead needs no bounds
_DATA_START = re.compile(rb"<sheetData\s*(/?)>")
_DATA_END = b"</sheetData>"
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding=["'](?!utf-?8["'])""", re.IGNORECASE)
_ODD_ERROR = re.compile(rb't="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>(?!(?:%s)</v>)' % b"|".join(KNOWN_ERRORS))
_MERGE = re.compile(rb'<mergeCell\s+ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')


class Unusual(Exception):  # noqa: N818 - a signal to take the slow way, not an error
    """The part is legal XML perhaps, but not in the plain form that the fast scan understands."""


@dataclass
class WorksheetFacts:
    """What the scan found; rows and columns of cells are counted from 0."""

    rows: int = 0  # extent of the cells that hold something
    columns: int = 0
    merges: list[Merge] = field(default_factory=list)
    formulas_without_value: list[tuple[int, int]] = field(default_factory=list)
    long_numbers: list[tuple[int, int, str]] = field(default_factory=list)  # more digits than the reader keeps
    iso_dates: list[tuple[int, int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Piece:
    """Some whole cells of the sheet data, cut into tokens; a token begins at a "<"."""

    content: bytes
    array: npt.NDArray[np.uint8]
    tokens: _Integers
    kinds: npt.NDArray[np.uint8]  # the character behind "<"
    cells: _Integers  # where each cell begins
    cell_of_token: _Integers  # which cell a token belongs to; -1 before the first
    rows: _Integers
    columns: _Integers

    @property
    def values(self) -> _Integers:
        """The tokens that are <v>."""
        return np.flatnonzero((self.kinds == ord("v")) & (self.array[self.tokens + 2] == ord(">")))

    def value_lengths(self, values: _Integers) -> _Integers:
        """How many bytes stand in these <v> elements."""
        ends = np.append(self.tokens, len(self.content))[values + 1]
        return ends - self.tokens[values] - 3


def scan_worksheet(chunks: Iterable[bytes], limits: Limits) -> WorksheetFacts:
    """Read the facts of a worksheet part.

    Raises:
        Unusual: the part must be rewritten first.
        FileRefused: a document type, or cells beyond the limits.
    """
    facts = WorksheetFacts()
    for is_data, content in _pieces(chunks):
        if not is_data:
            facts.merges += [_merge(found) for found in _MERGE.finditer(content)]
            continue
        if b"<!" in content:
            raise Unusual
        if b't="e"' in content and _ODD_ERROR.search(content):
            raise Unusual
        piece = _cut(content)
        if len(piece.cells):
            _note_extent(piece, facts, limits)
            _note_formulas(piece, facts)
            _note_long_values(piece, facts)
    return facts


def number_matrix(chunks: Iterable[bytes], rows: int, columns: int) -> _Flags:
    """Which cells of the top left rows × columns store a number (or a date, which is a number with a format)."""
    matrix = np.zeros((rows, columns), dtype=np.bool_)
    for is_data, content in _pieces(chunks):
        piece = _cut(content) if is_data else None
        if piece is None or not len(piece.cells):
            continue
        valued = np.zeros(len(piece.cells), dtype=np.bool_)
        values = piece.values
        valued[piece.cell_of_token[values[piece.value_lengths(values) > 0]]] = True
        valued &= ~_typed(piece) & (piece.rows < rows) & (piece.columns < columns)
        matrix[piece.rows[valued], piece.columns[valued]] = True
    return matrix


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Cut the part into (is sheet data, bytes): whole cells, then what follows the data."""
    stream = iter(chunks)
    buffer, is_empty = _head(stream)
    while not is_empty:
        end = buffer.find(_DATA_END)
        if end >= 0:
            yield True, buffer[:end]
            buffer = buffer[end:]
            break
        cut = max(buffer.rfind(b"<c "), buffer.rfind(b"<row"))
        if cut > 0:
            yield True, buffer[:cut]
            buffer = buffer[cut:]
        buffer += _next(stream, buffer)
    yield from _tail(buffer, stream)


def _head(stream: Iterator[bytes]) -> tuple[bytes, bool]:
    """The bytes behind <sheetData>, and whether the sheet is empty."""
    buffer = next(stream, b"").removeprefix(b"\xef\xbb\xbf")
    if not buffer.startswith(b"<") or _ENCODING.match(buffer):
        raise Unusual
    while not (found := _DATA_START.search(buffer)):
        if b"<!" in buffer or b":worksheet" in buffer[:4096]:
            raise Unusual
        buffer += _next(stream, buffer)
    if b"<!" in buffer[: found.start()]:
        raise Unusual
    return buffer[found.end() :], found.group(1) == b"/"


def _next(stream: Iterator[bytes], buffer: bytes) -> bytes:
    if len(buffer) > _LONGEST_CELL:
        raise too_large("单元格内容过长")
    more = next(stream, b"")
    if not more:
        raise unreadable("工作表 XML 不完整")
    return more


def _tail(buffer: bytes, stream: Iterator[bytes]) -> Iterator[tuple[bool, bytes]]:
    while True:
        if b"<!" in buffer:
            raise Unusual
        cut = buffer.rfind(b"<") if len(buffer) <= _LONGEST_CELL else len(buffer)
        yield False, buffer[: max(cut, 0)]
        more = next(stream, b"")
        if not more:
            return
        buffer = buffer[max(cut, 0) :] + more


def _cut(content: bytes) -> _Piece:
    array = np.frombuffer(content + bytes(_PAD), dtype=np.uint8)
    tokens = np.flatnonzero(array == ord("<"))
    kinds = array[tokens + 1]
    behind = array[tokens + 2]
    # <c followed by a name character would be another element.
    is_cell = (kinds == ord("c")) & ((behind <= ord(" ")) | (behind == ord(">")) | (behind == ord("/")))
    cells = tokens[is_cell]
    for offset, character in enumerate(b' r="'):
        if (array[cells + 2 + offset] != character).any():
            raise Unusual
    rows, columns = _references(array, cells + 6)
    return _Piece(content, array, tokens, kinds, cells, np.cumsum(is_cell) - 1, rows, columns)


def _references(array: npt.NDArray[np.uint8], places: _Integers) -> tuple[_Integers, _Integers]:
    """Rows and columns, from 0, of the references that begin at these places and end at a quotation mark."""
    rows = np.zeros(len(places), dtype=np.int64)
    columns = np.zeros(len(places), dtype=np.int64)
    is_open = np.ones(len(places), dtype=np.bool_)
    for offset in range(_PAD - 6):
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


def _note_extent(piece: _Piece, facts: WorksheetFacts, limits: Limits) -> None:
    """Only cells that hold something count: a format that runs to the last row costs the reader nothing."""
    kinds, behind = piece.kinds, piece.array[piece.tokens + 2]
    holds = (kinds == ord("v")) | (kinds == ord("f")) | ((kinds == ord("i")) & (behind == ord("s")))
    cells = piece.cell_of_token[holds]
    if not len(cells):
        return
    facts.rows = max(facts.rows, int(piece.rows[cells].max()) + 1)
    facts.columns = max(facts.columns, int(piece.columns[cells].max()) + 1)
    check_extent(facts.rows, facts.columns, limits)


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet whose bounding box would not fit into memory.

    Raises:
        FileRefused: more rows, columns or cells than the limits allow.
    """
    if rows > limits.rows or columns > limits.columns:
        raise too_large(f"单元格位置超出工作表范围（第 {rows} 行、第 {columns} 列）")
    if rows * columns > limits.cells:
        raise too_large(f"使用区域有 {rows} 行 × {columns} 列")


def _note_formulas(piece: _Piece, facts: WorksheetFacts) -> None:
    formulas = np.flatnonzero(piece.kinds == ord("f"))
    if not len(formulas):
        return
    values = piece.values
    valued = np.zeros(len(piece.cells), dtype=np.bool_)
    valued[piece.cell_of_token[values[piece.value_lengths(values) > 0]]] = True
    for cell in np.unique(piece.cell_of_token[formulas]).tolist():
        # A formula of type "str" without text has the empty text as its value.
        if not valued[cell] and b't="str"' not in _tag(piece, cell):
            facts.formulas_without_value.append((int(piece.rows[cell]), int(piece.columns[cell])))


def _note_long_values(piece: _Piece, facts: WorksheetFacts) -> None:
    values = piece.values
    lengths = piece.value_lengths(values)
    wanted = (lengths >= _LONG) | np.isin(values, _exponents(piece))
    for token, length in zip(values[wanted].tolist(), lengths[wanted].tolist(), strict=True):
        cell = int(piece.cell_of_token[token])
        start = int(piece.tokens[token]) + 3
        text = piece.content[start : start + length].decode("ascii", "replace")
        tag = _tag(piece, cell)
        place = (int(piece.rows[cell]), int(piece.columns[cell]), text)
        if b' t="d"' in tag:
            facts.iso_dates.append(place)
        elif (b' t="' not in tag or b' t="n"' in tag) and (length > _LONG or "e" in text.lower()):
            facts.long_numbers.append(place)


def _exponents(piece: _Piece) -> _Integers:
    """The tokens that hold an E between a digit and a digit or sign."""
    places = np.flatnonzero((piece.array & 0xDF) == ord("E"))
    before, after = piece.array[places - 1], piece.array[places + 1]
    is_exponent = (before >= ord(".")) & (before <= ord("9")) & (after >= ord("+")) & (after <= ord("9"))
    return np.searchsorted(piece.tokens, places[is_exponent], side="right") - 1


def _typed(piece: _Piece) -> _Flags:
    """The cells that carry a type other than number."""
    array = piece.array[:-_PAD]
    places = np.flatnonzero((array[:-4] == ord(" ")) & (array[1:-3] == ord("t")) & (array[2:-2] == ord("=")))
    tokens = np.searchsorted(piece.tokens, places, side="right") - 1
    starts = piece.tokens[tokens]
    cells = piece.cell_of_token[tokens]
    is_own = (cells >= 0) & (piece.cells[cells] == starts) & (array[places + 4] != ord("n"))
    typed = np.zeros(len(piece.cells), dtype=np.bool_)
    typed[cells[is_own]] = True
    return typed


def _tag(piece: _Piece, cell: int) -> bytes:
    start = int(piece.cells[cell])
    return piece.content[start : piece.content.find(b">", start) + 1]


def _merge(found: re.Match[bytes]) -> Merge:
    first_column, last_column = _column(found[1]), _column(found[3])
    return Merge(int(found[2]), first_column, int(found[4]), last_column)


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def refuse_entities(chunks: Iterable[bytes]) -> bool:
    """Look through a part that calamine reads by itself; tells whether it holds CDATA, which calamine drops.

    Raises:
        FileRefused: the part declares a document type.
    """
    has_cdata = False
    last = b""
    for chunk in chunks:
        window = last + chunk
        if b"<!" in window:
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise entities_declared()
            has_cdata = has_cdata or b"<![CDATA[" in window
        last = chunk[-_PAD:]
    return has_cdata
