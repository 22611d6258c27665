"""Numbers that were declared by hand, marked: a comment in Word where it can have one, else words beside the number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.run import Run

BY_HAND = "手工填报"
_START, _NOTE, _END = "\ue000", "\ue001", "\ue002"  # of the private use area: no text of a bureau has them
_MARKED = re.compile(f"{_START}(.*?){_NOTE}(.*?){_END}", re.DOTALL)


def marked(text: str, note: str) -> str:
    """A text that will be marked with a note when the document is written."""
    return f"{_START}{note}{_NOTE}{text}{_END}"


def in_words(text: str) -> str:
    """The marked texts of a part that can have no comments (header, footer, footnote) with a word behind each."""
    return _MARKED.sub(rf"\2({BY_HAND})", text)


def write_comments(document: Document) -> None:
    """The marked texts of the body as texts with comments; in a text box, which can have none, with a word."""
    for run in [one for one in document.element.body.iter(qn("w:r")) if _is_marked(one)]:
        in_box = next(run.iterancestors(qn("w:txbxContent")), None) is not None
        for piece, note in _pieces(run):
            if note and in_box:
                piece.text += f"({BY_HAND})"
            elif note:
                comment = document.add_comment(Run(piece, document), text=note, author="enfstat", initials="")
                del comment._comment_elm.attrib[qn("w:date")]  # a clock


def _is_marked(run: Any) -> bool:
    return any(_START in (text.text or "") for text in run.iterchildren(qn("w:t")))


def _pieces(run: Any) -> Iterator[tuple[Any, str]]:
    """The runs that take the place of one, all in its font, each with the note on it or none."""
    parts = [part for child in run if child.tag != qn("w:rPr") for part in _split(child)]
    for child in [child for child in run if child.tag != qn("w:rPr")]:
        run.remove(child)
    for child, note in parts:
        piece = deepcopy(run)  # emptied: its font is left
        piece.append(child)
        run.addprevious(piece)
        yield piece, note
    run.getparent().remove(run)


def _split(child: Any) -> Iterator[tuple[Any, str]]:
    """A text in its marked and unmarked parts; anything else as it is."""
    text = child.text or "" if child.tag == qn("w:t") else ""
    if _START not in text:
        yield child, ""
        return
    plain, *rest = _MARKED.split(text)
    yield _text(child, plain), ""
    for note, shown, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        yield _text(child, shown), note
        yield _text(child, after), ""


def _text(child: Any, text: str) -> Any:
    made = deepcopy(child)
    made.text = text
    made.set(qn("xml:space"), "preserve")
    return made
