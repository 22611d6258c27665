"""How good the data are: what was rejected and why, by sender and by age; warnings by law; skipped rows; checks.

Personal values are masked as they are in the published database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import duckdb

from flows.outputs.asked import Row, asked
from flows.outputs.pages.page import Page, below
from flows.outputs.pages.question import Site
from schemas import CONTRACTS

SECTION = "数据质量"
PATH = "quality.html"
# So many rows of a list stand in the page, about 0.4 kB each; whoever needs all asks the database.
LISTED = 2_000
_AGES = ((7, "一周以内"), (30, "一个月以内"), (90, "三个月以内"), (365, "一年以内"))
_OLDER = "一年以上"


def quality_page(connection: duckdb.DuckDBPyConnection, site: Site) -> Page:
    """Rejections, warnings, skipped rows and checks of this build."""
    rejections = _dated(connection, site.years[-1].rejections, site.as_of)
    warned = asked(connection, _WARNED)
    facts = {
        "rejections": rejections[:LISTED],
        "rejected_count": len(rejections),
        "by_rule": _by_rule(rejections),
        "by_sender": _by_sender(rejections),
        "by_age": _by_age(rejections),
        "mended": asked(connection, "select count(*) as count from rejections where status = 'mended'")[0]["count"],
        "refused": [row for row in site.years[-1].files if row["status"] == "refused"],
        "warnings": asked(connection, f"from warnings order by file, sheet, row, rule limit {LISTED}"),
        "by_law": _by_law(warned),
        "warned_count": sum(rule["count"] for rule in warned),
        "skipped": asked(connection, _SKIPPED),
        "checks": asked(connection, 'select title, level, message, offenders from checks order by "check"'),
    }
    return Page(below(PATH), "quality", "数据质量", SECTION, facts)


def _dated(connection: duckdb.DuckDBPyConnection, rejections: Sequence[Row], as_of: date) -> list[Row]:
    """Rejections with the day of the run that first saw them, the oldest first."""
    days = dict(connection.execute("select first_seen_run, min(first_seen_on) from files group by 1").fetchall())
    found = [{**row, "since": days.get(row["first_seen_run"], as_of)} for row in rejections]
    aged = [{**row, "days": (as_of - row["since"]).days} for row in found]
    return sorted(aged, key=lambda row: (row["since"], row["file"], row["sheet"], row["row"], row["cell"] or ""))


def _by_rule(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rules with their message and law, the most frequent first."""
    counts = Counter((row["rule"], row["message"], row["law"] or "", row["contract"]) for row in rows)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"message": message, "law": law, "contract": contract, "count": count}
        for (_, message, law, contract), count in ordered
    ]


def _by_sender(rejections: Iterable[Row]) -> list[dict[str, Any]]:
    """System and kind of data, then file by file."""
    counts = Counter((row["contract"], row["file"]) for row in rejections)
    ordered = sorted(counts.items(), key=lambda item: (list(CONTRACTS).index(item[0][0]), -item[1], item[0][1]))
    return [
        {"source": CONTRACTS[contract].facts.source, "contract": contract, "file": file, "count": count}
        for (contract, file), count in ordered
    ]


def _by_age(rejections: Iterable[Row]) -> list[tuple[str, int]]:
    counts = Counter(_age(row["days"]) for row in rejections)
    return [(age, counts[age]) for age in (*(words for _, words in _AGES), _OLDER)]


def _age(days: int) -> str:
    return next((words for most, words in _AGES if days <= most), _OLDER)


def _by_law(rules: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Law → the rules under it with their counts; what no law stands behind comes last."""
    return [(law or "业务规则", list(found)) for law, found in groupby(rules, key=lambda rule: rule["law"])]


_WARNED = """
select law, contract, rule, min(message) as message, count(*) as count
from warnings
group by law, contract, rule
order by law nulls last, count desc, contract, rule
"""
_SKIPPED = """
select contract, min(message) as message, count(*) as count
from skipped_rows
group by contract, rule
order by contract, rule
"""
