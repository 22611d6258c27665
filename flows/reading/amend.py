"""Text of cells that calamine gets less than exactly, put right column by column."""

import re
from collections.abc import Sequence

import polars as pl

from flows.reading.numbers import number_text

# How fastexcel writes a date; years beyond 9999 get a sign.
DATE_TEXT = r"^[+-]?\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d"
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


def error_text(detail: str) -> str:
    """The text of an error cell, from what fastexcel says of it; a date beyond every calendar gives its number."""
    found = _ERROR.search(detail)
    if found:
        return _ERRORS.get(found[1], "#VALUE!")
    beyond = _DATE_OUT_OF_RANGE.search(detail)
    return number_text(float(beyond[1])) if beyond else "#VALUE!"


def amended(cells: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Put texts in their places. `changes` has row and column (positions in `cells`) and text."""
    for (column,), group in changes.group_by("column"):
        name = cells.columns[int(str(column))]
        cells = cells.with_columns(cells[name].scatter(group["row"], group["text"]))
    return cells


def exact_numbers(cells: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """The changes that bring numbers to 15 significant digits and dates to whole seconds.

    `stored` has row and column (positions in `cells`) and the number as text; a date is a number with a format, and only
    the text in `cells` tells which it is.
    """
    pieces = []
    for (column,), group in stored.group_by("column"):
        shown = cells[cells.columns[int(str(column))]].gather(group["row"])
        is_date = shown.str.contains(DATE_TEXT).fill_null(value=False)
        dates = group.filter(is_date).with_columns(text=shown.filter(is_date).str.slice(0, 19))
        numbers = group.filter(~is_date)
        pieces += [dates, numbers.with_columns(text=pl.Series(_number_texts(numbers["text"]), dtype=pl.String))]
    return pl.concat(pieces) if pieces else stored.clear()


def _number_texts(stored: Sequence[str] | pl.Series) -> list[str]:
    texts = []
    for text in stored:
        try:
            texts.append(number_text(float(text)))
        except ValueError:
            texts.append(text)
    return texts


def date_texts(stored: pl.DataFrame) -> pl.DataFrame:
    """Dates that the file holds as ISO 8601 text, in the form of every other date."""
    text = pl.col("text").str.replace("T", " ", literal=True).str.slice(0, 19)
    return stored.with_columns(text=pl.when(text.str.len_chars() == 10).then(text + " 00:00:00").otherwise(text))
