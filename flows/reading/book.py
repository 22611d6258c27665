"""The single entry of reading: the bytes of a file to its sheets."""

import csv
import io

import fastexcel
import polars as pl

from flows.errors import FileRefused
from flows.reading.limits import Limits
from flows.reading.sheet import Sheet

__all__ = ["Limits", "read_book"]


def read_book(content: bytes, limits: Limits = Limits()) -> list[Sheet]:
    """Read every sheet of a file, hidden ones too, in the order of the workbook.

    Raises:
        FileRefused: the file is no workbook that can be read, is beyond a limit or is protected.
    """
    if not content:
        raise FileRefused("empty-file", "文件是空的（0 字节）", "请从系统重新导出后再放入")
    if content.startswith((b"PK", b"\xd0\xcf")):
        return _workbook(content)
    return [_delimited(content)]


def _workbook(content: bytes) -> list[Sheet]:
    reader = fastexcel.read_excel(content)
    sheets = []
    for position in range(len(reader.sheet_names)):
        loaded = reader.load_sheet(position, header_row=None, skip_rows=0, dtypes="string")
        batch, _ = loaded.to_arrow_with_errors()
        columns = loaded.available_columns()
        frame = pl.DataFrame(pl.from_arrow(batch)) if columns else pl.DataFrame()
        frame.columns = [f"c{i}" for i in range(frame.width)]
        first = columns[0].absolute_index if columns else 0
        sheets.append(_sheet(loaded.name, frame, first, loaded.visible != "visible"))
    return sheets


def _delimited(content: bytes) -> Sheet:
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "gb18030"):
        try:
            rows = list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
        except ValueError:
            continue
        width = max((len(row) for row in rows), default=0)
        padded = [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]
        frame = pl.DataFrame(padded, schema={f"c{i}": pl.String for i in range(width)}, orient="row")
        return _sheet("Sheet1", frame, 0, False)
    raise FileRefused("unknown-format", "认不出文件格式", "请用 Excel 或 WPS 打开后另存为 xlsx")


def _sheet(name: str, frame: pl.DataFrame, first_column: int, is_hidden: bool) -> Sheet:
    def number_cells() -> pl.DataFrame:
        return frame.select(pl.lit(value=False).repeat_by(1).explode().alias(c) for c in frame.columns)

    return Sheet(name, frame, 1, first_column, (), number_cells, date_1904=False, is_hidden=is_hidden)
