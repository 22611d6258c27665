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
from pathlib import Path

import polars as pl

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
_NO_TEXTS = pl.DataFrame(schema={"object": pl.String, "text": pl.String})


class UnreadableFile(EnfstatError):
    """A file beside the database cannot be looked at."""


def file_texts(directory: Path) -> pl.DataFrame:
    """The texts of every file below a folder: ``object`` (its path) and ``text``.

    Raises:
        UnreadableFile: see there.
    """
    found = [_of_file(name, path) for name, path in _files(directory)]
    return _in_pieces(_unescaped(pl.concat([_NO_TEXTS, *found])))


def _files(directory: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        if path.suffix not in _LOOKED_AT_AS_TABLES | _WITHOUT_TEXT:
            yield path.relative_to(directory).as_posix(), path


def _of_file(name: str, path: Path) -> pl.DataFrame:
    """The different texts of one file, as they stand there: all files at once would be as large as the database."""
    line = pl.col("text").str.split("\n").explode()
    texts = pl.DataFrame({"text": _texts(name, path)}, {"text": pl.String})
    return texts.select(object=pl.lit(name), text=line.filter(line.str.len_bytes() >= _SHORTEST).unique())


def _texts(name: str, path: Path) -> list[str]:
    """The contents of a file, a line for what stands between marks of markup, scripts and lists."""
    try:
        return [_with_ends(content) for content in _contents(path.read_bytes())]
    except (UnicodeDecodeError, binascii.Error, zlib.error, zipfile.BadZipFile) as error:
        raise UnreadableFile(f"{name} 里有读不出的内容,不能核对其中有没有个人信息({error})") from error


def _with_ends(content: bytes) -> str:
    return content.translate(_ENDS).replace(rb"\n", b"\n").replace(rb"\t", b"\n").decode()


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


def _unescaped(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts without the escapes of markup and scripts."""
    is_escaped = pl.col("text").str.contains(r"\\u|&")
    plain = texts.filter(is_escaped).with_columns(pl.col("text").map_elements(_without_escapes, return_dtype=pl.String))
    return pl.concat([texts.filter(~is_escaped), plain])


def _in_pieces(texts: pl.DataFrame) -> pl.DataFrame:
    """The texts, the longest cut into pieces that overlap."""
    is_long = pl.col("text").str.len_chars() > _LONGEST
    pieces = [(name, piece) for name, text in texts.filter(is_long).rows() for piece in _cut(text)]
    return pl.concat([texts.filter(~is_long), pl.DataFrame(pieces, texts.schema, orient="row")])


def _cut(text: str) -> Iterator[str]:
    for start in range(0, len(text) - _OVERLAP, _LONGEST - _OVERLAP):
        yield text[start : start + _LONGEST]


def _without_escapes(text: str) -> str:
    if "\\u" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-8", "replace").decode()  # half of a pair is no character
    return html.unescape(text) if "&" in text else text
