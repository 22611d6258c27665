"""One streaming pass over a worksheet part: its cells, and what is known of the sheet beside them.

A part that is not written the way Excel writes raises Unusual; `canonical` rewrites it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import polars as pl

from flows.in_order import in_order
from flows.reading.cell_codes import CellReader, ReadCells
from flows.reading.coded import Matrix, Texts
from flows.reading.frames import check_extent
from flows.reading.limits import Limits
from flows.reading.sheet import Merge
from flows.reading.sheet_data import Cut, Integers, cut_part, piece_of

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


@dataclass(frozen=True)
class _Rows:
    """What was read of a piece: its cells with their places, and which of its rows are hidden."""

    rows: Integers
    columns: Integers
    cells: ReadCells
    hidden: list[int]


def scan_worksheet(
    chunks: Iterable[bytes], reader: CellReader, texts: Texts, limits: Limits
) -> tuple[WorksheetFacts, Matrix]:
    """Read a worksheet part: its facts, and the codes of its cells, whose texts are added to those of the sheet.

    As many pieces are read at once as this process may use processors.

    Raises:
        Unusual: the part must be rewritten first.
        FileRefused: the part breaks off, or has cells beyond the limits.
    """
    facts, matrix = WorksheetFacts(), Matrix()
    for read in in_order(partial(_read, reader=reader), cut_part(chunks), pl.thread_pool_size()):
        if isinstance(read, bytes):
            facts.merges += map(_merge, _MERGE.finditer(read))
            facts.hidden_columns += _hidden_columns(read)
            continue
        facts.hidden_rows += read.hidden
        codes = read.cells.codes_among(texts)
        filled = np.flatnonzero(codes)
        rows, columns = read.rows[filled], read.columns[filled]
        _note_extent(rows, columns, facts, limits)
        matrix.put(rows, columns, codes[filled])
    return facts, matrix


def _read(cut: Cut, reader: CellReader) -> bytes | _Rows:
    """Cells read; what stands around them as it is."""
    if not cut.holds_cells:
        return cut.content
    piece = piece_of(cut.content)
    hidden = [int(found[1]) for found in _HIDDEN_ROW.finditer(cut.content)] if _HIDDEN in cut.content else []
    return _Rows(piece.rows, piece.columns, reader.read(piece), hidden)


def _note_extent(rows: Integers, columns: Integers, facts: WorksheetFacts, limits: Limits) -> None:
    """Only cells that hold something count: a format that runs to the last row costs nothing."""
    if len(rows):
        facts.rows = max(facts.rows, int(rows.max()) + 1)
        facts.columns = max(facts.columns, int(columns.max()) + 1)
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
