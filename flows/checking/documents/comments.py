"""A copy of a Word draft with a comment at every number that is wrong or that somebody should look at."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.text.run import Run

from flows.checking.check import Checked
from flows.checking.documents.read import DraftUnreadable
from flows.checking.documents.word import Block, blocks_of_body, opened, pieces, text_of
from flows.checking.wording import NO_COMMENT, in_words
from flows.outputs.fixed_package import with_fixed_times
from flows.store.files import write_whole

_AUTHOR = "enfstat"


def write_commented(draft: Path, path: Path, checked: Sequence[Checked]) -> int:
    """Write the copy; a number in a header, note or text box, where Word has no comments, gets none.

    Returns:
        how many comments it has.

    Raises:
        DraftUnreadable: the draft is no .docx, or the copy would be written over it.
    """
    if draft.suffix.lower() != ".docx" or path.suffix.lower() != ".docx":
        raise DraftUnreadable("批注只能写在 Word 文档(.docx)里;其他格式请看屏幕上的结果")
    if path.exists() and path.samefile(draft):
        raise DraftUnreadable(f"“{path}”是文稿本身;请换一个文件名")
    content, count = commented(draft.read_bytes(), checked)
    write_whole(path, content)
    return count


def commented(content: bytes, checked: Sequence[Checked]) -> tuple[bytes, int]:
    """The bytes of the copy, and how many comments it has."""
    document = opened(content)
    blocks = blocks_of_body(document)
    wanted = [one for one in checked if one.judgement.verdict not in NO_COMMENT and one.where in blocks]
    # From the end on, so that a run that is split moves nothing before it.
    runs = [_runs(blocks[one.where], one.start, one.unit_end) for one in reversed(wanted)][::-1]
    placed = [(one, some) for one, some in zip(wanted, runs, strict=True) if some]
    for one, some in placed:
        comment = document.add_comment(some, text=in_words(one.judgement), author=_AUTHOR, initials="")
        del comment._comment_elm.attrib[qn("w:date")]  # a clock
    written = BytesIO()
    document.save(written)
    return with_fixed_times(written), len(placed)


def _runs(block: Block, start: int, end: int) -> list[Run]:
    """The runs that hold a part of a block's text and nothing else, split from their neighbours."""
    at = 0
    for paragraph in block.paragraphs:
        length = len(text_of(paragraph))
        if at <= start < at + length:
            for place in (end - at, start - at):
                _split(paragraph, place)
            return _between(paragraph, start - at, end - at)
        at += length + 1
    return []


def _between(paragraph: Any, start: int, end: int) -> list[Run]:
    at = 0
    found: dict[Any, None] = {}
    for element, text in pieces(paragraph):
        if start <= at < end and element.getparent().tag == qn("w:r"):
            found[element.getparent()] = None
        at += len(text)
    return [Run(run, paragraph) for run in found]


def _split(paragraph: Any, place: int) -> None:
    """Have a run begin at a place of the paragraph's text."""
    at = 0
    for element, text in pieces(paragraph):
        if at < place < at + len(text):
            behind = deepcopy(element)
            _set(element, text[: place - at])
            _set(behind, text[place - at :])
            element.addnext(behind)
            _cut_before(behind)
            return
        if at == place:
            _cut_before(element)
            return
        at += len(text)


def _cut_before(element: Any) -> None:
    """Cut a run in two before one of its children; both have its font."""
    run = element.getparent()
    content = [child for child in run if child.tag != qn("w:rPr")]
    moved = content[content.index(element) :]
    if run.tag != qn("w:r") or len(moved) == len(content):
        return
    behind = deepcopy(run)
    for child in list(behind):
        if child.tag != qn("w:rPr"):
            behind.remove(child)
    behind.extend(moved)
    run.addnext(behind)


def _set(element: Any, text: str) -> None:
    element.text = text
    element.set(qn("xml:space"), "preserve")
