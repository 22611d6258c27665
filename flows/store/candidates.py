"""Builds as they lie in the warehouse, and what their checks found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flows.store.files import read_json
from flows.store.layout import DATABASE_NAME

BUILD_FILE = "build.json"
START_PAGE, PAGES_FOLDER = "首页.html", "网页"
# What people open: it stands under these names at the top of the warehouse as well (docs/decisions/0005, 0018).
STABLE_NAMES = (DATABASE_NAME, START_PAGE, PAGES_FOLDER)


@dataclass(frozen=True)
class Finding:
    """A check that found offenders: how many, and the first of them as they are shown."""

    check: str
    level: str
    title: str
    message: str
    offenders: int
    shown: tuple[dict[str, str | None], ...]


@dataclass(frozen=True)
class Verdict:
    """What the checks found. A build with a finding of level ``hold`` is not published."""

    findings: tuple[Finding, ...]

    @property
    def holds(self) -> tuple[Finding, ...]:
        """The findings that refuse promotion."""
        return tuple(finding for finding in self.findings if finding.level == "hold")

    def with_finding(self, found: Finding) -> Verdict:
        """This verdict and one finding more; of a check that has found something already, both together."""
        before = [finding for finding in self.findings if finding.check == found.check]
        others = tuple(finding for finding in self.findings if finding.check != found.check)
        offenders = sum(finding.offenders for finding in (*before, found))
        shown = tuple(row for finding in (*before, found) for row in finding.shown)
        return Verdict((*others, replace(found, offenders=offenders, shown=shown)))


@dataclass(frozen=True)
class Candidate:
    """A build: its identity and its folder."""

    build_id: str
    directory: Path

    @property
    def database(self) -> Path:
        """The DuckDB file. It bears the published name already: views remember the name of their catalog."""
        return self.directory / DATABASE_NAME

    @property
    def facts(self) -> dict[str, Any] | None:
        """What the build says of itself, or None where there is no such build."""
        facts: dict[str, Any] | None = read_json(self.directory / BUILD_FILE)
        return facts

    @property
    def verdict(self) -> Verdict | None:
        """What the checks found, or None where there is no such build."""
        facts = self.facts
        if facts is None:
            return None
        return Verdict(tuple(Finding(**(found | {"shown": tuple(found["shown"])})) for found in facts["findings"]))

    def verdict_against(self, compared_with: str | None) -> Verdict | None:
        """What the checks found, or None where there is no such build, or one that was compared with another one."""
        facts = self.facts
        return self.verdict if facts and facts["compared_with"] == compared_with else None
