"""xls, xlsb and ods: python-calamine reads typed values; fastexcel adds the error cells that it leaves out."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice

import fastexcel
import polars as pl
import python_calamine
from python_calamine import SheetTypeEnum, SheetVisibleEnum

from flows.reading.amend import amended, cell_frame, reported_errors, widened
from flows.reading.frames import tidy
from flows.reading.limits import Limits
from flows.reading.number_text import number_text
from flows.reading.ooxml import WorksheetFacts
from flows.reading.opendocument import scan_opendocument
from flows.reading.package import Package
from flows.reading.records import Hidden, read_xlsb_contents, scan_biff, scan_xlsb_sheet
from flows.reading.refusals import unreadable
from flows.reading.sheet import Merge, Sheet
from flows.reading.spreadsheet_parts import read_targets

_Value = str | float | bool | date | datetime | time | timedelta
_MOST_CELLS = 8_000_000  # of a sheet that is laid out as typed values, in 1 GiB
_ROWS_AT_ONCE = 4096  # as Python objects; the sheet as a whole is never that
_DAY_ZERO = datetime(1899, 12, 31)  # noqa: DTZ001 - what Excel shows for a time without a day, before 1 January 1900


def read_xls(content: bytes, limits: Limits) -> list[Sheet]:
    """Read an xls file (BIFF5, BIFF8).

    Raises:
        FileRefused: damage, or a sheet beyond the limits.
    """
    found_in_records = scan_biff(content, _bounded(limits))
    sheets = _read(content, None, found_in_records.date_1904, found_in_records.has_errors)
    hidden = found_in_records.hidden
    if len(sheets) != len(hidden):
        return sheets
    return [
        replace(sheet, hidden_rows=_within(sheet, found.rows), hidden_columns=tuple(found.columns))
        for sheet, found in zip(sheets, hidden, strict=True)
    ]


def read_xlsb(content: bytes, limits: Limits) -> list[Sheet]:
    """Read an xlsb file.

    Raises:
        FileRefused: a password, damage, or a sheet beyond the limits.
    """
    package = Package(content, limits)
    relations, date_1904 = read_xlsb_contents(package)
    targets = read_targets(package, "xl/_rels/workbook.bin.rels")
    facts = []
    has_errors = False
    for relation in relations:
        part = targets.get(relation)
        merges, hidden, holds_errors = (
            scan_xlsb_sheet(package.stream(part), _bounded(limits)) if part else ([], Hidden(), False)
        )
        facts.append(WorksheetFacts(merges=merges, hidden_rows=hidden.rows, hidden_columns=hidden.columns))
        has_errors = has_errors or holds_errors
    return _read(content, facts, date_1904, has_errors)


def read_ods(content: bytes, limits: Limits) -> list[Sheet]:
    """Read an ods file.

    Raises:
        FileRefused: a password, damage, or a sheet beyond the limits.
    """
    package = Package(content, limits)
    facts = scan_opendocument(package, _bounded(limits))  # error cells among them
    return _read(package.content, facts, date_1904=False, has_errors=False)


def _bounded(limits: Limits) -> Limits:
    return replace(limits, cells=min(limits.cells, _MOST_CELLS))


def _read(content: bytes, facts: list[WorksheetFacts] | None, date_1904: bool, has_errors: bool) -> list[Sheet]:
    """Read all worksheets. Without facts the merges are those that calamine tells."""
    typed = python_calamine.load_workbook(io.BytesIO(content))
    about = typed.sheets_metadata
    if facts is not None and len(facts) != len(about):
        raise unreadable("工作表清单前后不一致")
    sheets = []
    for index, metadata in enumerate(about):
        if metadata.typ == SheetTypeEnum.WorkSheet:
            sheet = typed.get_sheet_by_index(index)
            known = facts[index] if facts else WorksheetFacts(merges=_merges(sheet))
            is_hidden = metadata.visible != SheetVisibleEnum.Visible
            errors = _errors(content, index) if has_errors else cell_frame(())
            sheets.append(_sheet(sheet, errors, known, date_1904, is_hidden))
    return sheets


def _errors(content: bytes, index: int) -> pl.DataFrame:
    """The error cells of a sheet, rows and columns counted from the first of the sheet."""
    loaded = fastexcel.read_excel(content).load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
    _, errors = loaded.to_arrow_with_errors()
    columns = loaded.available_columns()
    first_column = columns[0].absolute_index if columns else 0
    return reported_errors(errors.errors if errors else ()).with_columns(pl.col("column") + first_column)


def _merges(sheet: python_calamine.CalamineSheet) -> list[Merge]:
    ranges = sheet.merged_cell_ranges or []
    return [Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges]


def _sheet(
    sheet: python_calamine.CalamineSheet, errors: pl.DataFrame, facts: WorksheetFacts, date_1904: bool, is_hidden: bool
) -> Sheet:
    left = sheet.start[1] if sheet.start else 0
    stored, numbers = _laid_out(sheet)
    cells = amended(stored, errors.with_columns(pl.col("column") - left))
    known = cell_frame(facts.texts)
    cells, first_column = widened(cells, left, known)
    cells = tidy(amended(cells, known.with_columns(pl.col("column") - first_column)))
    flags = _flags(cells, first_column, {left + index: column for index, column in enumerate(numbers)})
    plain = Sheet(sheet.name, cells, 1, first_column, tuple(facts.merges), lambda: flags, date_1904, is_hidden)
    return replace(plain, hidden_rows=_within(plain, facts.hidden_rows), hidden_columns=tuple(facts.hidden_columns))


def _laid_out(sheet: python_calamine.CalamineSheet) -> tuple[pl.DataFrame, list[pl.Series]]:
    """The texts from the first row and the first filled column, and for each column which cells hold numbers."""
    texts, numbers = [], []
    for columns in _columns_by_piece(sheet):
        texts.append(
            pl.DataFrame(
                {f"c{at}": pl.Series(map(_text, column), dtype=pl.String) for at, column in enumerate(columns)}
            )
        )
        numbers.append([pl.Series(map(_is_number, column), dtype=pl.Boolean) for column in columns])
    cells = pl.concat(texts) if texts else pl.DataFrame()
    return cells, [pl.concat(pieces) for pieces in zip(*numbers, strict=True)]


def _columns_by_piece(sheet: python_calamine.CalamineSheet) -> Iterator[list[tuple[_Value, ...]]]:
    """The columns of some thousand rows after the other, from the first row of the sheet."""
    rows = sheet.iter_rows()
    while piece := list(islice(rows, _ROWS_AT_ONCE)):
        yield list(zip(*piece, strict=True))


def _within(sheet: Sheet, rows: list[int]) -> tuple[int, ...]:
    """Rows of the sheet up to the last filled one."""
    return tuple(row for row in rows if row < sheet.first_row + sheet.cells.height)


def _flags(cells: pl.DataFrame, first_column: int, numbers: dict[int, pl.Series]) -> pl.DataFrame:
    series = {}
    for index, name in enumerate(cells.columns):
        column = numbers.get(first_column + index, pl.Series(dtype=pl.Boolean)).head(cells.height)
        series[name] = column.extend_constant(None, cells.height - len(column)).fill_null(value=False)
    return pl.DataFrame(series)


def _is_number(value: _Value) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool)


def _text(value: _Value) -> str | None:
    """A value as the text that stands for it everywhere."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d} 00:00:00"
    if isinstance(value, time):
        return f"{_DAY_ZERO.date():%Y-%m-%d} {value:%H:%M:%S}"
    if isinstance(value, timedelta):
        return f"{_DAY_ZERO + value:%Y-%m-%d %H:%M:%S}"
    return number_text(value)
