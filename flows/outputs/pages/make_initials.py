"""Make initials.toml anew: which characters begin with which letter in pinyin.

    .venv/bin/python -m flows.outputs.pages.make_initials

pypinyin knows them, and takes longer to load than all pages to write; so what is needed of it lies in a file. A
character of several readings stands under each of their letters, so that 率 is found as l and as s.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).with_name("initials.toml")
_HEAD = "# The characters of GB 2312 by the letters that their pinyin begins with; made by make_initials.py.\n"


def initials_text() -> str:
    """The text of initials.toml."""
    by_letter: dict[str, list[str]] = {}
    for character in _characters():
        readings = pinyin_dict[ord(character)].split(",")
        for letter in sorted({unicodedata.normalize("NFKD", reading)[0] for reading in readings}):
            by_letter.setdefault(letter, []).append(character)
    return _HEAD + "".join(f'{letter} = "{"".join(found)}"\n' for letter, found in sorted(by_letter.items()))


def _characters() -> Iterator[str]:
    """The 6,763 characters of GB 2312 (rows 16 to 87)."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield from bytes([row, cell]).decode("gb2312", errors="ignore")


if __name__ == "__main__":
    TARGET.write_text(initials_text(), encoding="utf-8")
