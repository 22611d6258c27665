"""The correction workbook (退回单) as the reader meets it again: rows under numbers that lead to where they came from.

Its tables are recognised by their headings like any others. Beside them it has sheets that are no data, told by their
first cell, and in every table one column more: the number of each returned row, which moves with the row when somebody
sorts, deletes or inserts rows. A hidden sheet says which row of which file each number stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

import polars as pl

from flows.reading.sheet import Sheet

NUMBER_HEADING = "退回编号"
_APPENDIX = "退回单附页:"
EXPLANATIONS, WARNINGS, ORIGINS = (f"{_APPENDIX}{name}" for name in ("填写说明", "提示", "来源"))
"""First cells of the sheets that are no data."""

_NUMBER = r"^R[0-9a-f]{12}$"
_SHA256 = r"^[0-9a-f]{64}$"
_LISTED = ("number", "origin_sha256", "origin_sheet", "origin_row")
_SCHEMA = {
    "sheet": pl.String,
    "row": pl.Int32,
    "origin_sha256": pl.String,
    "origin_sheet": pl.String,
    "origin_row": pl.Int32,
}


@dataclass(frozen=True)
class Unpacked:
    """The sheets of a file that may hold data.

    Attributes:
        origins: for every returned row, where it stands (sheet, row) and where it came from (origin_sha256,
        origin_sheet, origin_row).
        is_returned: whether the file is a correction workbook.
    """

    sheets: list[Sheet]
    origins: pl.DataFrame
    is_returned: bool


def return_number(file_sha256: str, sheet: str, row: int) -> str:
    """The number under which a row is returned: the same whenever it is, and another for every row."""
    return f"R{sha256(f'{file_sha256}|{row}|{sheet}'.encode()).hexdigest()[:12]}"


def unpack(sheets: Iterable[Sheet]) -> Unpacked:
    """Take the sheets that are no data, and the column of numbers, out of a correction workbook.

    Any other file comes back as it is.
    """
    titled = [(_title(sheet), sheet) for sheet in sheets]
    data = [sheet for title, sheet in titled if not title.startswith(_APPENDIX)]
    lists = [_listed(sheet) for title, sheet in titled if title == ORIGINS]
    if not lists:
        return Unpacked(data, pl.DataFrame(schema=_SCHEMA), is_returned=False)
    known = pl.concat(lists).unique("number", keep="first", maintain_order=True)
    numbered = list(_numbered(data))
    origins = pl.concat(numbers.join(known, on="number", how="inner", maintain_order="left") for _, numbers in numbered)
    return Unpacked([sheet for sheet, _ in numbered], origins.select(_SCHEMA.keys()), is_returned=True)


def _title(sheet: Sheet) -> str:
    """The first filled cell of the first row."""
    first_row = sheet.cells.row(0) if sheet.cells.height else ()
    return next((text.strip() for text in first_row if text), "")


def _listed(sheet: Sheet) -> pl.DataFrame:
    """What the hidden sheet says of each number; a line that somebody broke says nothing."""
    width = len(_LISTED)
    named = sheet.cells.slice(0).select(sheet.cells.columns[:width])
    named = named.with_columns(pl.lit(None, dtype=pl.String).alias(f"c{at}") for at in range(named.width, width))
    return (
        named.rename(dict(zip(named.columns, _LISTED, strict=True)))
        .with_columns(pl.col("origin_row").cast(pl.Int32, strict=False))
        .filter(pl.col("number").str.contains(_NUMBER), pl.col("origin_sha256").str.contains(_SHA256))
        .drop_nulls()
    )


def _numbered(sheets: Iterable[Sheet]) -> Iterator[tuple[Sheet, pl.DataFrame]]:
    """Each sheet with its numbers blanked out, and these with the rows in which they stand."""
    for sheet in sheets:
        cells = sheet.cells.slice(0)
        columns = [column.name for column in cells if (column.str.strip_chars() == NUMBER_HEADING).any()]
        rows = pl.int_range(cells.height, dtype=pl.Int32, eager=True) + sheet.first_row
        numbers = [
            pl.DataFrame({"number": cells[name].str.strip_chars(), "row": rows}).with_columns(sheet=pl.lit(sheet.name))
            for name in columns
        ]
        blank = [pl.lit(None, dtype=pl.String).alias(name) for name in columns]
        schema = {"number": pl.String, "row": pl.Int32, "sheet": pl.String}
        yield replace(sheet, cells=cells.with_columns(blank)), pl.concat([pl.DataFrame(schema=schema), *numbers])
