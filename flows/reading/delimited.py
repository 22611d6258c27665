"""CSV and its kin: separator and charset found from the content, every cell is text."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import polars as pl

from flows.errors import FileRefused
from flows.reading.charset import decode
from flows.reading.frames import frame_of_rows, no_numbers
from flows.reading.limits import Limits
from flows.reading.recognise import SAVE_AS_XLSX
from flows.reading.sheet import Sheet

_SEPARATORS = ",\t;|"
_HEAD_ROWS = 50
_HEAD_CHARACTERS = 200_000
_SEPARATOR_LINE = re.compile(r'"?sep=([^"\r\n])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_TEXT_GUARD = '^="((?:[^"]|"")*)"$'  # ="0012" keeps Excel from reading a number in a CSV


def read_delimited(content: bytes, limits: Limits) -> list[Sheet]:
    """Read a CSV, TSV or semicolon-separated file as one sheet.

    Row numbers are those that Excel shows when it opens the file: a quoted line break adds no row, and a first line
    `sep=;` is not shown.

    Raises:
        FileRefused: no text in a known charset, a quote that never closes, or beyond the limits.
    """
    text = decode(content)
    announced = _SEPARATOR_LINE.match(text)
    body = text[announced.end() :] if announced else text
    rows = _rows(body, announced[1] if announced else find_separator(body))
    cells = _unguard(frame_of_rows(rows, limits))
    return [Sheet("Sheet1", cells, 1, 0, (), lambda: no_numbers(cells), date_1904=False, is_hidden=False)]


def find_separator(text: str) -> str:
    """The separator that cuts most of the first rows into the same, largest number of fields."""
    return max(_SEPARATORS, key=lambda separator: _evenness(text[:_HEAD_CHARACTERS], separator))


def _evenness(head: str, separator: str) -> int:
    try:
        widths = Counter(map(len, islice(_parse(head, separator), _HEAD_ROWS)))
    except csv.Error:
        return 0
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def _parse(text: str, separator: str) -> "csv._reader":  # type: ignore[name-defined]
    return csv.reader((line[0] for line in _LINE.finditer(text)), delimiter=separator)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    row: list[str] = []
    try:
        for row in _parse(text, separator):
            yield row
    except csv.Error as error:
        raise _unclosed_quote() from error
    last = row[-1] if row else ""
    if "\n" in last.rstrip("\r\n") and not text.rstrip().endswith('"'):
        raise _unclosed_quote()


def _unclosed_quote() -> FileRefused:
    return FileRefused("unclosed-quote", "文本文件中有未配对的双引号，后面的各行无法分开", SAVE_AS_XLSX)


def _unguard(cells: pl.DataFrame) -> pl.DataFrame:
    guarded = pl.all().str.contains(_TEXT_GUARD)
    unwrapped = pl.all().str.replace(_TEXT_GUARD, "${1}").str.replace_all('""', '"', literal=True)
    bare = cells.with_columns(pl.when(guarded).then(unwrapped).otherwise(pl.all()))
    return bare.with_columns(pl.when(pl.all() != "").then(pl.all()))
