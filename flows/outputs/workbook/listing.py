"""A sheet that is a plain list of possibly very many rows: headings to filter by, columns as wide as their texts.

A list is written as text into its sheet, column by column: it is too long for a cell of the library for every value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.fixed_workbook import add_written_rows
from flows.outputs.sheets import (
    CENTRED,
    EXACT_DIGITS,
    LANDSCAPE_WIDTH,
    LEFT,
    LONGEST_TEXT,
    NOT_IN_XML,
    RIGHT,
    TEXT,
    put_headings,
    put_line,
    put_title,
    set_up_print,
    text_height,
)
from flows.outputs.width import text_width

_HEADING_ROW = 3
_ROW_HEIGHT = 15.0
_LEAST_WIDTH, _MOST_WIDTH = 8.0, 44.0
_LEAST_TITLE_WIDTH = LANDSCAPE_WIDTH / 2  # a title over two narrow columns runs on to the right of them
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}  # as it stands, a reader takes \r for a line break


@dataclass(frozen=True)
class _Column:
    """The cells of a column.

    Attributes:
        contents: what stands in the file behind the place of each cell; null for a blank one.
        heights: of the row, where a text is wider than the column; else null.
    """

    width: float
    contents: pl.Series
    heights: pl.Series


def write_list(sheet: Worksheet, title: str, note: str, heads: Sequence[str], table: pl.DataFrame) -> None:
    """Fill the sheet with a title, a note, headings and rows; a value keeps its kind and all its digits.

    Args:
        table: columns of texts, whole numbers, decimals or dates, one for each of the heads.
    """
    columns = [_column(sheet, *pair) for pair in zip(heads, table.iter_columns(), strict=True)]
    widths = [column.width for column in columns]
    width, last = max(sum(widths), _LEAST_TITLE_WIDTH), get_column_letter(len(heads))
    put_title(sheet, title, len(heads), width)
    put_line(sheet, 2, note, len(heads), LEFT, width)
    put_headings(sheet, _HEADING_ROW, heads, widths)
    add_written_rows(sheet, _written(columns), f"A1:{last}{_HEADING_ROW + table.height}")
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _ROW_HEIGHT, True
    sheet.freeze_panes = f"A{_HEADING_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADING_ROW}:{last}{_HEADING_ROW + max(table.height, 1)}"
    set_up_print(sheet, "landscape", repeated_rows=_HEADING_ROW)
    sheet.print_options.gridLines = True


def _column(sheet: Worksheet, head: str, values: pl.Series) -> _Column:
    texts, decimals = _texts(values)
    distinct = texts.drop_nulls().unique()
    widths = {text: text_width(text) for text in distinct}
    widest = max(widths.values(), default=0)
    width = min(max(widest + 2.0, text_width(head) / 2 + 3.0, _LEAST_WIDTH), _MOST_WIDTH)  # a heading takes two lines
    heights = {text: text_height(text, width) for text, wide in widths.items() if wide > width - 2}
    look = f'" s="{_look(sheet, values.dtype, decimals)}"'
    return _Column(
        width,
        texts.to_frame("text").select(pl.lit(look) + _content(values)).to_series(),
        texts.replace_strict(heights, default=None, return_dtype=pl.Float64),
    )


def _texts(values: pl.Series) -> tuple[pl.Series, int]:
    """The values as they are shown, with the decimals that they all have: as many as one of them needs."""
    texts = values.cast(pl.String)
    if not isinstance(values.dtype, pl.Decimal) or not values.dtype.scale:
        return texts, 0
    scale = values.dtype.scale
    zeros = (texts.str.len_chars() - texts.str.strip_chars_end("0").str.len_chars()).min()  # none beyond the point
    decimals = 0 if zeros is None else scale - int(zeros)  # type: ignore[arg-type]
    spare = scale - decimals if decimals else scale + 1
    return texts.str.head(-spare) if spare else texts, decimals


def _content(values: pl.Series) -> pl.Expr:
    """The rest of a cell (ECMA-376, part 1, 18.3.1.4): text that stays text, or a number with exactly its digits."""
    text = pl.col("text")
    shown = text.str.replace_all(NOT_IN_XML, " ").str.head(LONGEST_TEXT)
    as_text = pl.format(' t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>', shown.str.replace_many(_ENTITIES))
    if values.dtype == pl.String:
        return as_text
    if values.dtype == pl.Date:
        return pl.format("><v>{}</v></c>", pl.lit(_serials(values)))
    digits = text.str.replace_all("[-.]", "").str.strip_chars_start("0")
    return pl.when(digits.str.len_chars() <= EXACT_DIGITS).then(pl.format("><v>{}</v></c>", text)).otherwise(as_text)


def _serials(days: pl.Series) -> pl.Series:
    """Days as Excel counts them."""
    serials = {day: int(to_excel(day)) for day in days.drop_nulls().unique()}  # type: ignore[no-untyped-call]
    return days.replace_strict(serials, default=None, return_dtype=pl.Int64)


def _written(columns: Sequence[_Column]) -> list[str]:
    """The rows as they stand in the file."""
    frame = pl.DataFrame([column.contents.alias(get_column_letter(at)) for at, column in enumerate(columns, start=1)])
    number = (pl.int_range(pl.len()) + (_HEADING_ROW + 1)).cast(pl.String)
    cells = [pl.lit(f'<c r="{letter}') + number + pl.col(letter) for letter in frame.columns]
    tall = pl.max_horizontal(pl.lit(column.heights) for column in columns)
    custom = pl.format(' ht="{}" customHeight="1"', tall)
    rows = pl.concat_str(
        pl.lit('<row r="'), number, pl.lit('"'), custom, pl.lit(">"), *cells, pl.lit("</row>"), ignore_nulls=True
    )
    return frame.select(rows).to_series().to_list()


def _look(sheet: Worksheet, kind: pl.DataType, decimals: int) -> int:
    """The number under which the workbook knows how values of a kind look."""
    cell = Cell(sheet, row=1, column=1)
    cell.font, cell.alignment, cell.number_format = TEXT, _alignment(kind), _number_format(kind, decimals)
    style: int = cell.style_id
    return style


def _alignment(kind: pl.DataType) -> Alignment:
    if kind == pl.String:
        return LEFT
    return RIGHT if isinstance(kind, pl.Decimal) else CENTRED


def _number_format(kind: pl.DataType, decimals: int) -> str:
    if kind == pl.String:
        return "General"
    if kind == pl.Date:
        return "yyyy-mm-dd"
    return f"0.{'0' * decimals}" if decimals else "0"
