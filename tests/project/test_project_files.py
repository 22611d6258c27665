"""Facts that stand in two files of the project, held against each other."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# "name==version" or "name==version ; marker", continued by its hashes on the lines that follow.
ENTRY = re.compile(r"^(\S+)==(\S+)(?: ; [^\\\n]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def locked_versions() -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for name, version, _ in ENTRY.findall(LOCK):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def declared() -> list[Requirement]:
    lines = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_every_declared_package_is_locked_at_a_version_that_fits(requirement: Requirement) -> None:
    versions = locked_versions()[canonicalize_name(requirement.name)]
    assert all(requirement.specifier.contains(version) for version in versions)


def test_every_line_of_the_lock_is_a_package_its_hash_or_a_comment() -> None:
    left_over = [line for line in ENTRY.sub("", LOCK).splitlines() if not re.match(r"^\s*(#.*)?$", line)]
    assert left_over == []


def test_the_lock_names_no_host_and_no_path() -> None:
    assert not re.search(r"://|@ file|--index|--extra-index|--find-links|--trusted-host|(?<![\w.])/\w", LOCK)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_make_target_that_a_readme_names_exists(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", (ROOT / readme).read_text(encoding="utf-8")))
    assert {"nightly", "test"} <= named <= targets


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = (
        set(re.findall(r"`enfstat ([a-z-]+)", (ROOT / name).read_text(encoding="utf-8")))
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert "\nmake test\n" in script.read_text(encoding="utf-8")
    assert script.stat().st_mode & 0o111
