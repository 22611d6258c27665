"""xlsx and xlsm: the package is checked, and its worksheets are read in one pass over their XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from flows.reading.canonical import canonical
from flows.reading.cell_codes import CellReader
from flows.reading.coded import Texts
from flows.reading.limits import Limits
from flows.reading.ooxml import scan_worksheet
from flows.reading.package import Package
from flows.reading.refusals import unreadable
from flows.reading.shared_strings import NO_SHARED_STRINGS, read_shared_strings
from flows.reading.sheet import Sheet
from flows.reading.sheet_data import Flags, Unusual
from flows.reading.spreadsheet_parts import NO_STYLES, SHARED_STRINGS, STYLES, Contents, date_styles, read_contents

_CANONICAL_BYTES = 2**28  # an oddly written part is held in memory while it is rewritten

T = TypeVar("T")


@dataclass(frozen=True)
class _Workbook:
    """What the worksheets of a workbook have in common."""

    package: Package
    contents: Contents
    shared: pl.Series
    date_styles: Flags
    limits: Limits


def read_xlsx(content: bytes, limits: Limits) -> list[Sheet]:
    """Read every worksheet, hidden ones too; charts, dialogs and macro sheets are left out.

    Raises:
        FileRefused: damaged, hostile or beyond the limits.
    """
    package = Package(content, limits)
    contents = read_contents(package)
    workbook = _Workbook(
        package,
        contents,
        _plainly(package, SHARED_STRINGS, read_shared_strings) if SHARED_STRINGS in package else NO_SHARED_STRINGS,
        date_styles(package.read(STYLES)) if STYLES in package else NO_STYLES,
        limits,
    )
    return [
        _sheet(workbook, sheet.name, sheet.part, is_hidden=sheet.is_hidden) for sheet in contents.sheets if sheet.part
    ]


def _sheet(workbook: _Workbook, name: str, part: str, is_hidden: bool) -> Sheet:
    date_1904 = workbook.contents.date_1904

    def scan(chunks: Iterable[bytes]) -> Sheet:
        texts = Texts(workbook.shared)
        reader = CellReader(len(workbook.shared), workbook.date_styles, date_1904)
        facts, matrix = scan_worksheet(chunks, reader, texts, workbook.limits)
        cells, first_column = matrix.cells(texts)
        return Sheet(
            name=name,
            cells=cells,
            first_row=1,
            first_column=first_column,
            merges=tuple(facts.merges),
            number_cells=lambda: cells.numbers,
            date_1904=date_1904,
            is_hidden=is_hidden,
            hidden_rows=tuple(row for row in facts.hidden_rows if row <= cells.height),
            hidden_columns=tuple(facts.hidden_columns),
        )

    return _plainly(workbook.package, part, scan)


def _plainly(package: Package, part: str, read: Callable[[Iterable[bytes]], T]) -> T:
    """Read a part as it stands; one that is oddly written is rewritten first.

    Raises:
        FileRefused: it cannot be read even then.
    """
    try:
        return read(package.stream(part))
    except Unusual:
        plain = canonical(package.stream(part), _CANONICAL_BYTES)
    try:
        return read([plain])
    except Unusual as error:
        raise unreadable("部件的写法无法识别") from error
