"""Which versions of DuckDB open the published database and answer as the one that wrote it does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PYTHON_PACKAGE = "duckdb"
CLIENTS = [
    *(
        ("Python", PYTHON_PACKAGE, version)
        for version in (
            "1.2.0",
            "1.2.2",
            "1.3.0",
            "1.3.2",
            "1.4.0",
            "1.4.1",
            "1.4.4",
            "1.5.0",
            "1.5.2",
            "1.5.6",
            "2.0.0",
        )
    ),
    *(("命令行", "duckdb-cli", version) for version in ("1.4.4", "1.5.6")),
]
_PROBE = Path(__file__).with_name("probe.py")
_TIME_LIMIT_SECONDS = 300


@dataclass(frozen=True)
class Answers:
    """What one client answers: its version, and for every question the rows as texts or an error."""

    version: str
    answers: list[dict[str, Any]]


class NotInstalled(Exception):
    """A version that the package index does not serve for this machine."""


def asked_in_python(python: str | Path, database: Path, questions: Sequence[str]) -> Answers:
    """The answers of the DuckDB of a Python environment, by its interpreter."""
    done = _run([str(python), str(_PROBE), str(database)], json.dumps(questions))
    return Answers(**json.loads(done))


def asked_in_shell(shell: Path, database: Path, questions: Sequence[str]) -> Answers:
    """Whether a DuckDB shell answers: nothing, or the error. How it prints a value is its own affair."""
    version = _run([str(shell), "--version"]).split()[0].removeprefix("v")
    return Answers(version, [_asked_shell(shell, database, question) for question in questions])


def _asked_shell(shell: Path, database: Path, question: str) -> dict[str, Any]:
    try:
        _run([str(shell), "-readonly", "-csv", str(database)], question)
    except subprocess.CalledProcessError as error:
        return {"error": (error.stderr or "?").splitlines()[0]}
    return {}


def installed(requirement: str, folder: Path) -> Path:
    """The programs of a new environment that holds a package.

    Raises:
        NotInstalled: see there.
    """
    environment = folder / requirement
    _run(["uv", "venv", "--quiet", "--python", sys.executable, str(environment)])
    programs = environment / "bin"
    try:
        _run(["uv", "pip", "install", "--quiet", "--python", str(programs / "python"), requirement])
    except subprocess.CalledProcessError as error:
        raise NotInstalled(error.stderr) from error
    return programs


def _run(command: Sequence[str], given: str = "") -> str:
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(
        command,
        input=given,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=_TIME_LIMIT_SECONDS,
        check=True,
    )
    return done.stdout


def differences(expected: Answers, found: Answers) -> list[str]:
    """The questions, by number, that are answered otherwise, with the error where there is one."""
    pairs = enumerate(zip(expected.answers, found.answers, strict=True), start=1)
    return [f"{number}: {other.get('error', '答案不同')}" for number, (one, other) in pairs if one != other]
