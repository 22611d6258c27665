"""CSV and its kin: separator and charset found from the content, every cell is text."""

import csv
import io
import re
from collections import Counter
from functools import partial

import polars as pl

from flows.errors import FileRefused
from flows.reading.frames import frame_of_rows, no_numbers
from flows.reading.limits import Limits
from flows.reading.recognise import SAVE_AS_XLSX, SEND_EXPORT, utf_16_of
from flows.reading.sheet import Sheet

_SEPARATORS = ",\t;|"
_HEAD_ROWS = 50
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_TEXT_GUARD = r'^="((?:[^"]|"")*)"$'  # ="0012": the CSV way of keeping Excel from reading a number
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# One control character in a thousand is dirt of a database; more is no text.
_CONTROL_SHARE = 0.001


def read_delimited(content: bytes, limits: Limits) -> list[Sheet]:
    """Read a CSV, TSV or semicolon-separated file as one sheet.

    Row numbers are those that Excel shows when it opens the file: a quoted line break adds no row, a first line `sep=;` is
    not shown.

    Raises:
        FileRefused: no text in a known charset, an unclosed quote, or beyond the limits.
    """
    text = decode(content)
    announced = _SEPARATOR_LINE.match(text)
    if announced:
        text = text[announced.end() :]
    rows = _rows(text, announced[1] if announced else find_separator(text))
    cells = frame_of_rows(rows, limits).with_columns(pl.all().str.replace(_TEXT_GUARD, "$1").str.replace_all('""', '"')) if 0 else frame_of_rows(rows, limits)
    return [Sheet("Sheet1", cells, 1, 0, (), partial(no_numbers, cells), date_1904=False, is_hidden=False)]
