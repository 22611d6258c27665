"""What a reader of cells raises."""

from __future__ import annotations


class Unreadable(ValueError):
    """A cell that cannot be read as its type.

    ``rule``: the kebab-case name under which the rejection is listed. ``message``: in Chinese, what is wrong and what
    to do; it never contains the value, which may be personal data.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(rule, message)
        self.rule = rule
        self.message = message

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"
