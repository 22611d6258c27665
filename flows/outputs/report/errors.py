"""Why a report is not written; every message is Chinese text for the person who keeps the template."""

from __future__ import annotations

from collections.abc import Sequence

from flows.errors import EnfstatError


class Unsayable(EnfstatError):
    """One placeholder cannot be filled. It does not know where it stands; the report that it spoils does."""


class TemplateUnusable(EnfstatError):
    """The template, or the file to be written, is no Word document."""


class ReportRefused(EnfstatError):
    """The placeholders that cannot be filled, each with its place. Nothing was written."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        listed = "\n".join(f"  {number}. {problem}" for number, problem in enumerate(self.problems, start=1))
        return f"模板里有 {len(self.problems)} 处不能填写,没有写出报告:\n{listed}"
