"""The figures of a year as one table: the start page, and one page for every other year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from flows.outputs.asked import Row
from flows.outputs.change import change_in_words, lacks_in_words
from flows.outputs.pages.drawing import sparkline
from flows.outputs.pages.page import Page, below
from flows.outputs.pages.question import Site
from flows.outputs.pages.received_page import months_lacking
from flows.outputs.workbook.question import Year
from flows.store.candidates import START_PAGE

SECTION = "年度指标"
MONTHS = tuple(str(month) for month in range(1, 13))
QUOTIENTS = ("share", "mean", "ratio")


def year_path(site: Site, year: Year) -> str:
    """The page of a year, below the folder of the database."""
    return START_PAGE if year is site.start else below(f"year-{year.period.year}.html")


def year_pages(site: Site) -> Iterator[Page]:
    """One page a year."""
    for year in site.years:
        facts = {
            "year": year.period.year,
            "lines": [_line(row, year) | {"page": site.paths[row["figure"]]} for row in year.figures],
            "lacking": months_lacking(year.cover, year.period.year, site.as_of),
            "rejections": len(year.rejections),
            "refused": sum(row["status"] == "refused" for row in year.files),
        }
        yield Page(year_path(site, year), "year", f"{year.period.year}年度指标", SECTION, facts)


def _line(row: Row, year: Year) -> dict[str, Any]:
    return {**row, "words": change_in_words(row), "lacks": lacks_in_words(row), "spark": _spark(row, year)}


def _spark(row: Row, year: Year) -> Markup | None:
    portions = year.months.portions.get(row["figure"])
    if not portions or row["value"] is None:
        return None
    values = [portions[month].value if month in portions else None for month in MONTHS]
    words = ",".join(f"{m}月 {portions[m].printed or portions[m].status}" for m in MONTHS if m in portions)
    return sparkline(decimals(values), f"逐月:{words}", is_line=row["measure"] in QUOTIENTS)


def decimals(values: Sequence[str | None]) -> list[Decimal | None]:
    """Values as they are drawn."""
    return [None if value is None else Decimal(value) for value in values]
