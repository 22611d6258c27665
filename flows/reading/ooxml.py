"""One streaming pass over a worksheet part: what must be known before, and beside, what calamine reads.

It costs less than calamine by far and bounds what calamine will take. A part that is not written the way Excel writes
raises Unusual; `canonical` rewrites it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from flows.reading.amend import cell_frame
from flows.reading.canonical import KNOWN_ERRORS
from flows.reading.frames import check_extent
from flows.reading.limits import Limits
from flows.reading.refusals import entities_declared
from flows.reading.sheet import FORMULA_WITHOUT_VALUE, Merge
from flows.reading.sheet_data import Flags, Integers, Piece, Unusual, read_pieces

_LONG = 10  # a number in so many characters has at most 9 decimals, which the workbook reader keeps
_OVERLAP = 16  # a declaration cut in two by the end of a chunk is still seen
_ODD_ERROR = re.compile(rb't="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>(?!(?:%s)</v>)' % b"|".join(KNOWN_ERRORS))
_HIDDEN = b'hidden="'
_HIDDEN_ROW = re.compile(rb'<row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d{1,7})"')
_HIDDEN_COLUMNS = re.compile(rb'<col\s(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_COLUMN_SPAN = re.compile(rb'\b(?:min|max)="(\d{1,5})"')
_MERGE = re.compile(rb'<mergeCell\s+ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')


@dataclass
class WorksheetFacts:
    """What is known of a worksheet beside what calamine reads; rows and columns of cells are counted from 0."""

    rows: int = 0  # extent of the cells that hold something
    columns: int = 0
    merges: list[Merge] = field(default_factory=list)
    # Row, column and text of cells that calamine leaves blank: formulas without a result, and errors in ods.
    texts: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)  # counted from 1, as Excel does
    hidden_columns: list[int] = field(default_factory=list)
    # Row, column, text as stored.
    long_numbers: pl.DataFrame = field(default_factory=pl.DataFrame)  # those that the workbook reader may get wrong
    iso_dates: pl.DataFrame = field(default_factory=pl.DataFrame)


def scan_worksheet(chunks: Iterable[bytes], limits: Limits) -> WorksheetFacts:
    """Read the facts of a worksheet part.

    Raises:
        Unusual: the part must be rewritten first.
        FileRefused: the part breaks off, or has cells beyond the limits.
    """
    facts = WorksheetFacts()
    long_numbers, iso_dates = [cell_frame(())], [cell_frame(())]
    for piece in read_pieces(chunks):
        if isinstance(piece, bytes):
            facts.merges += map(_merge, _MERGE.finditer(piece))
            facts.hidden_columns += _hidden_columns(piece)
            continue
        if _HIDDEN in piece.content:
            facts.hidden_rows += [int(found[1]) for found in _HIDDEN_ROW.finditer(piece.content)]
        if b't="e"' in piece.content and _ODD_ERROR.search(piece.content):
            raise Unusual
        if len(piece.cells):
            _note_extent(piece, facts, limits)
            _note_formulas(piece, facts)
            values, types = piece.elements("v"), piece.types()
            type_of_value = types[piece.cell_of_token[values]]
            long_numbers.append(piece.value_texts(values[_is_inexact(piece, values) & (type_of_value == 0)]))
            iso_dates.append(piece.value_texts(values[type_of_value == ord("d")]))
    facts.long_numbers, facts.iso_dates = pl.concat(long_numbers), pl.concat(iso_dates)
    return facts


def number_matrix(chunks: Iterable[bytes], rows: int, columns: int) -> Flags:
    """Which cells of the top left rows × columns store a number (or a date, which is a number with a format)."""
    matrix = np.zeros((rows, columns), dtype=np.bool_)
    for piece in read_pieces(chunks):
        if isinstance(piece, Piece) and len(piece.cells):
            is_number = _valued(piece) & (piece.types() == 0) & (piece.rows < rows) & (piece.columns < columns)
            matrix[piece.rows[is_number], piece.columns[is_number]] = True
    return matrix


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
        last = window[-_OVERLAP:]
    return has_cdata


def _note_extent(piece: Piece, facts: WorksheetFacts, limits: Limits) -> None:
    """Only cells that hold something count: a format that runs to the last row costs the reader nothing."""
    # The first letters of <v>, <f> and <is>; that <i> and <vertAlign> of rich text have them too does no harm.
    holds = np.isin(piece.array[piece.tokens + 1], np.frombuffer(b"vfi", dtype=np.uint8))
    cells = piece.cell_of_token[holds]
    if len(cells):
        facts.rows = max(facts.rows, int(piece.rows[cells].max()) + 1)
        facts.columns = max(facts.columns, int(piece.columns[cells].max()) + 1)
        check_extent(facts.rows, facts.columns, limits)


def _note_formulas(piece: Piece, facts: WorksheetFacts) -> None:
    formulas = piece.elements("f")
    if not len(formulas):
        return
    valued = _valued(piece)
    for cell in np.unique(piece.cell_of_token[formulas]).tolist():
        # A formula of type "str" without text has the empty text as its value.
        if not valued[cell] and b't="str"' not in piece.tag(cell):
            facts.texts.append((int(piece.rows[cell]), int(piece.columns[cell]), FORMULA_WITHOUT_VALUE))


def _valued(piece: Piece) -> Flags:
    """Which cells have a <v> that is not empty."""
    values = piece.elements("v")
    valued = np.zeros(len(piece.cells), dtype=np.bool_)
    # <v/> is as long as <v> followed by one character, and is told apart by its slash.
    is_filled = (piece.value_lengths(values) > 0) & (piece.array[piece.tokens[values] + 2] != ord("/"))
    valued[piece.cell_of_token[values[is_filled]]] = True
    return valued


def _is_inexact(piece: Piece, values: Integers) -> Flags:
    """Which values, if numbers, calamine would round at nine decimals, give more than 15 digits or write as -0."""
    starts = piece.tokens[values] + 3
    is_minus_zero: Flags = (piece.array[starts] == ord("-")) & (piece.array[starts + 1] == ord("0"))
    return is_minus_zero | (piece.value_lengths(values) > _LONG) | _holds_exponent(piece)[values]


def _holds_exponent(piece: Piece) -> Flags:
    """For each token, whether it holds an E between a digit and a digit or sign."""
    places = np.flatnonzero((piece.array & 0xDF) == ord("E"))
    before, after = piece.array[places - 1], piece.array[places + 1]
    is_exponent = (before >= ord(".")) & (before <= ord("9")) & (after >= ord("+")) & (after <= ord("9"))
    holds = np.zeros(len(piece.tokens), dtype=np.bool_)
    holds[piece.token_at(places[is_exponent])] = True
    return holds


def _hidden_columns(head: bytes) -> Iterator[int]:
    for found in _HIDDEN_COLUMNS.finditer(head):
        ends = sorted(map(int, _COLUMN_SPAN.findall(found[0])))
        if len(ends) == 2:
            yield from range(ends[0] - 1, ends[1])


def _merge(found: re.Match[bytes]) -> Merge:
    return Merge(int(found[2]), _column(found[1]), int(found[4]), _column(found[3]))


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
