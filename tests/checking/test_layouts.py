"""Headings, lists and tables in many forms, as Markdown, each number with its figure and verdict: layouts.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.checking.check import Checker
from flows.checking.documents.page import markdown_blocks

_END, _EXPECTED = "=====\n", "⇒ "


def layouts() -> list[tuple[str, list[list[str]]]]:
    """Drafts with what is expected of their numbers: text, figure or -, verdict."""
    found = []
    for part in (Path(__file__).parent / "layouts.txt").read_text(encoding="utf-8").split(_END)[:-1]:
        lines = part.splitlines()
        draft = "\n".join(line for line in lines if not line.startswith(_EXPECTED))
        found.append((draft, [line.removeprefix(_EXPECTED).split() for line in lines if line.startswith(_EXPECTED)]))
    return found


@pytest.mark.parametrize(("draft", "expected"), layouts())
def test_every_number_of_a_layout(checker: Checker, draft: str, expected: list[list[str]]) -> None:
    checker.begin()
    rows = [number.as_row() for block in markdown_blocks(draft) for number in checker.check(block)]
    assert [[row["text"], row["figure"] or "-", row["verdict"]] for row in rows if row["verdict"] != "none"] == expected
