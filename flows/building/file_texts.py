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
_COMPRESSED = re.compile(rb'<script\b[^>]*\bdata-encoding="deflate-base64"[^>]*>(.*?)</script>', re.DOTALL)
_BETWEEN_TAGS = re.compile(rb">([^<]+)<")
_CELLS = re.compile(r"xl/(worksheets/sheet\d+|sharedStrings)\.xml")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# What ends a text in markup, in a script or in a list of values. As bytes: in UTF-8 none of them is a part of another
# character, and pages are large.
_ENDS = bytes.maketrans(b'<>"\t\r\0', b"\n" * 6)
_SHORTEST = 6  # bytes: a name of two Han characters; a number takes more
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
            try:
                yield name, set(chain.from_iterable(map(_short_texts, _contents(path.read_bytes()))))
            except (UnicodeDecodeError, binascii.Error, zlib.error, zipfile.BadZipFile) as error:
                raise UnreadableFile(f"{name} 里有读不出的内容,不能核对其中有没有个人信息({error})") from error


def _contents(content: bytes) -> Iterator[bytes]:
    if content.startswith(_PACKAGED):
        yield from _contents_of_package(content)
        return
    yield _COMPRESSED.sub(b"", content)
    for block in _COMPRESSED.findall(content):
        yield zlib.decompress(base64.b64decode(block))


def _contents_of_package(content: bytes) -> Iterator[bytes]:
    """The XML parts of an Office document. Of cells, which are many, what stands between the tags."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        for part in package.namelist():
            if part.endswith(_XML_PARTS):
                text = package.read(part)
                yield b"\n".join(_BETWEEN_TAGS.findall(text)) if _CELLS.fullmatch(part) else text


def _short_texts(content: bytes) -> Iterator[str]:
    """What stands between marks of markup, scripts and lists, without their escapes."""
    content.decode()  # what is no text anywhere is refused, not only where a name might stand
    content = content.translate(_ENDS).replace(rb"\n", b"\n").replace(rb"\t", b"\n")
    for short in set(content.split(b"\n")):
        if len(short) >= _SHORTEST:
            text = _unescaped(short.decode())
            for start in range(0, max(len(text) - _OVERLAP, 1), _LONGEST - _OVERLAP):
                yield text[start : start + _LONGEST]


def _unescaped(text: str) -> str:
    if "\\u" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-8", "replace").decode()  # half of a pair is no character
    return html.unescape(text) if "&" in text else text
