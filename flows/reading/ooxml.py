"""One streaming pass over a worksheet part: its cells, and what is known of the sheet beside them.

A part that is not written the way Excel writes raises Unusual; `canonical` rewrites it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from flows.reading.cell_codes import CellReader
from flows.reading.coded import Matrix
from flows.reading.frames import check_extent
from flows.reading.limits import Limits
from flows.reading.sheet import Merge
from flows.reading.sheet_data import Integers, Piece, read_pieces

_HIDDEN = b'hidden="'
_HIDDEN_ROW = re.compile(rb'<row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d{1,7})"')
_HIDDEN_COLUMNS = re.compile(rb'<col\s(?=[^>]*\bhidden="(?:1|true)")[^>]*>')
_COLUMN_SPAN = re.compile(rb'\b(?:min|max)="(\d{1,5})"')
_MERGE = re.compile(rb'<mergeCell\s+ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')


@dataclass
class WorksheetFacts:
    """What is known of a worksheet beside its cells; rows and columns of cells are counted from 0."""

    rows: int = 0  # extent of the cells that hold something
    columns: int = 0
    merges: list[Merge] = field(default_factory=list)
    # Row, column and text of cells of ods that calamine leaves blank: formulas without a result, and errors.
    texts: list[tuple[int, int, str]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)  # counted from 1, as Excel does
    hidden_columns: list[int] = field(default_factory=list)


def scan_worksheet(chunks: Iterable[bytes], reader: CellReader, limits: Limits) -> tuple[WorksheetFacts, Matrix]:
    """Read a worksheet part: its facts, and the codes of its cells.

    Raises:
        Unusual: the part must be rewritten first.
        FileRefused: the part breaks off, or has cells beyond the limits.
    """
    facts, matrix = WorksheetFacts(), Matrix()
    for piece in read_pieces(chunks):
        if isinstance(piece, bytes):
            facts.merges += map(_merge, _MERGE.finditer(piece))
            facts.hidden_columns += _hidden_columns(piece)
            continue
        if _HIDDEN in piece.content:
            facts.hidden_rows += [int(found[1]) for found in _HIDDEN_ROW.finditer(piece.content)]
        if len(piece.cells):
            codes = reader.codes(piece)
            filled = np.flatnonzero(codes)
            _note_extent(piece, filled, facts, limits)
            matrix.put(piece.rows[filled], piece.columns[filled], codes[filled])
    return facts, matrix


def _note_extent(piece: Piece, filled: Integers, facts: WorksheetFacts, limits: Limits) -> None:
    """Only cells that hold something count: a format that runs to the last row costs nothing."""
    if len(filled):
        facts.rows = max(facts.rows, int(piece.rows[filled].max()) + 1)
        facts.columns = max(facts.columns, int(piece.columns[filled].max()) + 1)
        check_extent(facts.rows, facts.columns, limits)


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
