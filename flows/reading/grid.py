"""A sheet under construction, for formats that are read cell by cell."""

from dataclasses import dataclass, field, replace

from flows.errors import FileRefused
from flows.reading.frames import check_extent, flags, frame_of_rows
from flows.reading.limits import Limits
from flows.reading.recognise import SAVE_AS_XLSX
from flows.reading.sheet import Merge, Sheet

_EXCEL_ROWS = 1_048_576


@dataclass
class Grid:
    """Cells put at 0-based rows and columns, in any order; bounded before anything is laid out."""

    limits: Limits
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    _rows: dict[int, list[str | None]] = field(default_factory=dict)
    _numbers: list[tuple[int, int]] = field(default_factory=list)
    _width: int = 0

    @property
    def height(self) -> int:
        """The number of rows up to the last one with a cell."""
        return max(self._rows, default=-1) + 1

    def put(self, row: int, column: int, text: str | None, is_number: bool = False) -> None:
        """Put the text of a cell; blank text leaves the cell blank.

        Raises:
            FileRefused: the cell lies beyond what Excel or the limits allow.
        """
        if not text:
            return
        self.check(row, column)
        cells = self._rows.setdefault(row, [])
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = text
        self._width = max(self._width, column + 1)
        if is_number:
            self._numbers.append((row, column))

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """Note a merged range by its first cell and its size."""
        if rows > 1 or columns > 1:
            self.check(row, column + columns - 1)
            self.merges.append(Merge(row + 1, column, row + rows, column + columns - 1))

    def hide_columns(self, first: int, end: int) -> None:
        """Note columns as hidden, as far as a sheet can have them."""
        self.hidden_columns += range(max(first, 0), min(end, self.limits.columns))

    def check(self, row: int, column: int) -> None:
        """Refuse a place that no sheet has or that would make the sheet too large."""
        if row < 0 or column < 0 or row >= _EXCEL_ROWS:
            reason = f"单元格位置超出工作表范围（第 {row + 1} 行、第 {column + 1} 列）"
            raise FileRefused("too-many-cells", reason, SAVE_AS_XLSX)
        check_extent(row + 1, max(self._width, column + 1), self.limits)

    def sheet(self, name: str, *, is_hidden: bool = False, date_1904: bool = False) -> Sheet:
        """The finished sheet."""
        cells = frame_of_rows([self._rows.get(row, []) for row in range(self.height)], self.limits)
        numbers, merges = self._numbers, tuple(self._within(merge) for merge in self.merges)
        hidden_rows = tuple(row + 1 for row in self.hidden_rows if row < cells.height)
        return Sheet(
            name,
            cells,
            first_row=1,
            first_column=0,
            merges=merges,
            number_cells=lambda: flags(cells, numbers),
            date_1904=date_1904,
            is_hidden=is_hidden,
            hidden_rows=hidden_rows,
            hidden_columns=tuple(self.hidden_columns),
        )

    def _within(self, merge: Merge) -> Merge:
        """A merge may claim rows that the table does not have ("to the end")."""
        return replace(merge, last_row=max(merge.first_row, min(merge.last_row, self.height)))
