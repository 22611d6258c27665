"""The scan for known vulnerabilities, over a database of advisories made here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from deploy.audit import known_vulnerabilities, locked, main

LOCK = "alpha==1.5.0 \\\n    --hash=sha256:00\nBeta_Tools==2.0 ; python_version < '3.13' \\\n    --hash=sha256:00\n"


def database(folder: Path, *advisories: dict[str, Any]) -> Path:
    path = folder / "all.zip"
    with ZipFile(path, "w") as archive:
        for number, advisory in enumerate(advisories):
            archive.writestr(f"A-{number}.json", json.dumps({"id": f"A-{number}", "summary": "s"} | advisory))
    return path


def affected(name: str, *events: dict[str, str], versions: list[str] | None = None) -> dict[str, Any]:
    facts = {"package": {"ecosystem": "PyPI", "name": name}, "versions": versions or []}
    return {"affected": [facts | {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}]}


@pytest.mark.parametrize(
    ("advisory", "is_found"),
    [
        (affected("Alpha", {"introduced": "0"}, {"fixed": "1.5.1"}), True),
        (affected("alpha", {"introduced": "0"}, {"fixed": "1.5.0"}), False),
        (affected("alpha", {"introduced": "1.5.1"}), False),
        (affected("alpha", {"introduced": "1.0"}, {"last_affected": "1.5"}), True),
        (affected("alpha", {"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "1.4"}, {"fixed": "1.6"}), True),
        (affected("alpha", {"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "1.6"}), False),
        (affected("beta.tools", versions=["1.9", "2.0"]), True),
        (affected("gamma", {"introduced": "0"}), False),
        (affected("alpha", {"introduced": "0"}) | {"withdrawn": "2024-01-01T00:00:00Z"}, False),
    ],
)
def test_a_version_that_an_advisory_names_is_found(advisory: dict[str, Any], is_found: bool, tmp_path: Path) -> None:
    found = known_vulnerabilities(locked(LOCK), database(tmp_path, advisory))
    assert [each.advisory for each in found] == ["A-0"] * is_found


def test_the_scan_reads_the_lock_and_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = database(tmp_path, affected("prefect", {"introduced": "3.8.8"}, {"fixed": "3.8.9"}))
    assert main([str(path)]) == 1
    assert "prefect 3.8.8: A-0 s" in capsys.readouterr().out
    assert main([str(database(tmp_path))]) == 0


@pytest.mark.parametrize("arguments", [[], ["/nowhere/all.zip"]])
def test_without_a_database_nothing_is_claimed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().out == ""
