"""The threat model names tests: they exist."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
LINES = (TESTS.parent / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
THREATS = [line for line in LINES if line.startswith("| ")][1:]


def test_every_threat_names_a_test_that_exists() -> None:
    assert len(THREATS) >= 15
    for threat in THREATS:
        named = re.findall(r"`([a-z_/]+\.py)(?:::(\w+))?`", threat.rsplit("|", 2)[1])
        assert named, threat
        for file, function in named:
            source = (TESTS / file).read_text(encoding="utf-8")
            assert not function or f"def {function}(" in source, f"{file}::{function}"
