"""What stands above passages and tables says of them: a heading, a caption, the line before a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.checking.binding import Reader
from flows.checking.claims import Part, When
from flows.checking.numbers import Kind, folded, numbers
from flows.checking.passages import Passage
from flows.checking.times import resolved
from flows.checking.words import one_of, words

_LONGEST = 40  # characters: what is longer is prose
_UNIT = re.compile(r"单位 ?: ?([^\s()]+)")
_CAPTION = re.compile(r"^\s*附?[表图件] ?[\d一二三四五六七八九十]{1,3}(?:[-.]\d{1,2})? ?[:、.]? ?")
_NUMBERED = r"\s*(?:第?[\d一二三四五六七八九十]{1,3}[、.章节]|\([\d一二三四五六七八九十]{1,3}\))?\s*"


@dataclass(frozen=True)
class Above:
    """What is said above.

    Attributes:
        when: the one period that is named, None where none or several are. part: the unit or field.
        unit: that of the amounts of a table (单位:元).
    """

    when: When | None = None
    part: Part | None = None
    unit: str = ""


def said_above(passage: Passage, reader: Reader, usual: When, before: Above) -> Above | None:
    """What a passage says of those that follow; None where it does not stand above anything.

    Args:
        before: what was said above so far, which a line that says a unit alone leaves as it is.
    """
    text = _CAPTION.sub("", folded(passage.text))
    found = numbers(text)
    is_plain = len(text) <= _LONGEST and not any(one.kind is Kind.QUANTITY and not one.is_word for one in found)
    if not passage.is_heading and not is_plain:
        return None
    unit = next((one for one in _UNIT.findall(text) if one in words().yuan), "")
    if unit and _UNIT.sub("", text).strip("() ") == "":
        return Above(before.when, before.part, unit)
    spans = {one.span for one in found if one.span is not None and not one.span.is_day}
    is_compared = any(word in text for word in words()["compared_with"])
    when = resolved(spans.pop(), usual, usual) if len(spans) == 1 and not is_compared else None
    if any(word in text for word in words()["of_plans"]):
        when = When(usual.year + 1, usual.first, usual.last)
    return Above(when, _part(text, reader), unit)


def _part(text: str, reader: Reader) -> Part | None:
    """The unit or field that a heading is about: ## 壶山中队2023年执法情况."""
    begun = re.match(
        rf"{_NUMBERED}(?P<part>{one_of(reader.parts) or '(?!)'})(?:{one_of(words()['of_part'])})?"
        rf"(?=$|[:\d]|{one_of(words()['of_heading'])})",
        text.strip(),
    )
    return reader.parts[begun["part"]] if begun else None
