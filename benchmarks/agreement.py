"""Whether everybody computed the same: the figures of the year that all contenders give, from the same files."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.data import YEAR

COMMON_FIGURES = (
    "cases_penalized",
    "cases_filed",
    "cases_closed",
    "simplified_cases",
    "ordinary_cases",
    "simplified_rate",
    "off_site_cases",
    "off_site_rate",
    "fines_levied",
    "average_fine",
    "non_penalty_cases",
    "minor_leniency_cases",
    "mitigated_cases",
    "legal_reviews",
    "cases_withdrawn",
    "within_90_days_rate",
    "publication_rate",
    "publication_on_time_rate",
)
_YUAN_PER_UNIT = {"万元": 10_000}

Values = dict[str, tuple[Decimal, Decimal | None]]


def of_peer(out: Path) -> Values:
    """What a peer wrote: figure → numerator and denominator."""
    written = json.loads((out / "figures.json").read_text())
    return {name: (Decimal(top), Decimal(bottom)) for name, (top, bottom) in written.items()}


def of_enfstat(enfstat: str, warehouse: Path) -> Values:
    """What is published in a warehouse."""
    command = [enfstat, "figures", str(YEAR), "--warehouse", str(warehouse), "--format", "json"]
    printed = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 (our own command)
    return published_values(json.loads(printed))


def published_values(rows: Iterable[Mapping[str, Any]]) -> Values:
    """Published figures as they are compared: sums of money in yuan."""
    return {row["figure"]: _value(row) for row in rows}


def _value(row: Mapping[str, Any]) -> tuple[Decimal, Decimal | None]:
    if row["denominator"] is not None:
        return Decimal(row["numerator"]), Decimal(row["denominator"])
    return Decimal(row["value"] or 0) * _YUAN_PER_UNIT.get(row["unit"], 1), None


def differences(ours: Values, theirs: Values) -> list[str]:
    """The common figures in which a peer differs, with both values. A count or sum is its numerator."""
    return [
        f"{name}: {ours[name]} / {theirs.get(name)}"
        for name in COMMON_FIGURES
        if not _agree(ours[name], theirs.get(name))
    ]


def _agree(ours: tuple[Decimal, Decimal | None], theirs: tuple[Decimal, Decimal | None] | None) -> bool:
    if theirs is None or ours[0] != theirs[0]:
        return False
    return ours[1] is None or ours[1] == theirs[1]
