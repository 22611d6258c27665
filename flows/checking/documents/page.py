"""A web page: its paragraphs and tables. Nothing is fetched and no script is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html
from markdown_it import MarkdownIt

from flows.checking.documents.lines import passage, unbroken
from flows.checking.passages import Passage, Table

_UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "select", "title"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PLAIN = {"p", "div", "section", "article", "pre", "blockquote", "body", "center", "header", "footer", "main", "form"}
_BLOCKS = _HEADINGS | _PLAIN | {"ul", "ol", "li", "dl", "dt", "dd", "tr", "td", "th", "caption"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LARGEST_SPAN = 200
_DEEPEST = 200  # elements within elements


def markdown_blocks(text: str) -> Iterator[Passage | Table]:
    """The paragraphs and tables of Markdown; tags in it are text."""
    return page_blocks(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def page_blocks(text: str) -> Iterator[Passage | Table]:
    """The paragraphs and tables of a page, in the order of reading.

    Raises:
        ValueError: there is no text in it, or elements stand in one another without end.
    """
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError(str(error)) from error
    yield from _Page().blocks(root)


class _Page:
    """A page being read: how many paragraphs and tables there were."""

    def __init__(self) -> None:
        self.paragraphs = self.tables = 0
        self._pending: list[str] = []

    def blocks(self, root: Any) -> Iterator[Passage | Table]:
        yield from self._walk(root, 0)
        yield from self._flush()

    def _walk(self, element: Any, depth: int) -> Iterator[Passage | Table]:
        if depth > _DEEPEST:
            raise ValueError("elements without end")
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or _HIDDEN.search(element.get("style") or ""):
            return
        if element.tag == "table" and next(element.iterdescendants("table"), None) is None:
            yield from self._flush()
            yield self._table(element)
            return
        if element.tag in _BLOCKS:
            yield from self._flush()
        self._pending.append(_break(element) + (element.text or ""))
        for child in element:
            yield from self._walk(child, depth + 1)
            self._pending.append(child.tail or "")
        if element.tag in _BLOCKS:
            yield from self._flush(is_heading=element.tag in _HEADINGS)

    def _flush(self, is_heading: bool = False) -> Iterator[Passage]:
        text = "".join(self._pending)
        self._pending = []
        for line in text.split(_LINE):
            if shown := unbroken(line).strip():
                self.paragraphs += 1
                yield passage(f"第{self.paragraphs}段", shown, is_heading)

    def _table(self, element: Any) -> Table:
        self.tables += 1
        texts: dict[tuple[int, int], str] = {}
        copies: set[tuple[int, int]] = set()
        for row, line in enumerate(element.iter("tr")):
            column = 0
            for cell in line.iterchildren("td", "th"):
                while (row, column) in texts:
                    column += 1
                for place in _covered(cell, row, column):
                    texts[place] = unbroken(_cell_text(cell)).strip()
                    copies |= {place} - {(row, column)}
        rows = [[""] * (1 + max((at for of, at in texts if of == row), default=-1)) for row in _range(texts)]
        for (row, column), text in texts.items():
            rows[row][column] = text
        return Table(f"第{self.tables}张表", rows, frozenset(copies))


_LINE = "\x1e"  # a line break that was meant


def _break(element: Any) -> str:
    return _LINE if element.tag == "br" else ""


def _cell_text(cell: Any) -> str:
    return "".join(str(text) for text in cell.itertext())


def _range(texts: dict[tuple[int, int], str]) -> range:
    return range(1 + max((row for row, _ in texts), default=-1))


def _covered(cell: Any, row: int, column: int) -> Iterator[tuple[int, int]]:
    for down in range(_span(cell, "rowspan")):
        for across in range(_span(cell, "colspan")):
            yield row + down, column + across


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), _LARGEST_SPAN) if text.isdecimal() and len(text) < 5 else 1
