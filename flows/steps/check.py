"""candidate → verdict: queries for offenders over the whole build; empty means it holds (spec: figures, part C)."""

from __future__ import annotations

from typing import Any

import duckdb

from flows.building.database import CHECKS
from flows.building.loading import create_filled
from flows.building.models import SQL, Model, read_models
from flows.store.candidates import Finding, Verdict

PRIVACY = "no-personal-data"
_OFFENDERS_SHOWN = 20


def check_database(connection: duckdb.DuckDBPyConnection) -> Verdict:
    """Run every check over an open candidate, and leave what was found in its table ``checks``."""
    checks = list(read_models("checks", SQL / "checks").values())
    findings = tuple(finding for check in checks if (finding := _run(connection, check)))
    found = {finding.check: finding for finding in findings}
    create_filled(
        connection,
        "staging.checks",
        CHECKS,
        [
            {"check": check.stem, **{name: check.head[name] for name in ("level", "title", "message")}}
            | {"offenders": found[check.stem].offenders if check.stem in found else 0}
            for check in checks
        ],
    )
    connection.execute("insert into checks from staging.checks")
    return Verdict(findings)


def run_check(connection: duckdb.DuckDBPyConnection, name: str) -> Finding | None:
    """Run one check, whose offenders were looked for once more."""
    return _run(connection, read_models("checks", SQL / "checks")[f"checks.{name}"])


def add_to_checks(connection: duckdb.DuckDBPyConnection, found: Finding) -> None:
    """Add the offenders of a check to those in the table ``checks`` of a database that is open for writing."""
    added = 'update checks set offenders = offenders + $offenders where "check" = $name'
    connection.execute(added, {"offenders": found.offenders, "name": found.check})


def _run(connection: duckdb.DuckDBPyConnection, check: Model) -> Finding | None:
    result = connection.execute(f"select * from ({check.select}) as offenders")
    names = [description[0] for description in result.description or []]
    rows = result.fetchall()
    if not rows:
        return None
    shown = tuple(_shown(names, row) for row in rows[:_OFFENDERS_SHOWN])
    head = {name: str(check.head[name]) for name in ("level", "title", "message")}
    return Finding(check=check.stem, offenders=len(rows), shown=shown, **head)


def _shown(names: list[str], row: tuple[Any, ...]) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in zip(names, row, strict=True)}
