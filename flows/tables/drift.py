"""Columns whose values plainly belong to another heading: dates under an amount, two columns that changed places.

Single wrong cells are rejections. Only where nearly all of a column cannot be what its heading says, and nearly all of
it is what another heading says, is the file as a whole not what it claims to be; then no row of it is safe to take.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from flows.cells.text import EXCEL_ERRORS
from flows.errors import FileRefused
from flows.reading.address import column_letters
from flows.reading.sheet import FORMULA_WITHOUT_VALUE
from flows.tables.convert import Source, convert
from flows.tables.locate import Table
from schemas.base import Column, Kind

# Fewer filled cells say little about a column: five may be one careless person's work, a shifted export has more.
_ENOUGH_CELLS = 8
_NEARLY_ALL = 0.9
_CELLS_LOOKED_AT = 200
_ARTEFACTS = sorted(EXCEL_ERRORS | {FORMULA_WITHOUT_VALUE})
# Eight digits that are a day of this century. One amount in two thousand looks so; a whole column of them is none.
_COMPACT_DAY = r"^20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"
_DIGIT = "[0-9]"
_KIND_TITLES = {Kind.DATE: "日期", Kind.MONEY: "金额", Kind.INT: "数量", Kind.BOOL: "是否"}
_REMEDY = "请核对这两列的列名和内容,改正后重新放入;其余文件不受影响"


@dataclass(frozen=True)
class _Filled:
    """A column of the table with the filled cells of it that are looked at."""

    column: Column
    texts: pl.Series

    @property
    def is_enough(self) -> bool:
        return len(self.texts) >= _ENOUGH_CELLS

    def is_nearly_all(self, other: Column, date_1904: bool) -> bool:
        """Whether nearly all of these cells can be read as another column (or as their own)."""
        return _readable(other, self.texts, date_1904) >= _NEARLY_ALL * len(self.texts)

    def is_hardly_any(self, date_1904: bool) -> bool:
        """Whether hardly any of these cells can be read as what their own heading says."""
        if self.column.kind is Kind.MONEY and self.texts.str.contains(_COMPACT_DAY).mean() == 1.0:
            return True
        return _readable(self.column, self.texts, date_1904) <= (1 - _NEARLY_ALL) * len(self.texts)


class Evidence:
    """What the rows of a table say of its columns, gathered block by block.

    Attributes:
        texts: for each contract column that the table has, the first filled cells. What Excel left instead of a value
            is not among them: it tells nothing of where it belongs.
        filled, faulty: how many cells of a column are filled, and of how many something was not readable.
    """

    def __init__(self) -> None:
        self.texts: dict[str, pl.Series] = {}
        self.filled: Counter[str] = Counter()
        self.faulty: Counter[str] = Counter()

    def add(self, texts: pl.DataFrame, faults: pl.DataFrame) -> None:
        """Take further rows into account.

        Args:
            texts: the cleaned text that counts for each contract column, one row per data row; null = blank.
            faults: of these rows: at, column.
        """
        self.faulty.update(dict(faults.group_by("column").agg(pl.col("at").n_unique()).iter_rows()))
        for column in texts:
            self.filled[column.name] += len(column) - column.null_count()
            known = self.texts.get(column.name, pl.Series(dtype=pl.String))
            if len(known) < _CELLS_LOOKED_AT:
                cells = column.drop_nulls()
                more = _without_artefacts(cells).head(_CELLS_LOOKED_AT - len(known))
                self.texts[column.name] = pl.concat([known, more.alias("")])


def _without_artefacts(cells: pl.Series) -> pl.Series:
    """The first cells, as far as they are looked at, without what Excel left instead of a value."""
    if set(cells.head(_CELLS_LOOKED_AT)).isdisjoint(_ARTEFACTS):
        return cells
    return cells.filter(~cells.is_in(_ARTEFACTS))


def refuse_drift(table: Table, evidence: Evidence) -> None:
    """Refuse a table with a column whose values plainly belong to another one.

    Raises:
        FileRefused: rules `columns-swapped`, `column-of-another`; the reason names both columns.
    """
    for number, other in _numbers_elsewhere(table, evidence):
        raise _swapped(table, number, other)
    for suspect in _suspects(table, evidence):
        others = [other for name, other in table.spec.columns.items() if name != suspect.column.name]
        swapped = next((other for other in others if _is_swap(table, evidence, suspect, other)), None)
        if swapped:
            raise _swapped(table, suspect.column, swapped)
        owner = _owner(table, evidence, suspect, others)
        if owner:
            raise _of_another(table, suspect, owner)


def _numbers_elsewhere(table: Table, evidence: Evidence) -> Iterator[tuple[Column, Column]]:
    """A number of the key without a digit in it, and a column of texts in which numbers stand instead.

    A number can be any text, so nothing less says that it changed places: names have no digits, numbers have some.
    """
    cells = [_Filled(table.spec.columns[name], texts) for name, texts in evidence.texts.items()]
    numbers = [one for one in cells if one.column.kind is Kind.ID and one.column.rejects_row]
    texts = [one for one in cells if one.column.kind is Kind.TEXT]
    others = [text.column for text in texts if _share_with_digits(text, too_few=0) >= _NEARLY_ALL]
    for number in numbers:
        if _share_with_digits(number, too_few=1) <= 1 - _NEARLY_ALL:
            yield from ((number.column, other) for other in others)


def _share_with_digits(cells: _Filled, *, too_few: float) -> float:
    """How much of a column has a digit; ``too_few`` where too little is filled to tell."""
    return float(cells.texts.str.contains(_DIGIT).sum() / len(cells.texts)) if cells.is_enough else too_few


def _suspects(table: Table, evidence: Evidence) -> Iterator[_Filled]:
    """The columns of which hardly any cell is what the heading says."""
    for name, texts in evidence.texts.items():
        column, filled = table.spec.columns[name], evidence.filled[name]
        may_be = column.kind is Kind.MONEY or evidence.faulty[name] >= _NEARLY_ALL * filled
        if _is_typed(column) and filled >= _ENOUGH_CELLS and may_be:
            cells = _Filled(column, texts)
            if cells.is_enough and cells.is_hardly_any(table.sheet.date_1904):
                yield cells


def _is_typed(column: Column) -> bool:
    """Whether there are values that the column cannot hold."""
    return column.kind not in (Kind.TEXT, Kind.ID) and (column.kind is not Kind.SET or column.vocabulary is not None)


def _readable(column: Column, texts: pl.Series, date_1904: bool) -> int:
    """How many texts the column can hold; the values of an open vocabulary are those that it lists."""
    converted = convert(column, texts, Source(1, date_1904, lambda: pl.repeat(False, len(texts), eager=True)))
    return len(texts) - converted.faults["at"].n_unique()


def _is_swap(table: Table, evidence: Evidence, suspect: _Filled, other: Column) -> bool:
    """Whether the other column holds what belongs under the suspect's heading, and the suspect what belongs there.

    A text column can hold anything; that dates stand in it says something only where its own words stand elsewhere.
    """
    if other.name not in evidence.texts:
        return False
    there = _Filled(other, evidence.texts[other.name])
    date_1904 = table.sheet.date_1904
    if not (there.is_enough and there.is_nearly_all(suspect.column, date_1904)):
        return False
    return suspect.is_nearly_all(other, date_1904) and (not _is_typed(other) or there.is_hardly_any(date_1904))


def _owner(table: Table, evidence: Evidence, suspect: _Filled, others: list[Column]) -> Column | None:
    """The column to which the values belong: one of the table, rather a blank one; of these the nearest."""
    readable = [other for other in others if _is_typed(other) and suspect.is_nearly_all(other, table.sheet.date_1904)]
    names = list(table.spec.columns)
    at = names.index(suspect.column.name)

    def unlikeliness(other: Column) -> tuple[bool, bool, int]:
        is_missing = other.name not in evidence.texts
        return is_missing, evidence.filled[other.name] > 0, abs(names.index(other.name) - at)

    return min(readable, key=unlikeliness, default=None)


def _swapped(table: Table, one: Column, other: Column) -> FileRefused:
    reason = f"工作表“{table.sheet.name}”里{_named(table, one)}与{_named(table, other)}两列的内容像是互换了"
    return FileRefused("columns-swapped", reason, _REMEDY)


def _of_another(table: Table, suspect: _Filled, owner: Column) -> FileRefused:
    kind = _KIND_TITLES.get(suspect.column.kind, "规定的选项")
    reason = (
        f"工作表“{table.sheet.name}”里{_named(table, suspect.column)}下的内容几乎都不是{kind},"
        f"而像是{_named(table, owner)}的内容"
    )
    return FileRefused("column-of-another", reason, _REMEDY)


def _named(table: Table, column: Column) -> str:
    """A column as a person finds it: its heading as written and its letters; the plain heading where it is missing."""
    places = table.places.get(column.name)
    if not places:
        return f"“{column.title}”"
    letters = column_letters(places[0].index + table.sheet.first_column)
    return f"“{places[0].written.strip()}”({letters}列)"
