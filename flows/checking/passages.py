"""What a draft consists of: passages of text and tables, in the order of reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A paragraph or heading.

    Attributes:
        where: as a person finds it: 正文第3段. text: as written.
        is_heading: whether it stands above what follows.
    """

    where: str
    text: str
    is_heading: bool = False


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        where: 第1张表.
        rows: the texts of its cells by row and column of the grid; a cell that spans several stands in each.
        copies: the places of a spanning cell but its first.
    """

    where: str
    rows: Sequence[Sequence[str]]
    copies: frozenset[tuple[int, int]] = frozenset()

    def place(self, row: int, column: int) -> str:
        """Where a cell is, as a person finds it."""
        return f"{self.where}第{row + 1}行第{column + 1}列"


Draft = Sequence[Passage | Table]
