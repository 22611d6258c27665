"""Where the placeholders of a Word document stand, as a person finds them: paragraph, table cell, header, text box."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

# A placeholder or directive of Jinja, and what is left of one whose other end is missing.
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TORN = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_FULL_WIDTH = re.compile("[\uff5b\uff5d]{2}|\uff5b%|%\uff5d")
_DECORATION = re.compile(r"^\{[{%](?:(?:p|tr|tc|r)(?=\s))?-?|-?[}%]\}$")
_TABLE = re.compile(r"(?:指标表|分\w+表|table_\w+)\s*\(")
_SHOWN_LENGTH = 40
_NAMES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "document": "正文"}
_NOT_FILLED = {"endnotes": "尾注", "comments": "批注"}

# What a person types in Chinese for what the language has in ASCII: full-width forms and curly quotes.
_FULL_WIDTH_OFFSET = 0xFEE0
_TYPED = {ord(character) + _FULL_WIDTH_OFFSET: character for character in "()[],:=.!<>"}
_TYPED |= {ord("\u201c"): '"', ord("\u201d"): '"', ord("\u2018"): "'", ord("\u2019"): "'"}


@dataclass(frozen=True)
class Place:
    """A paragraph: where it stands, and its text."""

    where: str
    text: str

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= _SHOWN_LENGTH else f"{self.text[:_SHOWN_LENGTH]}…"
        return f"{self.where}“{shown}”"


def ascii_typed(tag: str) -> str:
    """A placeholder with its punctuation as the language has it."""
    return tag.translate(_TYPED)


def inside(tag: str) -> str:
    """What stands between the brackets of a placeholder, without the marks of docxtpl."""
    return ascii_typed(_DECORATION.sub("", tag)).strip()


def is_table(tag: str) -> bool:
    """Whether a placeholder stands for a table: those functions are named so."""
    return tag.startswith("{{") and _TABLE.search(inside(tag)) is not None


def places(document: Document) -> list[Place]:
    """Every paragraph of the document, part by part, in the order of reading."""
    return [place for part in _parts(document) for place in _places_of(part)]


def torn(place: Place) -> str | None:
    """What is wrong with the brackets of a paragraph; None where nothing is."""
    if _FULL_WIDTH.search(place.text):
        return "占位符的花括号是全角的,请改用半角的 {{ }}"
    if TAG.search(place.text) and place.where in _NOT_FILLED.values():
        return f"{place.where}里不能写占位符,请移到正文、表格、页眉、页脚、文本框或脚注里"
    if _TORN.search(TAG.sub("", place.text)):
        return "占位符不完整:“{{”与“}}”、“{%”与“%}”要成对写在同一段里"
    if any(is_table(tag) and place.text.strip() != tag for tag in TAG.findall(place.text)):
        return "表格的占位符要单独成一段"
    return None


def unclosed(found: list[Place]) -> Place | None:
    """The paragraph of the last ``if`` or ``for`` that has no end."""
    open_at: list[Place] = []
    for place in found:
        for tag in TAG.findall(place.text):
            word = (inside(tag).split() or [""])[0] if tag.startswith("{%") else ""
            if word in ("if", "for"):
                open_at.append(place)
            elif word in ("endif", "endfor") and open_at:
                open_at.pop()
    return open_at[-1] if open_at else None


def _parts(document: Document) -> Iterator[Part]:
    named = {**_NAMES, **_NOT_FILLED}
    parts = [part for part in document.part.package.iter_parts() if _kind(part) in named]
    yield from sorted(
        parts, key=lambda part: (list(named).index(_kind(part)) if _kind(part) != "document" else -1, part.partname)
    )


def _kind(part: Part) -> str:
    """The last word of the content type: document, header, footnotes."""
    match = re.fullmatch(r".*wordprocessingml\.(\w+?)(?:\.main)?\+xml", part.content_type)
    return match[1] if match else ""


def _places_of(part: Part) -> Iterator[Place]:
    kind = _kind(part)
    root: Any = part.element if hasattr(part, "element") else parse_xml(part.blob)
    number = 0
    for paragraph in root.iter(qn("w:p")):
        text = _text(paragraph)
        if not text.strip():
            continue
        is_in_body = paragraph.getparent().tag == qn("w:body")
        number += is_in_body
        where = f"正文第{number}段" if is_in_body else _elsewhere(paragraph, root)
        yield Place(where or {**_NAMES, **_NOT_FILLED}[kind], text)


def _elsewhere(paragraph: Any, root: Any) -> str:
    """A text box or the cell of a table; blank where the paragraph is in neither."""
    for above in paragraph.iterancestors():
        if above.tag == qn("w:txbxContent"):
            return "文本框"
        if above.tag == qn("w:tc"):
            row = next(above.iterancestors(qn("w:tr")))
            table = next(above.iterancestors(qn("w:tbl")))
            return (
                f"第{list(root.iter(qn('w:tbl'))).index(table) + 1}张表"
                f"第{table.findall(qn('w:tr')).index(row) + 1}行第{row.findall(qn('w:tc')).index(above) + 1}列"
            )
    return ""


def _text(paragraph: Any) -> str:
    """The text of a paragraph, without that of text boxes anchored in it."""
    texts = paragraph.iter(qn("w:t"))
    return "".join(text.text or "" for text in texts if next(text.iterancestors(qn("w:p"))) is paragraph)
