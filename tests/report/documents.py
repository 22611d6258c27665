"""Tiny templates, and the text of a filled report wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

_BOX = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
     xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>
<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>
"""


def template(path: Path, *paragraphs: str | Iterable[str]) -> Path:
    """A template of these paragraphs; one given as several texts has a run for each."""
    document = Document()
    for texts in paragraphs:
        paragraph = document.add_paragraph()
        for text in [texts] if isinstance(texts, str) else texts:
            paragraph.add_run(text).bold = len(paragraph.runs) % 2 == 0
    document.save(str(path))
    return path


def everywhere(path: Path, text: str) -> Path:
    """A template with a text in a table cell, a header, a footer and a text box."""
    document = Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(1, 2).text = text
    section = document.sections[0]
    section.header.paragraphs[0].text = text
    section.footer.paragraphs[0].text = text
    document.add_paragraph("有文本框的段落")._p.append(parse_xml(_BOX.format(text)))
    document.save(str(path))
    return path


def paragraphs(content: bytes) -> list[str]:
    """The paragraphs with text, of the body, tables, headers, footers and text boxes."""
    document = Document(BytesIO(content))
    section = document.sections[0]
    roots: list[Any] = [document.element.body, section.header._element, section.footer._element]
    texts = [_text(paragraph) for root in roots for paragraph in root.iter(qn("w:p"))]
    return [text for text in texts if text.strip()]


def rows(content: bytes, number: int = 0) -> list[list[str]]:
    """The cells of a table."""
    return [[cell.text for cell in row.cells] for row in Document(BytesIO(content)).tables[number].rows]


def pictures(content: bytes) -> list[bytes]:
    """The pictures of the document."""
    parts = Document(BytesIO(content)).part.package.image_parts
    return [part.blob for part in parts]


def _text(paragraph: Any) -> str:
    texts = paragraph.iter(qn("w:t"))
    return "".join(text.text or "" for text in texts if next(text.iterancestors(qn("w:p"))) is paragraph)
