"""Releases and revisions: every figure as it was published beside what it is now."""

from __future__ import annotations

from typing import Any

import duckdb

from flows.outputs.asked import Row, asked
from flows.outputs.pages.page import Page, below
from flows.outputs.pages.question import Site
from flows.outputs.pages.runs_page import LAST, local_time

SECTION = "发布与修订"
PATH = "releases.html"


def releases_page(connection: duckdb.DuckDBPyConnection, site: Site) -> Page:
    """The releases, the newest first, each with its figures then and now."""
    positions = {row["figure"]: row["position"] for row in site.definitions}
    figures: dict[str, list[Row]] = {}
    for row in asked(connection, "from figures_as_published order by release, figure"):
        figures.setdefault(row["release"], []).append({**row, "page": site.paths.get(row["figure"])})
    for rows in figures.values():
        rows.sort(key=lambda row: (positions.get(row["figure"], LAST), row["figure"]))
    releases = asked(connection, "from releases order by year desc, number desc")
    facts = {"releases": [_release(row, figures.get(row["release"], [])) for row in releases]}
    return Page(below(PATH), "releases", "发布与修订", SECTION, facts)


def _release(row: Row, figures: list[Row]) -> dict[str, Any]:
    return {
        **row,
        "released": local_time(row["released_at"]),
        "figures": figures,
        "differing": [figure for figure in figures if figure["differs"]],
    }
