"""A PDF: the paragraphs of its pages. Tables are read line by line."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2

from flows.checking.documents.lines import joined, passage
from flows.checking.passages import Passage

_MOST_PAGES = 2000


def pdf_blocks(content: bytes) -> Iterator[Passage]:
    """The paragraphs of every page.

    Raises:
        ValueError: no PDF, damaged, behind a password, or beyond the limit of pages.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    if len(document) > _MOST_PAGES:
        raise ValueError(f"more than {_MOST_PAGES} pages")
    for number, page in enumerate(document, 1):
        lines = page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "").split("\n")
        for paragraph, text in enumerate(joined(lines), 1):
            yield passage(f"第{number}页第{paragraph}段", text)
