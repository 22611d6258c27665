"""ods: extents, merges and formulas without a result, read from content.xml before calamine lays a sheet out."""

import re
from collections.abc import Iterable
from xml.parsers import expat

from flows.reading.frames import check_extent
from flows.reading.limits import Limits
from flows.reading.ooxml import WorksheetFacts
from flows.reading.package import Package
from flows.reading.refusals import entities_declared, protected, too_large, unreadable
from flows.reading.sheet import FORMULA_WITHOUT_VALUE, Merge

_CONTENT = "content.xml"
_UNINDENTED_BYTES = 2**28  # an indented part is held in memory while it is rewritten
_INDENTATION = re.compile(rb">\s+(?=</?table:)")
_MANIFEST = "META-INF/manifest.xml"
_LONGEST_REPETITION = 16_384  # of hidden rows or columns that are listed one by one


def scan_opendocument(package: Package, limits: Limits) -> list[WorksheetFacts]:
    """The facts of every sheet in order. White space between cells, which calamine does not expect, is taken out.

    Raises:
        FileRefused: a password, a document type, damage, or a sheet beyond the limits.
    """
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
        raise protected()
    scan = _Scan(limits)
    facts = scan.run(package.stream(_CONTENT))
    if scan.is_indented:
        package.replace({_CONTENT: _unindented(package.stream(_CONTENT))})
    return facts


def _unindented(chunks: Iterable[bytes]) -> bytes:
    pieces: list[bytes] = []
    size = 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size > _UNINDENTED_BYTES:
            raise too_large("工作表 XML 过大")
    return _INDENTATION.sub(b">", b"".join(pieces))


class _Scan:
    """Expat handlers; a repeated row or cell counts as often as it is repeated."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._sheets: list[WorksheetFacts] = []
        self._tables = 0  # how many tables are open: one within a cell is not a sheet
        self._depth = 0
        self._cell_depth = 0  # that of the open cell
        self.is_indented = False
        self._row = self._column = 0
        self._next_row = self._next_column = 0
        self._error: list[str] | None = None  # the text of the open cell when it is an error

    def run(self, chunks: Iterable[bytes]) -> list[WorksheetFacts]:
        try:
            for chunk in chunks:
                self._parser.Parse(chunk, False)
            self._parser.Parse(b"", True)
        except (expat.ExpatError, ValueError) as error:
            raise unreadable("工作表 XML 不完整") from error
        return self._sheets

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > self._limits.depth:
            raise unreadable("XML 嵌套过深")
        name = tag.rpartition(" ")[2]
        # LibreOffice gives an error the type of a text, and behind it, under a name space of its own, the type "error".
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if name == "table":
            self._tables += 1
            if self._tables == 1:
                self._sheets.append(WorksheetFacts())
                self._next_row = self._next_column = 0
        elif self._tables != 1:
            return
        elif name == "table-row":
            self._row = self._next_row
            self._next_row += int(plain.get("number-rows-repeated", "1"))
            self._next_column = 0
            if plain.get("visibility", "visible") != "visible":
                # A repeated row that holds something is bounded like any other; what lies behind the table is cut.
                last = min(self._next_row, self._row + _LONGEST_REPETITION)
                self._sheets[-1].hidden_rows += range(self._row + 1, last + 1)
        elif name == "table-column":
            self._table_column(plain)
        elif name in {"table-cell", "covered-table-cell"}:
            self._cell(plain)
        elif name == "p":
            self._hold()

    def _table_column(self, attributes: dict[str, str]) -> None:
        """Columns are described before the first row; the counter of cells serves for them too."""
        first = self._next_column
        self._next_column += int(attributes.get("number-columns-repeated", "1"))
        if attributes.get("visibility", "visible") != "visible":
            last = min(self._next_column, first + _LONGEST_REPETITION)
            self._sheets[-1].hidden_columns += range(first, last)

    def _cell(self, attributes: dict[str, str]) -> None:
        self._cell_depth = self._depth
        self._column = self._next_column
        self._next_column += int(attributes.get("number-columns-repeated", "1"))
        sheet = self._sheets[-1]
        if "value-type" in attributes:
            self._hold()
            self._error = [] if attributes["value-type"] == "error" else None
        elif "formula" in attributes:
            self._hold()
            sheet.texts.append((self._row, self._column, FORMULA_WITHOUT_VALUE))
        rows, columns = (int(attributes.get(f"number-{of}-spanned", "1")) for of in ("rows", "columns"))
        if rows > 1 or columns > 1:
            first_row, last_row = self._row + 1, self._row + rows
            sheet.merges.append(Merge(first_row, self._column, last_row, self._column + columns - 1))

    def _hold(self) -> None:
        """The open cell holds something."""
        sheet = self._sheets[-1]
        sheet.rows = max(sheet.rows, self._next_row)
        sheet.columns = max(sheet.columns, self._next_column)
        check_extent(sheet.rows, sheet.columns, self._limits)

    def _text(self, text: str) -> None:
        if self._error is not None:
            self._error.append(text)
        elif self._tables == 1 and not self._cell_depth:
            self.is_indented = True

    def _end(self, tag: str) -> None:
        if self._depth == self._cell_depth:
            self._cell_depth = 0
        self._depth -= 1
        name = tag.rpartition(" ")[2]
        if name == "table":
            self._tables -= 1
        elif name == "table-cell" and self._error is not None:
            self._sheets[-1].texts.append((self._row, self._column, "".join(self._error)))
            self._error = None

    def _doctype(self, *_: object) -> None:
        raise entities_declared()
