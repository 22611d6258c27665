"""A sheet that is a plain list of possibly very many rows: headings to filter by, columns as wide as their texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.fixed_workbook import add_written_rows
from flows.outputs.printing import plain
from flows.outputs.sheets import (
    CENTRED,
    LANDSCAPE_WIDTH,
    LEFT,
    RIGHT,
    TEXT,
    fit_for_cell,
    holds_exactly,
    put_headings,
    put_line,
    put_title,
    set_up_print,
    text_height,
)
from flows.outputs.width import text_width

Value = str | int | Decimal | date | None

_HEADING_ROW = 3
_ROW_HEIGHT = 15.0
_LEAST_WIDTH, _MOST_WIDTH = 8.0, 44.0
_LEAST_TITLE_WIDTH = LANDSCAPE_WIDTH / 2  # a title over two narrow columns runs on to the right of them


@dataclass(frozen=True)
class _Column:
    """What the cells of a column have in common.

    Attributes:
        letter: of the column in the sheet.
        cells: value → its cell as it stands in the file, behind the number of its row.
        heights: value → the height of a row that holds it, of texts wider than the column.
    """

    letter: str
    width: float
    cells: Mapping[Value, str]
    heights: Mapping[Value, float]


def write_list(sheet: Worksheet, title: str, note: str, heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """Fill the sheet with a title, a note, headings and rows; a value keeps its kind and all its digits."""
    columns = [_column(sheet, at, head, {row[at - 1] for row in rows}) for at, head in enumerate(heads, start=1)]
    widths = [column.width for column in columns]
    width, last = max(sum(widths), _LEAST_TITLE_WIDTH), get_column_letter(len(heads))
    put_title(sheet, title, len(heads), width)
    put_line(sheet, 2, note, len(heads), LEFT, width)
    put_headings(sheet, _HEADING_ROW, heads, widths)
    add_written_rows(sheet, _written(columns, rows), f"A1:{last}{_HEADING_ROW + len(rows)}")
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _ROW_HEIGHT, True
    sheet.freeze_panes = f"A{_HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{last}{_HEADING_ROW + max(len(rows), 1)}"
    set_up_print(sheet, "landscape", repeated_rows=_HEADING_ROW)
    sheet.print_options.gridLines = True


def _column(sheet: Worksheet, at: int, head: str, values: set[Value]) -> _Column:
    decimals = max((_decimals(value) for value in values if isinstance(value, Decimal)), default=0)
    texts: dict[Value, str] = {value: _text(value, decimals) for value in values if value is not None}
    widths = {value: text_width(text) for value, text in texts.items()}
    widest = max(widths.values(), default=0)
    width = min(max(widest + 2.0, text_width(head) / 2 + 3.0, _LEAST_WIDTH), _MOST_WIDTH)  # a heading takes two lines
    looks = {kind: _look(sheet, kind, decimals) for kind in sorted(set(map(type, texts)), key=str)}
    cells = {value: f'" s="{looks[type(value)]}"{_content(value, text)}' for value, text in texts.items()}
    heights = {value: text_height(texts[value], width) for value, wide in widths.items() if wide > width - 2}
    return _Column(get_column_letter(at), width, cells, heights)


def _decimals(value: Decimal) -> int:
    return len(plain(value).partition(".")[2])


def _text(value: Value, decimals: int) -> str:
    return f"{value:.{decimals}f}" if isinstance(value, Decimal) else str(value)


def _written(columns: Sequence[_Column], rows: Sequence[Sequence[Value]]) -> Iterator[str]:
    """The rows as they stand in the file: a list is too long for a cell of the library for every value."""
    for at, row in enumerate(rows, start=_HEADING_ROW + 1):
        pairs = list(zip(columns, row, strict=True))
        cells = [f'<c r="{column.letter}{at}{column.cells[value]}' for column, value in pairs if value is not None]
        tall = [column.heights[value] for column, value in pairs if value in column.heights]
        height = f' ht="{max(tall)}" customHeight="1"' if tall else ""
        yield f'<row r="{at}"{height}>{"".join(cells)}</row>'


def _content(value: Value, text: str) -> str:
    """The rest of a cell (ECMA-376, part 1, 18.3.1.4): text that stays text, or a number with exactly its digits."""
    match value:
        case date():
            number = str(to_excel(value))  # type: ignore[no-untyped-call]
        case int() | Decimal() if holds_exactly(text):
            number = text
        case _:
            shown = escape(fit_for_cell(text), {"\r": "&#13;"})  # as it stands, a reader would take it for a line break
            return f' t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
    return f"><v>{number}</v></c>"


def _look(sheet: Worksheet, kind: type, decimals: int) -> int:
    """The number under which the workbook knows how values of a kind look."""
    cell = Cell(sheet, row=1, column=1)
    cell.font, cell.alignment, cell.number_format = TEXT, _alignment(kind), _number_format(kind, decimals)
    style: int = cell.style_id
    return style


def _alignment(kind: type) -> Alignment:
    if issubclass(kind, str):
        return LEFT
    return RIGHT if issubclass(kind, Decimal) else CENTRED


def _number_format(kind: type, decimals: int) -> str:
    if issubclass(kind, date):
        return "yyyy-mm-dd"
    if issubclass(kind, Decimal) and decimals:
        return f"0.{'0' * decimals}"
    return "0" if issubclass(kind, int | Decimal) else "General"
