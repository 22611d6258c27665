"""Damage done to files as it happens and as an attacker would do it: at random, and where checksums do not catch it."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

_NUMBERS = [b"0", b"-1", b"1048576", b"1048577", b"16384", b"65536", b"2147483648", b"99999999999999999999", b"1e308"]
_NUMBERS += [b"NaN", b"-0", b"1e-320", b"0.1000000000000000055511", b"XFD1048576", b"A0", b"60", b"2958466"]
_TOKENS = [b"<", b">", b'"', b"'", b"&amp;", b"&#x0;", b"&x;", b"<!DOCTYPE a>", b"<!-- ", b"<![CDATA[", b"]]>", b"\x00"]
_TOKENS += [b"<table>", b"</table>", b"<tr>", b'<td rowspan="65534" colspan="9">', b"<c>", b"<v>", b"</row>", b"<f/>"]
_TOKENS += [b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\t", b",", b'="', b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"sep=;\n"]
_TOKENS += [
    "案号".encode(),
    "案号".encode("gb18030"),
    "合计".encode(),
    "，".encode(),
    "\ud7ff\ue000\U0010ffff".encode(),
]
_TOKENS += [b"\xed\xa0\x80", b"\xc0\x80", b'hidden="1"', b' t="e"', b' t="d"', b' t="str"', b"#N/A", b' r="$A$1"']
_WORDS = [
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x10000,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFE,
    0xFFFFFFFF,
]
_DIGITS = re.compile(rb"\d+")
_LONGEST_PIECE = 400
_MOST_CHANGES = 6
_SHARE_WITHIN_PACKAGES = 0.8

Change = Callable[[random.Random, bytearray, bytes], None]


def mutant(seeds: Mapping[str, bytes], rng: random.Random) -> tuple[str, bytes]:
    """A damaged file and the name of the one that it was made from."""
    name = rng.choice(sorted(seeds))
    other = seeds[rng.choice(sorted(seeds))]
    content = seeds[name]
    if content.startswith(b"PK") and rng.random() < _SHARE_WITHIN_PACKAGES:
        return name, _within_package(rng, content, other)
    return name, _changed(rng, content, other)


def _within_package(rng: random.Random, content: bytes, other: bytes) -> bytes:
    """Damage to one part, packed again, so that no checksum gives it away."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {member.filename: package.read(member) for member in package.infolist()}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError, KeyError):
        return _changed(rng, content, other)
    if not parts:
        return _changed(rng, content, other)
    chosen = rng.choice(sorted(parts))
    if rng.random() < 0.05:
        del parts[chosen]
    else:
        parts[chosen] = _changed(rng, parts[chosen], other)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


def _changed(rng: random.Random, content: bytes, other: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randint(1, _MOST_CHANGES)):
        rng.choice(_CHANGES)(rng, changed, other)
    return bytes(changed)


def _flip_bit(rng: random.Random, content: bytearray, other: bytes) -> None:
    if content:
        content[_place(rng, content)] ^= 1 << rng.randrange(8)


def _set_byte(rng: random.Random, content: bytearray, other: bytes) -> None:
    if content:
        content[_place(rng, content)] = rng.randrange(256)


def _set_word(rng: random.Random, content: bytearray, other: bytes) -> None:
    """A length, an offset or a count that lies."""
    size = rng.choice((2, 4))
    if len(content) >= size:
        at = rng.randrange(len(content) - size + 1)
        value = rng.choice(_WORDS) & (256**size - 1)
        content[at : at + size] = struct.pack("<H" if size == 2 else "<I", value)


def _set_number(rng: random.Random, content: bytearray, other: bytes) -> None:
    """Another number in the place of one that is written out."""
    found = _DIGITS.search(content, _place(rng, content)) if content else None
    if found:
        content[found.start() : found.end()] = rng.choice(_NUMBERS)


def _insert_token(rng: random.Random, content: bytearray, other: bytes) -> None:
    at = _place(rng, content)
    content[at:at] = rng.choice(_TOKENS)


def _delete_piece(rng: random.Random, content: bytearray, other: bytes) -> None:
    start, end = _piece(rng, content)
    del content[start:end]


def _double_piece(rng: random.Random, content: bytearray, other: bytes) -> None:
    start, end = _piece(rng, content)
    content[start:start] = content[start:end] * rng.choice((1, 1, 1, 50))


def _move_piece(rng: random.Random, content: bytearray, other: bytes) -> None:
    start, end = _piece(rng, content)
    piece = content[start:end]
    del content[start:end]
    at = _place(rng, content)
    content[at:at] = piece


def _insert_foreign(rng: random.Random, content: bytearray, other: bytes) -> None:
    start, end = _piece(rng, bytearray(other))
    at = _place(rng, content)
    content[at:at] = other[start:end]


def _cut_off(rng: random.Random, content: bytearray, other: bytes) -> None:
    if rng.random() < 0.3:
        del content[_place(rng, content) :]


_CHANGES: tuple[Change, ...] = (
    _flip_bit, _flip_bit, _set_byte, _set_word, _set_word, _set_number, _set_number, _insert_token, _insert_token,
    _delete_piece, _double_piece, _move_piece, _insert_foreign, _cut_off,
)  # fmt: skip


def _place(rng: random.Random, content: bytearray) -> int:
    return rng.randrange(len(content)) if content else 0


def _piece(rng: random.Random, content: bytearray) -> tuple[int, int]:
    start = _place(rng, content)
    return start, start + rng.randint(1, _LONGEST_PIECE)
