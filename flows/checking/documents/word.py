"""A Word draft: its paragraphs and tables in the order of reading, and where in its runs a text stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from flows.checking.documents.lines import passage
from flows.checking.passages import Passage, Table
from flows.outputs.report.places import places

_TEXT = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = (qn("w:moveFrom"), qn("w:del"), _FALLBACK)
_IN_BODY = ("正文", "第", "文本框")


@dataclass(frozen=True)
class Block:
    """A paragraph, or a cell with its paragraphs.

    Attributes:
        paragraphs: the elements; their texts, a line each, are the text of the block.
    """

    where: str
    paragraphs: Sequence[Any]

    @property
    def text(self) -> str:
        """The text."""
        return "\n".join(map(text_of, self.paragraphs))


def opened(content: bytes) -> WordDocument:
    """The document of some bytes."""
    return Document(BytesIO(content))


def word_blocks(content: bytes) -> Iterator[Passage | Table]:
    """The paragraphs and tables of the body, then headers, footers and notes."""
    document = opened(content)
    yield from _Body(document).passages()
    for place in places(document):
        if not place.where.startswith(_IN_BODY):
            yield Passage(place.where, place.text)


def blocks_of_body(document: WordDocument) -> dict[str, Block]:
    """Every paragraph and cell of the body by where it stands."""
    return {block.where: block for block in _Body(document).blocks()}


class _Body:
    """The body of a document, walked in the order of reading."""

    def __init__(self, document: WordDocument) -> None:
        self._body = document.element.body
        self._headings = {style.style_id for style in document.styles if _is_heading(style.name)}

    def passages(self) -> Iterator[Passage | Table]:
        for part in self._walk():
            if isinstance(part, Block):
                is_heading = _style(part.paragraphs[0]) in self._headings
                yield passage(part.where, part.text, is_heading)
            else:
                yield part.table()

    def blocks(self) -> Iterator[Block]:
        for part in self._walk():
            yield from [part] if isinstance(part, Block) else part.cells.values()

    def _walk(self) -> Iterator[Block | _Grid]:
        paragraphs = tables = 0
        for element in _blocks(self._body):
            if element.tag == qn("w:tbl"):
                tables += 1
                yield _Grid(element, f"第{tables}张表")
                continue
            if text_of(element).strip():
                is_in_box = next(element.iterancestors(qn("w:txbxContent")), None) is not None
                paragraphs += not is_in_box
                yield Block("文本框" if is_in_box else f"正文第{paragraphs}段", [element])


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables below an element; of a table nothing within."""
    for child in container:
        if child.tag in _GONE:
            continue
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        if child.tag != qn("w:tbl"):
            yield from _blocks(child)


class _Grid:
    """A table as a grid: a merged cell stands in every place that it covers."""

    def __init__(self, element: Any, where: str) -> None:
        self.where = where
        self.cells: dict[tuple[int, int], Block] = {}
        self._copies: dict[tuple[int, int], tuple[int, int]] = {}
        for row, line in enumerate(line for line in element.iter(qn("w:tr")) if _table_of(line) is element):
            column = _skipped(line)
            for cell in line.iter(qn("w:tc")):
                if _table_of(cell) is element:
                    column = self._put(cell, row, column)

    def _put(self, cell: Any, row: int, column: int) -> int:
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        width = int(span.get(qn("w:val")) or 1) if span is not None else 1
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
        above = self._copies.get((row - 1, column), (row - 1, column))
        if goes_on and above in self.cells:
            self._copies |= {(row, column + at): above for at in range(width)}
        else:
            where = f"{self.where}第{row + 1}行第{column + 1}列"
            paragraphs = [one for one in cell.iter(qn("w:p")) if text_of(one).strip()]
            self.cells[row, column] = Block(where, paragraphs)
            self._copies |= {(row, column + at): (row, column) for at in range(1, width)}
        return column + width

    def table(self) -> Table:
        """The texts of the grid."""
        places = {*self.cells, *self._copies}
        rows = [[""] * (1 + max((at for of, at in places if of == row), default=-1)) for row in range(self._height)]
        for row, column in places:
            rows[row][column] = self.cells[self._copies.get((row, column), (row, column))].text
        return Table(self.where, rows, frozenset(self._copies))

    @property
    def _height(self) -> int:
        return 1 + max((row for row, _ in (*self.cells, *self._copies)), default=-1)


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(qn("w:tbl")), None)


def _skipped(line: Any) -> int:
    before = line.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return int(before.get(qn("w:val")) or 0) if before is not None else 0


def _is_heading(name: str | None) -> bool:
    return (name or "").lower().startswith(("heading", "title", "标题"))


def _style(paragraph: Any) -> str | None:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style.get(qn("w:val")) if style is not None else None


def text_of(paragraph: Any) -> str:
    """The text of a paragraph as it is read: without what was deleted, without text boxes anchored in it."""
    return "".join(text for _, text in pieces(paragraph))


def pieces(paragraph: Any) -> list[tuple[Any, str]]:
    """The elements that make the text of a paragraph, each with its text."""
    found = []
    for element in paragraph.iter(*_TEXT):
        within = list(_until(element.iterancestors(), paragraph))
        if any(one.tag in (*_GONE, qn("w:p"), qn("w:pPr")) for one in within):
            continue
        found.append((element, _TEXT[element.tag] or element.text or ""))
    return found


def _until(elements: Iterator[Any], end: Any) -> Iterator[Any]:
    for element in elements:
        if element is end:
            return
        yield element
