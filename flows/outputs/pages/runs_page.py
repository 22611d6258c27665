"""The history of runs, and what changed since the last one, figure by figure with the cause."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from flows.outputs.asked import Row, asked
from flows.outputs.pages.page import Page, below
from flows.outputs.pages.question import Site, rows_if_there

SECTION = "运行与变动"
PATH = "runs.html"
LAST = 10_000  # in the order of the report: a figure that is no longer computed
_LISTED = 200  # of the last runs: half a year of nights
_OUTCOMES = {"published": "已发布", "nothing new": "没有新数据", "held": "暂缓发布", "failed": "失败"}
_BUREAU_TIME = ZoneInfo("Asia/Shanghai")


def runs_page(connection: duckdb.DuckDBPyConnection, site: Site) -> Page:
    """The runs before this build, the last first, and the changes of figures that it brought."""
    runs = asked(connection, f"from runs order by started_at desc limit {_LISTED}")
    order = {row["figure"]: row["position"] for row in site.definitions}
    facts = {
        "runs": [_run(row) for row in runs],
        "titles": {row["figure"]: row["title"] for row in site.definitions},
        "changes": [
            {**row, "page": site.paths.get(row["figure"])}
            for row in sorted(
                rows_if_there(connection, "figure_changes", "year desc, figure, cause"),
                key=lambda row: (-row["year"], order.get(row["figure"], LAST)),
            )
        ],
        "changed_records": rows_if_there(connection, "figure_change_records", "year desc, figure, cause, key"),
    }
    return Page(below(PATH), "runs", "运行与变动", SECTION, facts)


def _run(row: Row) -> dict[str, Any]:
    return {**row, "started": local_time(row["started_at"]), "outcome": _OUTCOMES.get(row["outcome"], row["outcome"])}


def local_time(moment: datetime | None) -> str:
    """A moment as the bureau's clocks showed it, to the minute."""
    return "" if moment is None else f"{moment.astimezone(_BUREAU_TIME):%Y-%m-%d %H:%M}"
