"""Cleaning the text of a cell, alone or as a polars expression, alike (spec: exports, "Reading the cell")."""

from __future__ import annotations

import re
import unicodedata

import polars as pl

from flows.cells.problem import Unreadable
from flows.reading.sheet import FORMULA_WITHOUT_VALUE

DASHES = "-\u2010\u2012\u2013\u2014\u2015\u2212\u2500"
"""Hyphen, dashes, minus and the box line, as input methods and old code pages produce them, after NFKC."""

BLANK_MARKS: frozenset[str] = frozenset({"/", "\\", "无", "暂无", "空", "null", "NULL", "N/A", "\u2e3a"}).union(
    *({dash, dash * 2} for dash in DASHES)
)
"""What people write into a cell that has no value, after NFKC; a dash in each of its glyphs, once or twice."""

EXCEL_ERRORS: frozenset[str] = frozenset(
    {
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
        "#UNKNOWN!", "#CONNECT!", "#EXTERNAL!", "#PYTHON!", "#BUSY!", "#GETTING_DATA",
    }
)  # fmt: skip
"""The texts of Excel's error values."""

RULES: dict[str, str] = {
    "excel-error": "单元格里是 Excel 错误值;请改正公式或填写实际内容",
    "formula-without-value": "单元格里是没有计算结果的公式;请用 Excel 打开、保存后再交",
}

# Zero-width characters, marks of direction, soft hyphen, byte order mark, variation selectors (U+FE0F follows a ✔).
_INVISIBLE = "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]"
# White space and control characters. Spelled out, because ``\\s`` is not the same set in Python and in polars.
_SPACE = "[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
# Text that normalising leaves as it is: printable ASCII, Han, marks that NFKC knows no other form of, single blanks.
_PLAIN = "^[!-~一-鿿〔〕、。《》]+(?: [!-~一-鿿〔〕、。《》]+)*$"
_INVISIBLE_PATTERN = re.compile(_INVISIBLE)
_SPACE_PATTERN = re.compile(_SPACE)


def normalise(text: str) -> str:
    """NFKC, without invisible characters, trimmed, inner white space (line breaks too) folded to one blank."""
    visible = unicodedata.normalize("NFKC", _INVISIBLE_PATTERN.sub("", text))
    return _SPACE_PATTERN.sub(" ", visible).strip(" ")


def clean(text: str, keep: frozenset[str] = frozenset()) -> str | None:
    """The normalised text, None if it is blank or a mark of blank; marks in ``keep`` are values of the column."""
    cleaned = normalise(text)
    return None if not cleaned or cleaned in BLANK_MARKS - keep else cleaned


def normalise_expression(column: pl.Expr) -> pl.Expr:
    """:func:`normalise` over a String column."""
    visible = column.str.replace_all(_INVISIBLE, "").str.normalize("NFKC")
    return visible.str.replace_all(_SPACE, " ").str.strip_chars(" ")


def clean_series(column: pl.Series, keep: frozenset[str] = frozenset()) -> pl.Series:
    """:func:`clean` over a String column, normalising only the texts that need it: in most columns none does."""
    column = changed_where(column, ~pl.col("text").str.contains(_PLAIN), normalise_expression(pl.col("text")))
    is_blank = column.is_in(sorted(BLANK_MARKS - keep | {""}))
    return column.set(is_blank, None) if is_blank.any() else column


def to_be_cleaned(columns: pl.DataFrame) -> set[str]:
    """The columns that hold a text which :func:`clean` changes; looked for in all of them at once."""
    is_changed = ~pl.all().str.contains(_PLAIN) | pl.all().is_in(sorted(BLANK_MARKS))
    found = columns.select(is_changed.any()).row(0)
    return {name for name, has_any in zip(columns.columns, found, strict=True) if has_any}


def changed_where(column: pl.Series, condition: pl.Expr, change: pl.Expr) -> pl.Series:
    """A column of texts with a change made where a condition holds; elsewhere the change is not even worked out.

    Args:
        condition, change: of the column ``text``; null counts as no.
    """
    at = column.to_frame("text").select(condition.fill_null(False).arg_true()).to_series()
    if not len(at):
        return column
    return column.clone().scatter(at, column.gather(at).to_frame("text").select(change).to_series())


def refuse_artefact(cleaned: str) -> None:
    """Raise :class:`Unreadable` where the cell holds what Excel left there instead of a value."""
    if cleaned in EXCEL_ERRORS:
        raise Unreadable("excel-error", RULES["excel-error"])
    if cleaned == FORMULA_WITHOUT_VALUE:
        raise Unreadable("formula-without-value", RULES["formula-without-value"])
