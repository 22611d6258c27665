"""HTML tables: what many systems write and name .xls. Read as a stream of tags, in the order of the page."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from lxml import etree

from flows.errors import FileRefused
from flows.reading.grid import Grid
from flows.reading.limits import Limits
from flows.reading.number_text import number_text
from flows.reading.recognise import SAVE_AS_XLSX
from flows.reading.refusals import unreadable

_CHUNK = 1 << 20
_TABLE_START, _TABLE_END = re.compile(r"<table\b", re.IGNORECASE), re.compile(r"</table\b", re.IGNORECASE)
_UNSEEN = frozenset({"head", "script", "style", "xml", "template", "select"})
_BLOCKS = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "center", "pre", "hr", "dt", "dd", "form"})
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SPACE_RUN = re.compile(r" {2,}")
_AROUND_BREAK = re.compile(r" *\n *")
# What a date cell shows has digits on both sides of one of these.
_SHOWN_AS_DATE = re.compile(r"\d\s*[-/年月:时]\s*\d")
_NOT_SHOWN = re.compile(r"\bdisplay\s*:\s*none\b", re.IGNORECASE)
_DIGITS = re.compile(r"\s*\d{1,6}")
_ERROR = re.compile(r"#[A-Z]")
_LAST_SERIAL = 2_958_465  # 9999-12-31
_LONGEST_SPAN = 65_534  # HTML standard, forming a table: rowspan


def read_tables(markup: str, limits: Limits, *, date_1904: bool = False) -> list[Grid]:
    """Read every table of a page, in the order in which they begin, blank ones too.

    Lines of text before a table are its first rows, lines after the last table its last rows, as Excel shows them; a
    table within a cell is a table of its own. Nothing is fetched, no script is run.

    Raises:
        FileRefused: a table that never ends (the file was cut off), or beyond the limits.
    """
    if len(_TABLE_START.findall(markup)) > len(_TABLE_END.findall(markup)):
        raise unreadable("网页中的表格没有结尾")
    page = _Page(limits, date_1904)
    target: Any = page  # the stubs ask for a comment method, lxml does not
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=False)
    for at in range(0, len(markup), _CHUNK):
        parser.feed(markup[at : at + _CHUNK].encode())
    parser.close()
    return [table.grid for table in page.tables]


class _Table:
    """A table under construction: where the next cell goes, and which places cells above still cover."""

    def __init__(self, limits: Limits) -> None:
        self.grid = Grid(limits)
        self.row = -1
        self.cell: _Cell | None = None
        self._column = 0
        self._covered: dict[int, int] = {}  # column to the last row that a cell above covers

    def start_row(self) -> None:
        self.row += 1
        self._column = 0

    def start_cell(self, attributes: Mapping[str, str]) -> None:
        self.row = max(self.row, 0)
        while self._covered.get(self._column, -1) >= self.row:
            self._column += 1
        rows, columns = (_span(attributes, "rowspan"), _span(attributes, "colspan")) if attributes else (1, 1)
        self.grid.check(self.row, self._column + columns - 1)
        self.grid.merge(self.row, self._column, rows, columns)
        if rows > 1:
            self._covered.update(dict.fromkeys(range(self._column, self._column + columns), self.row + rows - 1))
        self.cell = _Cell(self.row, self._column, attributes)
        self._column += columns

    def end_cell(self, date_1904: bool) -> None:
        if self.cell:
            self.grid.put(self.cell.row, self.cell.column, *self.cell.content(date_1904))
        self.cell = None

    def add_line(self, text: str) -> None:
        """A line of text outside the cells takes a row of its own."""
        self.start_row()
        self.grid.put(self.row, 0, text)


class _Cell:
    """A cell under construction."""

    def __init__(self, row: int, column: int, attributes: Mapping[str, str]) -> None:
        self.row, self.column, self.attributes = row, column, attributes
        self.pieces: list[str] = []

    def content(self, date_1904: bool) -> tuple[str, bool]:
        """The text of the cell, and whether it is a number that Excel stored (Excel: `x:num`, LibreOffice: `sdval`)."""
        shown = _folded(self.pieces)
        if "x:str" in self.attributes:
            return self.attributes["x:str"] or shown, False
        if "x:bool" in self.attributes:
            return (self.attributes["x:bool"] or shown).lower(), False
        stored = self.attributes.get("x:num", self.attributes.get("sdval"))
        if stored is None or _ERROR.match(shown):
            return shown, False
        return _number(stored or shown, shown, date_1904)


class _Page:
    """The target of the parser: receives tags and text in order."""

    def __init__(self, limits: Limits, date_1904: bool) -> None:
        self.tables: list[_Table] = []
        self._limits, self._date_1904 = limits, date_1904
        self._open: list[_Table] = []
        self._outermost: _Table | None = None
        self._unseen = 0
        self._outside: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._start_table()
        elif tag in {"tr", "td", "th", "caption"}:
            self._start_part(tag, attributes)
        elif tag == "br" or tag in _BLOCKS:
            self.data("\n", is_break=tag == "br")

    def end(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()
        elif tag in {"tr", "td", "th", "caption"}:
            self._end_cell()
        elif tag in _BLOCKS:
            self.data("\n", is_break=False)

    def data(self, text: str, *, is_break: bool | None = None) -> None:
        """Text, or a line break: a hard one (`is_break`) or the edge of a block, which only parts what is around it."""
        pieces = self._pieces()
        if pieces is None or self._unseen:
            return
        if is_break is None:
            pieces.append(_SPACE.sub(" ", text))
        elif is_break or (pieces and pieces[-1] != "\n"):
            pieces.append("\n")

    def close(self) -> None:
        while self._open:
            self._end_cell()
            self._open.pop()
        if self._outermost:
            self._add_lines(self._outermost)

    def _pieces(self) -> list[str] | None:
        """Where text goes now; between the cells of a table it goes nowhere."""
        if not self._open:
            return self._outside
        return self._open[-1].cell.pieces if self._open[-1].cell else None

    def _start_table(self) -> None:
        if len(self._open) >= self._limits.depth:
            reason = f"网页中的表格嵌套超过 {self._limits.depth} 层"
            raise FileRefused("nested-too-deep", reason, SAVE_AS_XLSX)
        table = _Table(self._limits)
        if not self._open:
            self._outermost = table
            self._add_lines(table)
        self.tables.append(table)
        self._open.append(table)

    def _start_part(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not self._open:  # rows without a table around them
            self._start_table()
        table = self._open[-1]
        self._end_cell()
        if tag in {"tr", "caption"}:
            table.start_row()
            if _NOT_SHOWN.search(attributes.get("style", "")):
                table.grid.hidden_rows.append(table.row)
        if tag != "tr":
            table.start_cell(attributes)

    def _end_cell(self) -> None:
        if self._open:
            self._open[-1].end_cell(self._date_1904)

    def _add_lines(self, table: _Table) -> None:
        lines = _folded(self._outside).split("\n")
        self._outside = []
        for line in filter(None, map(str.strip, lines)):
            table.add_line(line)


def _folded(pieces: list[str]) -> str:
    """Text as a browser shows it: white space folded, breaks kept, a cell of blanks is blank."""
    text = _AROUND_BREAK.sub("\n", _SPACE_RUN.sub(" ", "".join(pieces))).strip(" \n")
    return text if text.strip("\xa0 \n") else ""


def _span(attributes: Mapping[str, str], name: str) -> int:
    digits = _DIGITS.match(attributes[name]) if name in attributes else None
    return min(max(int(digits[0]), 1), _LONGEST_SPAN) if digits else 1


def _number(stored: str, shown: str, date_1904: bool) -> tuple[str, bool]:
    try:
        value = float(stored.replace(",", ""))
    except ValueError:
        return shown, False
    if _SHOWN_AS_DATE.search(shown) and 0 < value <= _LAST_SERIAL:
        return _date_text(value, date_1904), False
    return number_text(value), True


def _date_text(serial: float, date_1904: bool) -> str:
    """A serial number as the date it stands for; the 1900 system counts a 29 February 1900 that never was."""
    origin = date(1904, 1, 1) if date_1904 else date(1899, 12, 30 if serial >= 60 else 31)
    days, seconds = divmod(round(serial * 86_400), 86_400)
    return f"{origin + timedelta(days)} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
