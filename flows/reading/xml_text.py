"""The text of an element as its bytes stand in a part: entities, line ends, and what OOXML makes of both."""

from __future__ import annotations

import re
from functools import lru_cache

from flows.reading.refusals import unreadable

XML_SPACE = " \t\r\n"
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ENTITY = re.compile(r"&([^;&]{0,10});?")
_ESCAPED = re.compile(r"_x00([0-9A-Fa-f]{2})_")  # ECMA-376 part 1, 22.9.2.19; longer codes are text to every reader


def xml_text(stored: str) -> str:
    """The text that an XML parser gives.

    Raises:
        FileRefused: an entity that XML does not know.
    """
    if "\r" in stored:
        stored = stored.replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(lambda found: _character(found[1]), stored) if "&" in stored else stored


def string_text(stored: str, is_preserved: bool) -> str:
    """The text of a ``<t>``: blanks at its ends count only where it says so, and _x000D_ is a character."""
    text = xml_text(stored)
    trimmed = text if is_preserved else text.strip(XML_SPACE)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), trimmed) if "_x00" in trimmed else trimmed


@lru_cache(maxsize=1 << 16)  # some writers spell out every Han character by its number
def _character(name: str) -> str:
    try:
        if name.startswith("#"):
            return chr(int(name[2:], 16) if name[1:2] == "x" else int(name[1:]))
        return _NAMED[name]
    except (KeyError, ValueError, OverflowError) as error:
        raise unreadable("部件里有 XML 不认识的实体") from error
