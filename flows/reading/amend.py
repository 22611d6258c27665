"""Cells that calamine gets less than exactly, put right in place; a change is a row of row, column, text."""

import re
from collections.abc import Iterable
from typing import Any

import polars as pl

from flows.reading.number_text import number_text

_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}
_ERROR = re.compile(r"Error\((\w+)\)")
_DATE_OUT_OF_RANGE = re.compile(r"value: ([^,}]+)")


def cell_frame(changes: Iterable[tuple[int, int, str]]) -> pl.DataFrame:
    """A frame of changes: row and column counted from 0, and the text that belongs there."""
    schema = {"row": pl.Int64, "column": pl.Int64, "text": pl.String}
    return pl.DataFrame(list(changes), schema=schema, orient="row")


def amended(cells: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """The cells with other texts at the places of `changes`, which are positions within the frame."""
    new = [
        cells.to_series(_position(key)).scatter(group["row"], group["text"]).alias(cells.columns[_position(key)])
        for key, group in changes.group_by("column")
    ]
    return cells.with_columns(new)


def widened(cells: pl.DataFrame, first_column: int, changes: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The cells with room for changes beyond their edges (columns of the sheet), and where they begin now."""
    if changes.is_empty():
        return cells, first_column
    leftmost, rightmost = int(changes["column"].min()), int(changes["column"].max())  # type: ignore[arg-type]
    bottom = int(changes["row"].max()) + 1  # type: ignore[arg-type]
    left = min(leftmost, first_column) if cells.width else leftmost
    right = max(rightmost + 1, first_column + cells.width)
    height = max(cells.height, bottom)
    columns = {}
    for index in range(left, right):
        is_inside = first_column <= index < first_column + cells.width
        column = cells.to_series(index - first_column) if is_inside else pl.Series(dtype=pl.String)
        columns[f"c{index - left}"] = column.extend_constant(None, height - len(column))
    return pl.DataFrame(columns), left


def reported_errors(errors: Iterable[Any]) -> pl.DataFrame:
    """The texts of the cells that fastexcel reports as errors, by position in its frame."""
    told = ((error.position, _error_text(error.detail)) for error in errors)
    return cell_frame((*position, text) for position, text in told if text is not None)


def _error_text(detail: str) -> str | None:
    """#N/A and its kind; a date beyond every calendar, which is reported too, gives its number."""
    found = _ERROR.search(detail)
    if found:
        return _ERRORS.get(found[1], "#VALUE!")
    beyond = _DATE_OUT_OF_RANGE.search(detail)
    return number_text(float(beyond[1])) if beyond else None


def _position(key: tuple[object, ...]) -> int:
    return int(str(key[0]))
