"""The list of the texts that a workbook's cells share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import polars as pl

from flows.reading.refusals import too_large, unreadable
from flows.reading.sheet_data import Unusual
from flows.reading.xml_text import XML_SPACE, string_text

_LONGEST_HEAD, _LONGEST_ITEM = 2**16, 2**26  # bytes; of one text with all its runs
_HEAD = re.compile(rb"<sst(?:\s[^>]*)?>")
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding=["'](?!utf-?8["'])""", re.IGNORECASE)
_TEXT = re.compile(r"<t(\s[^>]*?)?(?:/>|>([^<]*)</t>)")
_PHONETIC = re.compile(r"<rPh[\s>].*?</rPh>", re.DOTALL)
_ITEM_END = b"</si>"
_PLAIN_ITEM, _PLAIN_END = "<si><t>", "</t>"
_PRESERVED_ITEM = '<si><t xml:space="preserve">'
NO_SHARED_STRINGS = pl.Series([None], dtype=pl.String)
"""The list of a workbook that has none; as in every list, number 0 stands for no text and the texts follow."""


def read_shared_strings(chunks: Iterable[bytes]) -> pl.Series:
    """The shared strings behind a null, so that 1 is the code of string 0; pronunciation is left out.

    Raises:
        Unusual: the part must be rewritten first.
        FileRefused: no UTF-8, the part breaks off, or one text is longer than any program writes.
    """
    parts = [_items(piece) for piece in _pieces(iter(chunks))]
    return pl.concat([NO_SHARED_STRINGS, *parts], rechunk=True)


def _pieces(stream: Iterator[bytes]) -> Iterator[list[str]]:
    """The items without their end tags, a few megabytes at a time."""
    head, buffer = _head(stream)
    while True:
        if b"<!" in buffer:
            raise Unusual
        items, end, buffer = buffer.replace(b"<si/>", b"<si></si>").rpartition(_ITEM_END)
        yield _decoded(items + end).split(_ITEM_END.decode())[:-1]
        more = next(stream, b"")
        if not more:
            break
        if len(buffer) > _LONGEST_ITEM:
            raise too_large("共享文字过长")
        buffer += more
    if b"</sst>" not in buffer and not head.endswith(b"/>"):
        raise unreadable("共享文字不完整")


def _decoded(stored: bytes) -> str:
    try:
        return stored.decode()
    except UnicodeDecodeError as error:
        raise unreadable("共享文字不是 UTF-8") from error


def _head(stream: Iterator[bytes]) -> tuple[bytes, bytes]:
    """The start tag of the list, and what stands behind it."""
    buffer = next(stream, b"")
    while not (found := _HEAD.search(buffer)):
        more = next(stream, b"")
        if len(buffer) > _LONGEST_HEAD or not more:
            raise Unusual
        buffer += more
    start = buffer[: found.start()].removeprefix(b"\xef\xbb\xbf")
    if b"<!" in start or _ENCODING.match(start):
        raise Unusual
    return found[0], buffer[found.end() :]


def _items(items: list[str]) -> pl.Series:
    """The texts of items: nearly all are one plain text, and the others are looked at one by one."""
    stored = pl.Series(items, dtype=pl.String).str.strip_chars_start(XML_SPACE)
    is_preserved = stored.str.starts_with(_PRESERVED_ITEM)
    plain = stored.str.strip_prefix(_PRESERVED_ITEM).str.strip_prefix(_PLAIN_ITEM).str.strip_suffix(_PLAIN_END)
    is_odd = plain.str.contains_any(["<", "&", "\r", "_x00"])
    trimmed = plain.str.strip_chars(XML_SPACE).zip_with(~is_preserved, plain)
    odd = is_odd.arg_true()
    return trimmed.scatter(odd, [item_text(item) for item in stored.gather(odd)]) if len(odd) else trimmed


def item_text(item: str) -> str:
    """The text of an item or an inline string, its runs joined."""
    runs = _TEXT.finditer(_PHONETIC.sub("", item))
    return "".join(string_text(run[2] or "", "preserve" in (run[1] or "")) for run in runs)
