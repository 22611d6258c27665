"""The pipeline as a stranger sees it: its commands, and what they print as JSON."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.forked import run_command

TIME_LIMIT_SECONDS = 300


@dataclass(frozen=True)
class Bureau:
    """A drop folder and a warehouse of their own, looked at on one day.

    Attributes:
        writes_all: workbooks and pages too, as by default; most tests look at the commands alone.
    """

    folder: Path
    as_of: date
    writes_all: bool = False

    @property
    def raw(self) -> Path:
        """The drop folder."""
        return self.folder / "raw"

    @property
    def warehouse(self) -> Path:
        """Where the results go."""
        return self.folder / "warehouse"

    def _call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ENFSTAT_")}
        environment["ENFSTAT_SETTINGS"] = str(self._settings())
        environment |= {"NO_COLOR": "1", "COLUMNS": "200"}
        return run_command(arguments, self.folder, environment, TIME_LIMIT_SECONDS)

    def _settings(self) -> Path:
        settings = self.folder / "enfstat.toml"
        settings.write_text("" if self.writes_all else "workbook_years = 0\npages_years = 0\n", encoding="utf-8")
        return settings

    def run(self, as_of: date | None = None) -> subprocess.CompletedProcess[str]:
        """One nightly pass, which must publish or find nothing new."""
        day = (as_of or self.as_of).isoformat()
        done = self._call("run", "--raw", str(self.raw), "--warehouse", str(self.warehouse), "--as-of", day)
        assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def retract(self, path: str, undo: bool = False) -> None:
        """Take out the bytes in force at the path, or let them in again."""
        folders = ["--raw", str(self.raw), "--warehouse", str(self.warehouse)]
        done = self._call("retract", path, *folders, *(["--undo"] if undo else []))
        assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"

    def _json(self, *arguments: str) -> list[dict[str, Any]]:
        done = self._call(*arguments, "--warehouse", str(self.warehouse), "--format", "json")
        assert done.returncode == 0, f"{arguments}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        answer: list[dict[str, Any]] = json.loads(done.stdout)
        return answer

    def figures(self, year: int, through_month: int | None = None) -> dict[str, dict[str, Any]]:
        """The figures of a year by name."""
        through = ["--through", f"{year}-{through_month:02d}"] if through_month else []
        return {row["figure"]: row for row in self._json("figures", str(year), *through)}

    def trace(self, figure: str, year: int) -> list[dict[str, Any]]:
        """The records behind a figure."""
        return self._json("trace", figure, str(year))

    def rejects(self) -> list[dict[str, Any]]:
        """Rejected rows."""
        return self._json("rejects")

    def files(self) -> list[dict[str, Any]]:
        """What arrived."""
        return self._json("files")
