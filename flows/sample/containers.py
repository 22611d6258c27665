"""Grids of cells written as xlsx, xls or CSV, to the same bytes every time."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
import xlwt

from flows.sample.cells import Cell

# Workbooks carry the day they were made; a fixed one keeps the bytes the same.
CREATED_AT = datetime(2024, 2, 6, 9, 0)  # noqa: DTZ001 - Excel's properties have no time zone
DATE_FORMAT = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area, 0-based, inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class Grid:
    """A sheet as rows of cells from its first row and column."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)


def write_container(path: Path, grids: Sequence[Grid], encoding: str = "utf-8") -> Path:
    """Write grids in the format that the path's suffix names; a CSV takes the first one.

    Raises ValueError for another suffix.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    match path.suffix:
        case ".xlsx":
            _write_xlsx(path, grids)
        case ".xls":
            _write_xls(path, grids)
        case ".csv":
            _write_csv(path, grids[0], encoding)
        case suffix:
            raise ValueError(f"no writer for {suffix or 'a path without a suffix'}")
    return path


def _write_xlsx(path: Path, grids: Sequence[Grid]) -> None:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": CREATED_AT})
    day_format = book.add_format({"num_format": DATE_FORMAT})
    for grid in grids:
        sheet = book.add_worksheet(grid.name)
        for number, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                match cell:
                    case str():
                        sheet.write_string(number, column, cell)
                    case date():
                        sheet.write_datetime(number, column, cell, day_format)
                    case int() | float():
                        sheet.write_number(number, column, cell)
        for merge in grid.merges:
            _merge_xlsx(sheet, merge, grid)
    book.close()


def _merge_xlsx(sheet: xlsxwriter.worksheet.Worksheet, merge: Merge, grid: Grid) -> None:
    text = grid.rows[merge.first_row][merge.first_column]
    area = (merge.first_row, merge.first_column, merge.last_row, merge.last_column)
    sheet.merge_range(*area, "" if text is None else str(text))


def _write_xls(path: Path, grids: Sequence[Grid]) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    day_style = xlwt.easyxf(num_format_str=DATE_FORMAT)
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        for number, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write(number, column, cell, day_style)
                elif cell is not None:
                    sheet.write(number, column, cell)
    book.save(str(path))


def _write_csv(path: Path, grid: Grid, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, lineterminator="\r\n").writerows(grid.rows)
