"""The terminal: what comes from files stands there as it was written, never as markup, an emoji or a command to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
"""Control characters as Unicode's pictures of them: a line break in the name of a file begins no line."""


def visible(text: str) -> str:
    """A text of one line in which nothing moves the cursor or colours what follows."""
    return text.translate(_PICTURES)


def console(*, is_for_errors: bool = False) -> Console:
    """A terminal that takes texts as they are; what is coloured says so itself (``rich.text.Text``)."""
    from rich.console import Console  # a question whose answer is read by a program does without

    return Console(stderr=is_for_errors, markup=False, emoji=False, highlight=False)
