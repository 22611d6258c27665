"""Dates as workbooks store them: a number of days, shown as a date by the format of its cell."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from math import floor

from flows.reading.number_text import number_text

# Excel counts a 29 February 1900 that never was: below day 60 its days are one later than from there on.
_BEFORE_MARCH_1900, _FROM_MARCH_1900 = datetime(1899, 12, 31), datetime(1899, 12, 30)  # noqa: DTZ001
_FIRST_OF_MARCH_1900 = 60
_DAYS_TO_1904 = 1462
_MILLISECONDS = 86_400_000
# Formats that are dates or times without a code of their own (ECMA-376 part 1, 18.8.30), the East Asian ones too.
_BUILT_IN = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
_LITERAL = re.compile(r'"[^"]*"?|[\\_*].?')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKET = re.compile(r"\[[^\]]*\]?")
_DATE_LETTER = re.compile(r"[dmhys]|a[^;]*[pm/]", re.IGNORECASE)


def serial_text(serial: float, date_1904: bool) -> str:
    """The day and time of a serial number, cut to whole seconds; beyond the calendar it stays the number it is."""
    days = serial + _DAYS_TO_1904 * date_1904
    epoch = _FROM_MARCH_1900 if days >= _FIRST_OF_MARCH_1900 else _BEFORE_MARCH_1900
    try:
        moment = epoch + timedelta(milliseconds=floor(days * _MILLISECONDS + 0.5))
    except (OverflowError, ValueError):
        return number_text(serial)
    return moment.isoformat(sep=" ", timespec="seconds")


def is_date_format(identifier: str, code: str | None) -> bool:
    """Whether numbers of a format are shown as dates or times.

    Args:
        code: the format's own code, None for a built-in format.
    """
    if code is None:
        return identifier in _BUILT_IN
    plain = _LITERAL.sub("", code)
    if "[DBNum" in plain and re.search("[ymd]", _BRACKET.sub("", plain), re.IGNORECASE):
        return True
    first = plain.partition(";")[0]
    return bool(_ELAPSED.search(first) or _DATE_LETTER.search(_BRACKET.sub("", first)))
