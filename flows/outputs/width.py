"""How wide a text stands in a fixed-width font."""

from __future__ import annotations

from functools import cache
from unicodedata import east_asian_width


def text_width(text: str) -> int:
    """Characters, a Chinese one as two."""
    return len(text) if text.isascii() else sum(map(_width, text))


@cache
def _width(character: str) -> int:
    return 2 if east_asian_width(character) in "WFA" else 1
