"""Identifiers as they are compared, and those that a spreadsheet has cut short (spec: exports, "Reading the cell").

The originals are kept for showing elsewhere; what is made here is only the form in which two spellings are the same.
"""

from __future__ import annotations

import re
from functools import reduce

import polars as pl

from flows.cells.text import changed_where, normalise

RULES: dict[str, str] = {
    "id-lost-digits": "编号在 Excel 里已丢失位数;请把该列设为文本后从原系统重新导出",
}

# The patterns run in Python and in polars, which knows no look-around.
_AS_NUMBER = r"^([0-9]+)\.0+$"
_BRACKETS, _AS_WRITTEN_IN_LAW = "([【)]】", "〔〔〔〕〕〕"
_WITHOUT_CASE = "^[ -`{-~一-鿿〔〕]*$"  # what capitals leave as it is
_MAY_HAVE_ZEROS = "(?:^|[^0-9])0"  # before a serial
_WORD = "A-Z一-鿿"
# Right behind the year, before the first 号, behind a word: 〔2023〕0012-01, 〔2023〕浙0723行初0012号, 〔2023〕行初012.
_YEAR_SERIALS = (
    f"^(.*?〔[0-9]{{4}}〕[^0-9{_WORD}]*第?[^0-9{_WORD}]*)0+([0-9].*)$",
    "^(.*?〔[0-9]{4}〕(?:[^号]*[^0-9号])?)0+([0-9]+号.*)$",
    f"^(.*〔[0-9]{{4}}〕[^号]*[{_WORD}][^0-9{_WORD}号]*)0+([0-9][^{_WORD}]*)$",
)
_LAST_SERIAL = "^(|.*[^0-9])0+([0-9]+[^0-9]*)$"
_DROPPED = "[ 第字号]"

# Excel writes a two-digit exponent with its sign (3.30723E+17), Java a fraction and a bare exponent (3.30723E17).
_EXPONENT = r"^-?[0-9](\.[0-9]+)?[eE][+-][0-9]{1,3}$|^-?[0-9]\.[0-9]+[eE][0-9]{1,3}$"
_OVER_15_DIGITS = r"^-?[0-9]{16,}(\.0+)?$"


def identifier(text: str) -> str:
    """The identifier as compared: normalised, in capitals, a number's ``.0`` dropped; leading zeros stay."""
    return re.sub(_AS_NUMBER, r"\1", normalise(text)).upper()


def identifiers(column: pl.Series) -> pl.Series:
    """:func:`identifier` over a String column of normalised texts."""
    text = pl.col("text")
    whole = changed_where(column, text.str.contains(_AS_NUMBER), text.str.replace(_AS_NUMBER, "${1}"))
    return changed_where(whole, ~text.str.contains(_WITHOUT_CASE), text.str.to_uppercase())


def document_key(text: str) -> str:
    """The number of a document as compared: ``浙武交执罚字(2023)第0012号`` and ``浙武交执罚〔2023〕12`` are one.

    The serial stands right behind the bracketed year, before 号, or behind the last word (浙0723行初0012); without such
    a year it is the last number there is. Its zeros go before 第 does, so that 2023第0012号 loses them and 20230012号,
    where nobody can tell, keeps them.
    """
    bracketed = identifier(text).translate(str.maketrans(_BRACKETS, _AS_WRITTEN_IN_LAW, " "))
    has_year = re.search("〔[0-9]{4}〕", bracketed)
    for serial in _YEAR_SERIALS if has_year else (_LAST_SERIAL,):
        bracketed = re.sub(serial, r"\1\2", bracketed)
    return re.sub(_DROPPED, "", bracketed)


def document_keys(column: pl.Series) -> pl.Series:
    """:func:`document_key` over a String column of normalised texts."""
    text = pl.col("text")
    brackets = text.str.replace_many([*_BRACKETS, " "], [*_AS_WRITTEN_IN_LAW, ""])
    compact = identifiers(column).to_frame("text").select(brackets).to_series()
    without_zeros = changed_where(
        compact,
        text.str.contains(_MAY_HAVE_ZEROS),
        pl.when(text.str.contains("〔[0-9]{4}〕"))
        .then(reduce(lambda so_far, serial: so_far.str.replace(serial, "${1}${2}"), _YEAR_SERIALS, text))
        .otherwise(text.str.replace(_LAST_SERIAL, "${1}${2}")),
    )
    return without_zeros.to_frame("text").select(text.str.replace_all(_DROPPED, "")).to_series()


def lost_digits(column: pl.Expr, is_number: pl.Expr) -> pl.Expr:
    """True where digits are lost: scientific notation, or a number cell of more than 15 digits. Null stays null.

    Args:
        column: String, normalised texts.
        is_number: Boolean, the stored cell is a number. It matters only where :func:`is_long_number` is true.
    """
    return column.str.contains(_EXPONENT) | (is_long_number(column) & is_number)


def is_long_number(column: pl.Expr) -> pl.Expr:
    """True for digits alone, more than the 15 that a number cell can hold; as a text such an identifier is sound."""
    return column.str.contains(_OVER_15_DIGITS)
