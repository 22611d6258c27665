"""SpreadsheetML 2003: the XML of Excel 2002 and 2003, which many systems write under the name .xls."""

import io
from contextlib import suppress

from lxml import etree

from flows.reading.charset import decode
from flows.reading.grid import Grid
from flows.reading.limits import Limits
from flows.reading.number_text import number_text
from flows.reading.refusals import entities_declared
from flows.reading.sheet import FORMULA_WITHOUT_VALUE, Sheet

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_WORKSHEET, _TABLE, _ROW = f"{_SS}Worksheet", f"{_SS}Table", f"{_SS}Row"
_DATE_1904, _VISIBLE = f"{_X}Date1904", f"{_X}Visible"
_COLUMN = f"{_SS}Column"
_HEEDED = (_WORKSHEET, _TABLE, _COLUMN, _ROW, _DATE_1904, _VISIBLE)


def read_spreadsheetml(content: bytes, limits: Limits) -> list[Sheet]:
    """Read every worksheet, row by row; each row is dropped when it has been read.

    Raises:
        FileRefused: a document type, or beyond the limits.
        lxml.etree.XMLSyntaxError: not well-formed.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise entities_declared()
    reader = _Reader(limits)
    # The declaration may claim another charset than the bytes have: the text is decoded first and read as UTF-8.
    text = decode(content).lstrip().encode()
    if b"<!DOCTYPE" in text:
        raise entities_declared()
    events = etree.iterparse(
        io.BytesIO(text),
        ("start", "end"),
        tag=_HEEDED,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    )
    for event, element in events:
        reader.start(element) if event == "start" else reader.end(element)
    return reader.sheets


class _Reader:
    """Follows the parser; rows and columns count from 0."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[Sheet] = []
        self._limits = limits
        self._grid = Grid(limits)
        self._row = self._first_column = 0
        self._is_hidden = self._date_1904 = False
        self._column = 0

    def start(self, element: etree._Element) -> None:
        if element.tag == _WORKSHEET:
            self._grid, self._row, self._first_column, self._is_hidden = Grid(self._limits), 0, 0, False
        elif element.tag == _TABLE:
            self._row = _count(element, "TopCell", 1) - 1
            self._column = self._first_column = _count(element, "LeftCell", 1) - 1

    def end(self, element: etree._Element) -> None:
        match element.tag:
            case tag if tag == _ROW:
                self._read_row(element)
                _drop(element)
            case tag if tag == _COLUMN:
                self._read_column(element)
            case tag if tag == _DATE_1904:
                self._date_1904 = True
            case tag if tag == _VISIBLE:
                self._is_hidden = (element.text or "").strip() in {"SheetHidden", "SheetVeryHidden"}
            case tag if tag == _WORKSHEET:
                name = element.get(f"{_SS}Name") or f"Sheet{len(self.sheets) + 1}"
                self.sheets.append(self._grid.sheet(name, is_hidden=self._is_hidden, date_1904=self._date_1904))

    def _read_column(self, column: etree._Element) -> None:
        first = _count(column, "Index", self._column + 1) - 1
        self._column = first + _count(column, "Span", 0) + 1
        if _count(column, "Hidden", 0):
            self._grid.hide_columns(first, self._column)

    def _read_row(self, row: etree._Element) -> None:
        at = _count(row, "Index", self._row + 1) - 1
        if _count(row, "Hidden", 0):
            self._grid.hidden_rows.append(at)
        column = self._first_column
        for cell in row.iterchildren(f"{_SS}Cell"):
            column = _count(cell, "Index", column + 1) - 1
            text, is_number = _content(cell)
            self._grid.put(at, column, text, is_number)
            across, down = _count(cell, "MergeAcross", 0), _count(cell, "MergeDown", 0)
            self._grid.merge(at, column, down + 1, across + 1)
            column += across + 1
        self._row = at + _count(row, "Span", 0) + 1


def _count(element: etree._Element, attribute: str, default: int) -> int:
    """A whole number from an attribute with or without its prefix; nonsense is refused by the caller's bounds."""
    stored = element.get(f"{_SS}{attribute}") or element.get(attribute)
    return int(stored) if stored else default


def _content(cell: etree._Element) -> tuple[str | None, bool]:
    """The text of a cell, and whether it stores a number."""
    data = cell.find(f"{_SS}Data")
    has_formula = bool(cell.get(f"{_SS}Formula"))
    if data is None:
        return (FORMULA_WITHOUT_VALUE if has_formula else None), False
    text = "".join(str(run) for run in data.itertext()) if len(data) else data.text or ""
    match data.get(f"{_SS}Type"):
        case "Number":
            with suppress(ValueError):
                return number_text(float(text)), True
        case "DateTime":
            return text.strip().replace("T", " ").split(".")[0], False
        case "Boolean":
            return {"1": "true", "0": "false"}.get(text.strip(), text), False
    return text, False


def _drop(row: etree._Element) -> None:
    """Free a row that has been read, and what stood before it."""
    row.clear()
    parent = row.getparent()
    while parent is not None and row.getprevious() is not None:
        del parent[0]
