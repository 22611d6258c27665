"""A column of cleaned texts → a column of typed values, and what could not be read.

Every conversion works on the distinct texts of the column: exports repeat dates, amounts and words, so the full
parsers of :mod:`flows.cells` cost next to nothing and need no second, faster version of themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from flows.cells import identifiers, text
from flows.cells.dates import read_date
from flows.cells.identifiers import (
    document_keys,
    identifier,
    is_long_number,
    lost_digits,
)
from flows.cells.money import read_money
from flows.cells.numbers import read_flag, read_int, read_number
from flows.cells.period import read_period
from flows.cells.problem import Unreadable
from flows.cells.text import EXCEL_ERRORS, clean, clean_series
from flows.reading.sheet import FORMULA_WITHOUT_VALUE
from schemas.base import Column, Kind, Level, Vocabulary

POLARS_TYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.ID: pl.String(),
    Kind.ENUM: pl.String(),
    Kind.DATE: pl.Date(),
    Kind.MONEY: pl.Decimal(18, 2),
    Kind.INT: pl.Int64(),
    Kind.BOOL: pl.Boolean(),
    Kind.SET: pl.List(pl.String()),
    Kind.NUMBER: pl.Decimal(24, 6),
    Kind.PERIOD: pl.String(),
}
# Kinds that are read from the text alone.
_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.INT: read_int,
    Kind.BOOL: read_flag,
    Kind.NUMBER: read_number,
    Kind.PERIOD: read_period,
}
FAULT_SCHEMA = {"at": pl.UInt32, "level": pl.String, "rule": pl.String, "message": pl.String}
_NO_VALUES = [*sorted(EXCEL_ERRORS), FORMULA_WITHOUT_VALUE]
_SEPARATORS = "；;，,、/\n"
_UNKNOWN = "不是规定的选项;请按规定的选项填写,或请管理员把新的说法加入词表"


@dataclass(frozen=True)
class Source:
    """What the reading of a column's cells depends on besides their text.

    ``numbers`` tells which cells hold numbers; it is asked only when a text could be either.
    """

    unit: int
    date_1904: bool
    numbers: Callable[[], pl.Series]


@dataclass(frozen=True)
class Converted:
    """Typed values, and the faults found: at (index of the row), level, rule, message."""

    values: pl.Series
    faults: pl.DataFrame


def clean_cells(column: Column, cells: pl.Series) -> pl.Series:
    """Line breaks separate the values of a set, so they are made separators before white space is folded."""
    separated = cells.str.replace_all(r"[\r\n]+", "；") if column.kind is Kind.SET else cells
    return clean_series(separated, keep=column.legal_blanks)


def convert(column: Column, texts: pl.Series, source: Source) -> Converted:
    """Read the cleaned texts of one column (null = blank) as the column's type."""
    if texts.null_count() == len(texts):
        return Converted(blank_values(column, len(texts)), _no_faults())
    readable, errors = _without_errors(texts)
    converted = _by_kind(column, readable, source)
    faults = converted.faults
    if faults.height:
        faults = faults.with_columns(pl.col("message") + column.remedy)
    if errors.height:
        faults = pl.concat([errors, faults])
    return Converted(converted.values.alias(column.name), faults)


def blank_values(column: Column, height: int) -> pl.Series:
    """The values of a column in which nothing is filled."""
    blank = column.vocabulary.blank_as if column.vocabulary else None
    return pl.Series(column.name, [blank], POLARS_TYPES[column.kind]).new_from_index(0, height)


def _without_errors(texts: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
    """Cells that hold an Excel error or a formula that was never computed are unreadable as anything."""
    if not texts.is_in(_NO_VALUES).any():
        return texts, _no_faults()
    is_error, is_formula = texts.is_in(sorted(EXCEL_ERRORS)), texts == FORMULA_WITHOUT_VALUE
    bad = (is_error | is_formula).fill_null(False)
    faults = pl.concat(
        [
            _faults(is_error, "excel-error", text.RULES["excel-error"]),
            _faults(is_formula, "formula-without-value", text.RULES["formula-without-value"]),
        ]
    )
    return texts.set(bad, None), faults


def _by_kind(column: Column, texts: pl.Series, source: Source) -> Converted:
    match column.kind:
        case Kind.TEXT:
            return Converted(texts, _no_faults())
        case Kind.ID:
            return _identifiers(column, texts, source)
        case Kind.ENUM if column.vocabulary:
            return _words(column.vocabulary, texts)
        case Kind.SET if column.item_kind is Kind.ID:
            whole, lost = _without_lost(texts, source)
            read = _by_distinct(whole, partial(_read_set, column), POLARS_TYPES[Kind.SET])
            return Converted(read.values, pl.concat([lost, read.faults]))
        case Kind.SET:
            return _by_distinct(texts, partial(_read_set, column), POLARS_TYPES[Kind.SET])
        case Kind.DATE:
            return _by_distinct(texts, partial(read_date, date_1904=source.date_1904), POLARS_TYPES[Kind.DATE])
        case Kind.MONEY:
            return _by_distinct(texts, partial(read_money, unit=source.unit), POLARS_TYPES[Kind.MONEY])
        case kind if kind in _READERS:
            return _by_distinct(texts, _READERS[kind], POLARS_TYPES[kind])
    raise ValueError(f"column {column.name} has no vocabulary")


def _by_distinct(texts: pl.Series, read: Callable[[str], Any], dtype: pl.DataType) -> Converted:
    """Read each distinct text once."""
    distinct = texts.drop_nulls().unique()
    values: list[Any] = []
    rules: list[tuple[str | None, str | None]] = []
    for cell in distinct:
        try:
            values.append(read(cell))
            rules.append((None, None))
        except Unreadable as problem:
            values.append(None)
            rules.append((problem.rule, problem.message))
    known = pl.DataFrame(
        {"text": distinct, "value": pl.Series(values, dtype=dtype)}
        | {"rule": pl.Series([rule for rule, _ in rules], dtype=pl.String)}
        | {"message": pl.Series([message for _, message in rules], dtype=pl.String)}
    )
    read_rows = texts.to_frame("text").with_row_index("at").join(known, on="text", how="left", maintain_order="left")
    faults = read_rows.filter(pl.col("rule").is_not_null()).select(
        "at", pl.lit(Level.REJECTION.value).alias("level"), "rule", "message"
    )
    return Converted(read_rows["value"], faults)


def _identifiers(column: Column, texts: pl.Series, source: Source) -> Converted:
    """Ids as text in capitals; numbers of documents in the form in which they are compared."""
    whole, lost = _without_lost(texts, source)
    return Converted(document_keys(whole) if column.is_document_no else identifiers.identifiers(whole), lost)


def _without_lost(texts: pl.Series, source: Source) -> tuple[pl.Series, pl.DataFrame]:
    """The texts without those in which digits are lost, and these as faults."""
    could_be_number = texts.to_frame("text").select(is_long_number(pl.col("text")).any()).item()
    is_number = source.numbers() if could_be_number else pl.repeat(False, len(texts), dtype=pl.Boolean, eager=True)
    frame = pl.DataFrame({"text": texts, "is_number": is_number})
    lost = frame.select(lost_digits(pl.col("text"), pl.col("is_number")).fill_null(False)).to_series()
    return texts.set(lost, None), _faults(lost, "id-lost-digits", identifiers.RULES["id-lost-digits"])


def _words(vocabulary: Vocabulary, texts: pl.Series) -> Converted:
    """Enum values; an unknown one is a rejection, or kept as written with a warning where the vocabulary is open."""
    canonical = cleaned_vocabulary(vocabulary)
    values = texts.replace_strict(canonical, default=None, return_dtype=pl.String)
    unknown = texts.is_not_null() & values.is_null()
    if vocabulary.is_open:
        faults = _faults(unknown, "unknown-value", _UNKNOWN, Level.WARNING)
        return Converted(values.fill_null(texts), faults)
    if vocabulary.blank_as:
        values = values.set(texts.is_null(), vocabulary.blank_as)
    return Converted(values, _faults(unknown, "unknown-value", _UNKNOWN))


def cleaned_vocabulary(vocabulary: Vocabulary) -> dict[str, str]:
    """Spelling as it stands after cleaning → canonical value."""
    return {clean(spelling) or spelling: value for spelling, value in vocabulary.canonical.items()}


def _read_set(column: Column, cell: str) -> list[str]:
    """Several values of one cell, sorted and distinct. Known names are taken first, longest first; then it is split."""
    known = cleaned_vocabulary(column.vocabulary) if column.vocabulary else {}
    found, rest = [], cell
    for spelling in sorted(known, key=lambda name: (-len(name), name)):
        if spelling in rest:
            found.append(known[spelling])
            rest = rest.replace(spelling, "\n")
    left = [part.strip() for part in _split(rest) if part.strip()]
    if column.vocabulary and left:
        raise Unreadable("unknown-value", _UNKNOWN)
    items = found + left
    return sorted({identifier(item) if column.item_kind is Kind.ID else item for item in items})


def _split(cell: str) -> list[str]:
    for separator in _SEPARATORS:
        cell = cell.replace(separator, "\n")
    return cell.split("\n")


def _faults(is_bad: pl.Series, rule: str, message: str, level: Level = Level.REJECTION) -> pl.DataFrame:
    if not is_bad.any():
        return _no_faults()
    at = is_bad.fill_null(False).arg_true().cast(pl.UInt32)
    return pl.DataFrame({"at": at}).select(
        "at", pl.lit(level.value).alias("level"), pl.lit(rule).alias("rule"), pl.lit(message).alias("message")
    )


def _no_faults() -> pl.DataFrame:
    return pl.DataFrame(schema=FAULT_SCHEMA)
