"""A bureau that declares corrections: entries written as YAML, beside its exports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.settings import Settings
from tests.bureau import Bureau

APPROVED = {"reason": "原件核对", "approved_by": "法制科", "until": "2024-12-31"}


@dataclass
class DeclaringBureau(Bureau):
    """A bureau with a folder of declared corrections, and a list of names where one is written."""

    @property
    def folder_of_corrections(self) -> Path:
        """Where declarations lie."""
        return self.folder / "更正"

    def __post_init__(self) -> None:
        self.folder_of_corrections.mkdir(parents=True, exist_ok=True)
        names = self.folder / "名称.csv"
        self.settings = Settings(
            workbook_years=0,
            pages_years=0,
            corrections=self.folder_of_corrections,
            names=names if names.exists() else None,
        )

    def declare(self, *entries: dict[str, Any], name: str = "2023.yml") -> None:
        """Write a file of declarations; the file goes where there are none."""
        path = self.folder_of_corrections / name
        if not entries:
            path.unlink()
            return
        path.write_text("".join(_entry(APPROVED | entry) for entry in entries), encoding="utf-8")

    def declared(self) -> dict[int, dict[str, Any]]:
        """What became of each declaration that stands, by its line; of several rows the first."""
        rows = self.rows("select * from corrections where status <> 'withdrawn'")
        return {row["row"]: row for row in reversed(rows)}

    def list_names(self, *lines: str) -> None:
        """Write the bureau's list of names."""
        path = self.folder / "名称.csv"
        path.write_text("\n".join(["列,现名,原写法,自,至", *lines]) + "\n", encoding="utf-8")
        self.__post_init__()


def _entry(facts: dict[str, Any]) -> str:
    """One entry; every text in quotes, as YAML allows for any."""
    lines = [f"{name}: {_quoted(value)}" for name, value in facts.items()]
    return "- " + "\n  ".join(lines) + "\n"


def _quoted(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_quoted(text)}" for name, text in value.items()) + "}"
    return '"' + str(value) + '"'
