"""The figures of a year as one table: the start page, and one page for every other year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from flows.outputs.asked import Row
from flows.outputs.change import change_in_words, lacks_in_words
from flows.outputs.pages.drawing import sparkline
from flows.outputs.pages.page import Page, figure_path
from flows.outputs.pages.question import Site, YearOfSite
from flows.store.candidates import PAGES_FOLDER, START_PAGE

MONTHS = tuple(str(month) for month in range(1, 13))
QUOTIENTS = ("share", "mean", "ratio")


def year_path(site: Site, year: int) -> str:
    """The page of a year, below the folder of the database: the newest is the start page."""
    return START_PAGE if year == site.years[-1].year else f"{PAGES_FOLDER}/year-{year}.html"


def year_pages(site: Site) -> Iterator[Page]:
    """One page a year."""
    paths = {row["figure"]: figure_path(row) for row in site.definitions}
    for year in site.years:
        lines = [_line(row, year) | {"page": paths[row["figure"]]} for row in year.figures]
        yield Page(year_path(site, year.year), "year", f"{year.year}年度指标", {"year": year.year, "lines": lines})


def _line(row: Row, year: YearOfSite) -> Mapping[str, Any]:
    return {
        **row,
        "words": change_in_words(row),
        "lacks": lacks_in_words(row),
        "spark": _spark(row, year),
    }


def _spark(row: Row, year: YearOfSite) -> Any:
    portions = year.months.portions.get(row["figure"])
    if not portions or row["value"] is None:
        return None
    values = [Decimal(portions[m].value) if m in portions and portions[m].value is not None else None for m in MONTHS]
    words = ",".join(f"{m}月 {portions[m].printed or portions[m].status}" for m in MONTHS if m in portions)
    return sparkline(values, f"逐月:{words}", is_line=row["measure"] in QUOTIENTS)
