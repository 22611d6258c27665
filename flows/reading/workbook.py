"""xlsx, xlsm, xls and xlsb through calamine: fastexcel for the cells, python-calamine where types are needed."""

import io
from functools import partial
from typing import Any

import fastexcel
import polars as pl
import python_calamine

from flows.reading.frames import no_numbers, tidy
from flows.reading.limits import Limits
from flows.reading.sheet import Sheet


def read_workbook(content: bytes, limits: Limits) -> list[Sheet]:
    """Read every worksheet of a workbook, hidden ones too."""
    reader = fastexcel.read_excel(content)
    return [_read_sheet(reader, at, content) for at in range(len(reader.sheet_names))]


def _read_sheet(reader: fastexcel.ExcelReader, at: int, content: bytes) -> Sheet:
    loaded = reader.load_sheet(at, header_row=None, skip_rows=0, dtypes="string")
    first_column = min((column.absolute_index for column in loaded.available_columns()), default=0)
    batch, _ = loaded.to_arrow_with_errors()
    cells = tidy(pl.DataFrame(pl.from_arrow(batch)) if batch.num_columns else pl.DataFrame())
    numbers = partial(_number_cells, content, at, cells, first_column)
    return Sheet(loaded.name, cells, 1, first_column, (), numbers, False, loaded.visible != "visible")


def _number_cells(content: bytes, at: int, cells: pl.DataFrame, first_column: int) -> pl.DataFrame:
    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(at)
    rows: list[list[Any]] = sheet.to_python()
    if not rows or not cells.width:
        return no_numbers(cells)
    top, left = sheet.start or (0, 0)
    columns: list[pl.Series] = []
    for column in range(cells.width):
        place = column + first_column - left
        flags = [isinstance(row[place], int | float) and not isinstance(row[place], bool) for row in rows]
        columns.append(pl.Series(f"c{column}", ([False] * top + flags)[: cells.height]))
    return pl.DataFrame(columns)
