"""xlsx and xlsm: the package is checked and, where calamine would go wrong, put right; fastexcel reads the cells."""

from functools import partial
from typing import Any

import fastexcel
import polars as pl

from flows.reading.amend import amended, cell_frame, date_texts, exact_numbers, is_date, reported_errors, widened
from flows.reading.canonical import canonical
from flows.reading.frames import tidy
from flows.reading.limits import Limits
from flows.reading.ooxml import WorksheetFacts, number_matrix, refuse_entities, scan_worksheet
from flows.reading.package import Package
from flows.reading.refusals import unreadable
from flows.reading.sheet import Sheet
from flows.reading.sheet_data import Unusual
from flows.reading.spreadsheet_parts import SHARED_STRINGS, STYLES, read_contents, readable_styles

_CANONICAL_BYTES = 2**28  # an oddly written part is held in memory while it is rewritten


def read_xlsx(content: bytes, limits: Limits) -> list[Sheet]:
    """Read every worksheet, hidden ones too; charts, dialogs and macro sheets are left out.

    Raises:
        FileRefused: damaged, hostile or beyond the limits.
    """
    package = Package(content, limits)
    contents = read_contents(package)
    facts = _prepare(package, [sheet.part for sheet in contents.sheets if sheet.part], limits)
    reader = fastexcel.read_excel(package.content)
    if len(reader.sheet_names) != len(contents.sheets):
        raise unreadable("工作表清单前后不一致")
    sheets = []
    for position, sheet in enumerate(contents.sheets):
        if sheet.part:
            loaded = reader.load_sheet(position, header_row=None, skip_rows=0, dtypes="string")
            cells, first_column = _cells(loaded, facts[sheet.part])
            sheets.append(
                Sheet(
                    name=sheet.name,
                    cells=cells,
                    first_row=1,
                    first_column=first_column,
                    merges=tuple(facts[sheet.part].merges),
                    number_cells=partial(_number_cells, package, sheet.part, cells, first_column),
                    date_1904=contents.date_1904,
                    is_hidden=loaded.visible != "visible",
                    hidden_rows=tuple(row for row in facts[sheet.part].hidden_rows if row <= cells.height),
                    hidden_columns=tuple(facts[sheet.part].hidden_columns),
                )
            )
    return sheets


def _prepare(package: Package, parts: list[str], limits: Limits) -> dict[str, WorksheetFacts]:
    """Scan the worksheets, and replace the parts that calamine would misread or that are oddly written."""
    facts: dict[str, WorksheetFacts] = {}
    replaced: dict[str, bytes] = {}
    for part in dict.fromkeys(parts):
        try:
            facts[part] = scan_worksheet(package.stream(part), limits)
        except Unusual:
            replaced[part] = canonical(package.stream(part), _CANONICAL_BYTES)
            facts[part] = _scan_again(replaced[part], limits)
    if SHARED_STRINGS in package and refuse_entities(package.stream(SHARED_STRINGS)):
        replaced[SHARED_STRINGS] = canonical(package.stream(SHARED_STRINGS), _CANONICAL_BYTES)
    styles = readable_styles(package.read(STYLES)) if STYLES in package else None
    if styles:
        replaced[STYLES] = styles
    if replaced:
        package.replace(replaced)
    return facts


def _scan_again(part: bytes, limits: Limits) -> WorksheetFacts:
    try:
        return scan_worksheet(iter([part]), limits)
    except Unusual as error:
        raise unreadable("工作表的写法无法识别") from error


def _cells(loaded: Any, facts: WorksheetFacts) -> tuple[pl.DataFrame, int]:
    """The cells of a sheet, from its first row, and the column where they begin."""
    columns = loaded.available_columns()
    batch, errors = loaded.to_arrow_with_errors()
    first_column = columns[0].absolute_index if columns else 0
    cells = pl.DataFrame(pl.from_arrow(batch)) if columns else pl.DataFrame()
    if errors:
        cells = amended(cells, reported_errors(errors.errors))
    texts = cell_frame(facts.texts)
    cells, first_column = widened(cells, first_column, texts)
    relative = pl.col("column") - first_column
    cells = amended(cells, exact_numbers(cells, facts.long_numbers.with_columns(relative)))
    cells = amended(cells, date_texts(facts.iso_dates.with_columns(relative)))
    return tidy(amended(cells, texts.with_columns(relative))), first_column


def _number_cells(package: Package, part: str, cells: pl.DataFrame, first_column: int) -> pl.DataFrame:
    matrix = number_matrix(package.stream(part), cells.height, first_column + cells.width)
    stored = pl.DataFrame(matrix[:, first_column:], schema=cells.columns)
    return stored.select(pl.col(name) & ~is_date(cells[name]) for name in cells.columns)
