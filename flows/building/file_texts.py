"""What can be read in the files that lie beside the database, as short plain texts.

Whatever lies there is read: pages and scripts (their markup, attributes and strings), the XML parts of workbooks and
documents, and any other file that is UTF-8. The database itself and its Parquet, which holds one of its tables, are
looked at as tables; pictures and fonts hold no text.

A page may carry data compressed. Such a block is written as::

    <script type="application/octet-stream" data-encoding="deflate-base64">...</script>

base64 of a zlib stream (what browsers call ``deflate``) of UTF-8. A block that cannot be read, and a file that is none
of all this, is an error: what nobody can look at is not handed to anybody.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

from flows.errors import EnfstatError

_LOOKED_AT_AS_TABLES = {".duckdb", ".parquet"}
_WITHOUT_TEXT = {".png", ".jpg", ".gif", ".ico", ".woff", ".woff2", ".ttf", ".otf"}
_PACKAGED = b"PK\x03\x04"
_XML_PARTS = (".xml", ".rels", ".vml")
_COMPRESSED = re.compile(r'<script\b[^>]*\bdata-encoding="deflate-base64"[^>]*>(.*?)</script>', re.DOTALL)
_BETWEEN_TAGS = re.compile(r">([^<]+)<")
_CELLS = re.compile(r"xl/(worksheets/sheet\d+|sharedStrings)\.xml")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# What ends a text in markup, in a script or in a list of values.
_ENDS = ("<", ">", '"', "\t", "\r", "\0", "\x1f", "\\n", "\\t")
_LONGEST, _OVERLAP = 10_000, 40  # characters: a font in a style sheet is one text of a megabyte


class UnreadableFile(EnfstatError):
    """A file beside the database cannot be looked at."""


def file_texts(directory: Path) -> Iterator[tuple[str, set[str]]]:
    """Every file below a folder, by its path, with its texts, each once.

    Raises:
        UnreadableFile: see there.
    """
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        if path.suffix not in _LOOKED_AT_AS_TABLES | _WITHOUT_TEXT:
            name = path.relative_to(directory).as_posix()
            yield name, set(chain.from_iterable(map(_short_texts, _texts(name, path.read_bytes()))))


def _texts(name: str, content: bytes) -> Iterator[str]:
    if content.startswith(_PACKAGED):
        yield from _texts_of_package(name, content)
        return
    text = _decoded(name, content)
    yield _COMPRESSED.sub("", text)
    for block in _COMPRESSED.findall(text):
        yield _inflated(name, block)


def _texts_of_package(name: str, content: bytes) -> Iterator[str]:
    """The XML parts of an Office document. Of cells, which are many, what stands between the tags."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        for part in package.namelist():
            if part.endswith(_XML_PARTS):
                text = _decoded(f"{name}:{part}", package.read(part))
                yield "\n".join(_BETWEEN_TAGS.findall(text)) if _CELLS.fullmatch(part) else text


def _inflated(name: str, block: str) -> str:
    try:
        return _decoded(name, zlib.decompress(base64.b64decode(block, validate=False)))
    except (binascii.Error, zlib.error) as error:
        raise UnreadableFile(f"{name} 里的压缩数据无法读出,不能核对其中有没有个人信息") from error


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{name} 不是文字,不能核对其中有没有个人信息") from error


def _short_texts(text: str) -> Iterator[str]:
    """What stands between marks of markup, scripts and lists, without their escapes."""
    if "\\u" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if "&" in text:
        text = html.unescape(text)
    for end in _ENDS:
        text = text.replace(end, "\n")
    for short in set(text.split("\n")):
        if len(short) <= _LONGEST:
            yield short
        else:
            yield from (short[start : start + _LONGEST] for start in range(0, len(short), _LONGEST - _OVERLAP))
