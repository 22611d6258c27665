"""The statutory tables of a year, with their notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flows.outputs.annual.headings import NO_ORGAN, headings_of
from flows.outputs.annual.notes import missing_notes, notes
from flows.outputs.annual.question import Annual, Table
from flows.outputs.pages.page import Page, below
from flows.outputs.pages.question import Site

SECTION = "法定年报"


def annual_path(year: int) -> str:
    """The page of a year, in the folder of the pages."""
    return f"annual-{year}.html"


def annual_pages(site: Site) -> Iterator[Page]:
    """One page a year."""
    tables = {year.period.year: year.annual for year in site.years if year.annual}
    for year, annual in tables.items():
        facts = {
            "year": year,
            "annual_years": list(tables),
            "form": annual.form,
            "organ": site.organ or NO_ORGAN,
            "tables": [_table(table, annual) for table in annual.tables],
            "notes": notes(annual),
        }
        yield Page(below(annual_path(year)), "annual", f"{year}年度行政执法统计年报", SECTION, facts)


def _table(table: Table, annual: Annual) -> dict[str, Any]:
    """A table as it is drawn; ``head`` is one list of headings a row."""
    headings = sorted(headings_of(table), key=lambda heading: heading.first_column)
    return {
        "title": table.title,
        "head": [
            [heading for heading in headings if heading.first_row == row]
            for row in range(1 + max(heading.last_row for heading in headings))
        ],
        "cells": [(cell, cell.printed(annual.form)) for cell in table.cells],
        "missing": missing_notes(table),
    }
