"""A bureau of a test: a drop folder and a warehouse of its own, nights in this process, commands in others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from flows import published
from flows.published import Period
from flows.sequence import Outcome, Walk, night
from flows.settings import Settings
from flows.steps.retract import retract_file
from flows.store.layout import Warehouse
from flows.store.manifests import Manifest, latest
from tests.exports import csv_file, put, xlsx
from tests.forked import run_command

AS_OF = date(2024, 3, 15)
CHECKOUT = Path(__file__).parents[1]
TIME_LIMIT_SECONDS = 180


@dataclass
class Bureau:
    """What a test does with a bureau: files put into raw/, nights, and questions to what is published."""

    folder: Path
    as_of: date = AS_OF
    settings: Settings | None = None

    @property
    def raw(self) -> Path:
        """The drop folder."""
        return self.folder / "raw"

    @property
    def warehouse(self) -> Warehouse:
        """The warehouse."""
        return Warehouse(self.folder / "warehouse")

    @property
    def manifest(self) -> Manifest:
        """The last manifest."""
        return latest(self.warehouse.manifests)

    def put(self, name: str, contract: str, *records: Any, **facts: Any) -> Path:
        """Put an export of one contract into raw/: CSV by its name's ending, else xlsx."""
        write = csv_file if name.endswith(".csv") else xlsx
        return put(self.raw / name, write(contract, *records, **facts))

    def night(self, as_of: date | None = None, *, is_backlog: bool = False) -> Outcome:
        """One night over whatever lies in the drop folder, which is made if need be."""
        self.raw.mkdir(parents=True, exist_ok=True)
        return night(self.settings_in_force, as_of or self.as_of, Walk(), is_backlog=is_backlog)

    def run_as_is(self, as_of: date | None = None) -> Outcome:
        """One night, the drop folder being as it is."""
        return night(self.settings_in_force, as_of or self.as_of, Walk())

    @property
    def settings_in_force(self) -> Settings:
        """The settings, with the places of this bureau."""
        settings = self.settings or Settings(workbook_years=0, pages_years=0)  # whoever tests those says how many
        paths = {"raw": self.raw, "warehouse": self.warehouse.root, "key_file": self.folder / "key"}
        return replace(settings, **paths)

    def retract(self, path: str, *, undo: bool = False) -> None:
        """Take the bytes at a path out of force, or back in."""
        retract_file(path, self.warehouse, self.as_of, is_undone=undo)

    def ask(self, question: Any, *arguments: Any) -> Any:
        """A question of :mod:`flows.published`."""
        with published.published_database(self.warehouse) as connection:
            return question(connection, *arguments)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query on the published database, as dicts."""
        return list(self.ask(partial(_rows, query=query)))

    def figures(self, year: int = 2023, month: int = 12) -> dict[str, dict[str, Any]]:
        """The figures of a year by name."""
        return {row["figure"]: row for row in self.ask(published.figures, Period(year, month))}

    def value(self, figure: str, year: int = 2023, month: int = 12) -> str | None:
        """One figure's value."""
        value: str | None = self.figures(year, month)[figure]["value"]
        return value

    def trace(self, figure: str, year: int = 2023, month: int = 12) -> list[dict[str, Any]]:
        """The records behind a figure."""
        return list(self.ask(published.trace, figure, Period(year, month)))

    def files(self) -> dict[str, dict[str, Any]]:
        """The files by path (of several bytes at one path, the one in force)."""
        rows = self.ask(published.files)
        return {row["file"]: row for row in sorted(rows, key=lambda row: row["status"] == "in force")}

    def rejections(self) -> list[dict[str, Any]]:
        """The rejected rows."""
        return list(self.ask(published.rejections))

    def in_force(self) -> dict[str, str]:
        """Path → sha256 of what counts."""
        return {entry.path: entry.sha256 for entry in self.manifest.in_force}

    def figures_file(self) -> bytes:
        """The bytes of the published figures' Parquet."""
        return (self.warehouse.published / "figures.parquet").read_bytes()

    def command(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command of the console script over this bureau, in a process of its own."""
        return run_command([*arguments, *self.places], CHECKOUT, self.environment(**environment), TIME_LIMIT_SECONDS)

    def arguments(self, *arguments: str) -> list[str]:
        """The command line of a command over this bureau."""
        return [sys.executable, "-c", "from flows.cli import main; main()", *arguments, *self.places]

    @property
    def places(self) -> list[str]:
        """The options that name this bureau."""
        return ["--raw", str(self.raw), "--warehouse", str(self.warehouse.root)]

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a command, without what the caller's shell says of the project."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ENFSTAT_")}
        own = {"ENFSTAT_KEY_FILE": str(self.folder / "key"), "ENFSTAT_SETTINGS": str(self._settings_file())}
        return kept | own | {"PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "200"} | more

    def _settings_file(self) -> Path:
        """The settings of a command: no workbooks and pages, like those of a night here."""
        path = self.folder / "enfstat.toml"
        if not path.exists():
            path.write_text("workbook_years = 0\npages_years = 0\n", encoding="utf-8")
        return path

    def json(self, *arguments: str) -> Any:
        """What a command prints as JSON."""
        done = self.command(*arguments, "--format", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def _rows(connection: Any, query: str) -> list[dict[str, Any]]:
    result = connection.execute(query)
    names = [description[0] for description in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
