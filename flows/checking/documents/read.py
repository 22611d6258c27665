"""The file of a draft to its passages, in a child process: a file that breaks its parser breaks the child alone."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path

from lxml import etree
from pebble import ProcessExpired, ProcessPool

from flows.checking.passages import Draft, Passage, Table
from flows.errors import EnfstatError, FileRefused
from flows.reading.charset import decode
from flows.reading.limits import Limits
from flows.reading.package import Package
from flows.steps.children import confine

_LARGEST = 64 << 20  # bytes
_LIMITS = Limits(expanded_bytes=200 << 20)
_SECONDS = 60
_MEMORY = 2 << 30
_OLE = b"\xd0\xcf\x11\xe0"


class DraftUnreadable(EnfstatError):
    """The file is no draft that can be checked."""


def read_draft(path: Path) -> Draft:
    """The passages and tables of a draft.

    Raises:
        DraftUnreadable: what is wrong with the file, in one line, and what to do.
    """
    content = content_of(path)
    context = multiprocessing.get_context("forkserver")
    with ProcessPool(max_workers=1, context=context, initializer=confine, initargs=[_MEMORY]) as pool:
        job = pool.schedule(blocks_of, args=(content, path.suffix.lower()), timeout=_SECONDS)
        try:
            draft: Draft = job.result()
        except DraftUnreadable as refusal:
            raise DraftUnreadable(f"“{path}”{refusal}") from None
        except FutureTimeout:
            raise DraftUnreadable(f"“{path}”读取超过 {_SECONDS} 秒;请另存一份或拆成较小的文件") from None
        except (ProcessExpired, MemoryError):
            raise DraftUnreadable(f"“{path}”使解析程序中断;请用 Word 或 WPS 打开后另存一份") from None
    return draft


def content_of(path: Path) -> bytes:
    """The bytes of a draft.

    Raises:
        DraftUnreadable: it is of no kind that is read, too large, or not to be had.
    """
    if path.suffix.lower() not in _READERS:
        raise DraftUnreadable(f"“{path}”不是能核对的文件;可以是 {'、'.join(_READERS)}")
    try:
        if path.stat().st_size > _LARGEST:
            raise DraftUnreadable(f"“{path}”超过 {_LARGEST >> 20} MiB;请删去图片或拆成较小的文件")
        return path.read_bytes()
    except OSError:
        raise DraftUnreadable(f"读不出“{path}”;请检查路径和权限") from None


def blocks_of(content: bytes, suffix: str) -> Draft:
    """The passages of a file's bytes (runs in a child).

    Raises:
        DraftUnreadable: the bytes are not what the name says, or hold no text.
    """
    try:
        draft = list(_READERS[suffix](content))
    except (FileRefused, ValueError, KeyError, etree.XMLSyntaxError, RecursionError, AttributeError, TypeError):
        raise DraftUnreadable(f"不是完好的 {suffix} 文件,或设有密码;请打开后另存一份再核对") from None
    if not draft:
        raise DraftUnreadable("里没有文字;扫描件请先识别成文字")
    return draft


def _word(content: bytes) -> Iterable[Passage | Table]:
    from flows.checking.documents.word import word_blocks

    if content.startswith(_OLE):
        raise DraftUnreadable("是旧格式(.doc)或设有密码的文档;请另存为不设密码的 .docx")
    Package(content, _LIMITS)
    return word_blocks(content)


def _text(content: bytes) -> Iterable[Passage | Table]:
    from flows.checking.documents.lines import text_blocks

    return text_blocks(decode(content))


def _page(content: bytes) -> Iterable[Passage | Table]:
    from flows.checking.documents.page import page_blocks

    return page_blocks(decode(content))


def _markdown(content: bytes) -> Iterable[Passage | Table]:
    from flows.checking.documents.page import markdown_blocks

    return markdown_blocks(decode(content))


def _pdf(content: bytes) -> Iterable[Passage | Table]:
    from flows.checking.documents.pdf import pdf_blocks

    return pdf_blocks(content)


_READERS: dict[str, Callable[[bytes], Iterable[Passage | Table]]] = {
    ".docx": _word,
    ".txt": _text,
    ".md": _markdown,
    ".html": _page,
    ".htm": _page,
    ".pdf": _pdf,
}
