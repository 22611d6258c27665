"""Lines to paragraphs, and which of them are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flows.checking.passages import Passage, Table

_HEADING = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}[、.章节部]|[(（][一二三四五六七八九十]{1,3}[)）])")
_LONGEST_HEADING = 40
_STOPS = "。！？；：!?;:…"
_WRAPPED_WIDTH = 30  # characters: what is narrower is a list, not a paragraph that was broken into lines
_FULL = 0.75  # of the widest line: a shorter one ended by itself
_BETWEEN_WORDS = re.compile(r"(?<=[\x21-\x7e])\s*\n\s*(?=[A-Za-z])")
_BREAK = re.compile(r"[ \t\r]*\n[ \t\r]*")


def passage(where: str, text: str, is_heading: bool = False) -> Passage:
    """A paragraph; a short line that begins 一、 or (二) and is no sentence is a heading, however it is set."""
    short = len(text) <= _LONGEST_HEADING and not text.rstrip().endswith(tuple(_STOPS))
    return Passage(where, text, is_heading or (short and _HEADING.match(text) is not None))


def unbroken(text: str) -> str:
    """A text whose line breaks mean nothing: Chinese is joined, words keep a blank between them."""
    return _BREAK.sub("", _BETWEEN_WORDS.sub(" ", text))


def joined(lines: Sequence[str]) -> list[str]:
    """The paragraphs of lines of one width: a full line that ends in no stop goes on in the next."""
    width = max((len(line.strip()) for line in lines), default=0)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        text = line.strip()
        if not text:
            goes_on = False
            continue
        if goes_on and not _HEADING.match(text):
            paragraphs[-1] += text
        else:
            paragraphs.append(text)
        goes_on = width >= _WRAPPED_WIDTH and len(text) >= width * _FULL and not text.endswith(tuple(_STOPS))
    return paragraphs


def text_blocks(text: str) -> Iterator[Passage | Table]:
    """A plain text: lines with tabs that follow each other are a table, all others paragraphs."""
    lines = text.splitlines()
    number, tables, at = 0, 0, 0
    while at < len(lines):
        end = at
        while end < len(lines) and ("\t" in lines[end].strip()) == ("\t" in lines[at].strip()):
            end += 1
        if "\t" in lines[at].strip():
            tables += 1
            rows = [[cell.strip() for cell in line.split("\t")] for line in lines[at:end]]
            yield Table(f"第{tables}张表", rows)
        else:
            for paragraph in joined(lines[at:end]):
                number += 1
                yield passage(f"第{number}段", paragraph)
        at = end
