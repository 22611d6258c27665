"""What goes wrong with a number between two drafts: each a way to write it falsely."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from flows.checking.check import Checked
from flows.checking.facts import Known
from flows.checking.passages import Passage, Table

Block = Passage | Table
_HAN, _ARABIC = "零一二三四五六七八九", "0123456789"


def off_by_one(number: Checked, before: Known | None) -> str | None:
    """The last digit one more; nine becomes eight."""
    places = [at for at, one in enumerate(number.text) if one in _ARABIC or (one in _HAN and one != "零")]
    if not places or number.text.endswith(("余", "多")):
        return None
    at = places[-1]
    digits = _ARABIC if number.text[at] in _ARABIC else _HAN
    value = digits.index(number.text[at])
    return number.text[:at] + digits[value + 1 if value < 9 else 8] + number.text[at + 1 :]


def swapped(number: Checked, before: Known | None) -> str | None:
    """Two neighbouring digits that differ change places."""
    text = number.text
    for at in range(len(text) - 1):
        if text[at] in _ARABIC and text[at + 1] in _ARABIC and text[at] != text[at + 1] and text[at + 1] != "0":
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return None


def rounded(number: Checked, before: Known | None) -> str | None:
    """To the whole, or a count to its first two digits."""
    text = number.text
    if not text.isascii() or len(text) < 3 or "," in text:
        return None
    if "." in text:
        return text.partition(".")[0]
    return text[:2] + "0" * (len(text) - 2) if int(text[2:]) else None


def of_last_year(number: Checked, before: Known | None) -> str | None:
    """The same figure a year before."""
    is_value = number.judgement.verdict == "agrees"
    printed = before.printed if before is not None and is_value else None
    return None if printed in (None, number.judgement.expected) else printed


def leading_digit_up(number: Checked, before: Known | None) -> str | None:
    """The first digit one more: 600余 becomes 700余."""
    first = number.text[:1]
    digits = _ARABIC if first in _ARABIC else _HAN
    if first not in digits or first in "九9" or not first:
        return None
    return digits[digits.index(first) + 1] + number.text[1:]


ALTERATIONS: dict[str, Callable[[Checked, Known | None], str | None]] = {
    "off by one": off_by_one,
    "digits swapped": swapped,
    "rounded": rounded,
    "last year's": of_last_year,
    "leading digit": leading_digit_up,
}
OTHER_UNIT = {"万元": "元", "元": "万元"}


def altered(block: Block, number: Checked, text: str, unit: str) -> Block:
    """A block with one number written otherwise."""
    if isinstance(block, Passage):
        return replace(block, text=_replaced(block.text, number, text, unit))
    rows = [list(row) for row in block.rows]
    for row, column in cells(block):
        if block.place(row, column) == number.where:
            rows[row][column] = _replaced(rows[row][column], number, text, unit)
    return replace(block, rows=rows)


def _replaced(whole: str, number: Checked, text: str, unit: str) -> str:
    return whole[: number.start] + text + unit + whole[number.unit_end :]


def cells(table: Table) -> Iterator[tuple[int, int]]:
    """The places of a table."""
    for row, texts in enumerate(table.rows):
        for column in range(len(texts)):
            yield row, column
