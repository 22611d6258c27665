"""What the search box knows: every figure by its title, its synonyms and the initials of their pinyin."""

from __future__ import annotations

import json
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from flows.outputs.pages.question import Site


def search_script(site: Site) -> str:
    """The script ``search.js``: title, page, synonyms and, for every name, the letters of each of its characters."""
    figures = [
        {
            "name": row["figure"],
            "title": row["title"],
            "page": site.paths[row["figure"]],
            "synonyms": row["synonyms"],
            "initials": [initials(name) for name in (row["title"], *row["synonyms"])],
        }
        for row in site.definitions
    ]
    return f"window.enfstatFigures = {json.dumps(figures, ensure_ascii=False, separators=(',', ':'))};\n"


def initials(text: str) -> list[str]:
    """For every letter, digit or character of a text the letters by which it may be found: 率 by l and by s."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return [_letters().get(character, character) for character in plain if character.isalnum()]


@cache
def _letters() -> dict[str, str]:
    """Character → the letters that its readings begin with."""
    facts = tomllib.loads(Path(__file__).with_name("initials.toml").read_text(encoding="utf-8"))
    letters: dict[str, str] = {}
    for letter, characters in facts.items():
        for character in characters:
            letters[character] = letters.get(character, "") + letter
    return letters
