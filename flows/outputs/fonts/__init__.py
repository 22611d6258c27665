"""The font of the charts, bundled: a county server may have no Chinese font and no way to fetch one.

``EnfstatSans.otf`` holds the glyphs of Noto Sans CJK SC (SIL Open Font License, ``OFL.txt``) for every character of
GBK, under a name of its own: so it is this file that is drawn with, on every machine alike.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
FAMILY = "Enfstat Sans"
_CHARACTERS = "gbk"
_LEFT_OUT = "≒"  # in GBK, and not in Noto Sans CJK SC


def is_held(character: str) -> bool:
    """Whether the font has a glyph for a character."""
    try:
        character.encode(_CHARACTERS)
    except UnicodeEncodeError:
        return False
    return character.isprintable() and character not in _LEFT_OUT
