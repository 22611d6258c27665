"""What was released so far, in the published database: the releases, and their figures beside those of today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flows.building.draft import Draft
from flows.building.loading import create_filled
from flows.building.models import SQL, Model, read_models
from flows.store.releases import Release

_RELEASES = {
    "release": "varchar",
    "year": "integer",
    "number": "integer",
    "through": "varchar",
    "released_at": "timestamptz",
    "approved_by": "varchar",
    "note": "varchar",
    "because": "varchar",
    "promoted_because": "varchar",
    "build_id": "varchar",
    "run": "integer",
    "as_of": "date",
    "code": "varchar",
    "lock": "varchar",
    "fingerprint": "varchar",
}
_FIGURES = {
    "release": "varchar",
    "year": "integer",
    "through_month": "integer",
    "figure": "varchar",
    "title": "varchar",
    "unit": "varchar",
    "value": "decimal(38, 6)",
    "numerator": "decimal(38, 2)",
    "denominator": "decimal(38, 2)",
    "printed": "varchar",
    "status": "varchar",
    "missing_months": "varchar[]",
    "records": "bigint",
}


def fill_releases(draft: Draft, releases: Sequence[Release]) -> None:
    """Tables ``releases`` and ``figures_as_published``; the figures of this build are there already."""
    draft.rows("releases", _RELEASES, map(_facts, releases))
    create_filled(draft.connection, "staging.released_figures", _FIGURES, _figures(releases))
    draft.connection.execute(f"create table staging.figures_of_released_periods as {_today(releases)}")
    for model in read_models("main", SQL / "release" / "published").values():
        draft.table(Model(model.stem, model.select, model.head))


def _facts(release: Release) -> dict[str, Any]:
    facts = release.facts
    settings = {name: facts["settings"][name] for name in ("code", "lock")}
    return {**facts, **facts["build"], **settings, "fingerprint": release.fingerprint}


def _figures(releases: Iterable[Release]) -> list[dict[str, Any]]:
    return [
        row | {"release": release.name, "through_month": release.last_month}
        for release in releases
        for row in release.figures
    ]


def _today(releases: Iterable[Release]) -> str:
    """The figures of this build for every period that was released."""
    periods = sorted({(release.year, release.last_month) for release in releases})
    asked = [f"from figures_between({year}, {year}, {month})" for year, month in periods]
    return "\nunion all\n".join(asked) or "from figures where false"
