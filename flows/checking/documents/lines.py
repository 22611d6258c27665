"""Lines to paragraphs, and which of them are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from flows.checking.passages import Passage, Table

_HEADING = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}[、.章节部]|[(（][一二三四五六七八九十]{1,3}[)）])")
_LONGEST_HEADING = 40
_STOPS = "。！？；：!?;:…"
_WRAPPED_WIDTH = 30  # characters: what is narrower is a list, not a paragraph that was broken into lines
_FULL = 0.75  # of the widest line: a shorter one ended by itself
_BETWEEN_WORDS = re.compile(r"(?<=[\x21-\x7e])\s*\n\s*(?=[A-Za-z])")
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
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
    """A plain text: lines with tabs, or strokes, that follow each other are a table, all others paragraphs."""
    number = tables = 0
    for mark, group in groupby(text.splitlines(), key=_mark):
        lines = list(group)
        if mark and (mark == "\t" or len(lines) > 1):
            tables += 1
            rows = [line for line in lines if not _RULE.fullmatch(line)]
            yield Table(f"第{tables}张表", [_cells(row, mark) for row in rows])
        else:
            for paragraph in joined(lines):
                number += 1
                yield passage(f"第{number}段", paragraph)


def _mark(line: str) -> str:
    """What parts the cells of a line; nothing of one that is no row of a table."""
    return next((mark for mark in ("\t", "|") if mark in line.strip()), "")


def _cells(row: str, mark: str) -> list[str]:
    inner = row.strip().removeprefix("|").removesuffix("|") if mark == "|" else row
    return [cell.strip() for cell in inner.split(mark)]
