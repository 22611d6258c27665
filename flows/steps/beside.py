"""candidate → what people are handed with it, in the same folder, so that one rename publishes all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.building.inputs import Inputs
from flows.outputs.annual.question import YearWithoutData
from flows.outputs.pages.site import write_site
from flows.outputs.workbook.book import write_year_workbook
from flows.outputs.workbook.question import Year, ask_year, years_with_data
from flows.published import Period
from flows.store.layout import DATABASE_NAME


@dataclass(frozen=True)
class Asked:
    """What workbooks and pages say of the last years.

    Attributes:
        years: the last years that some export covers, in order; None of which nothing but what is 不适用 is covered.
    """

    years: Mapping[int, Year | None]

    def last(self, count: int) -> list[Year]:
        """What there is of so many of the last years."""
        numbers = sorted(self.years, reverse=True)[:count]
        return [year for number, year in self.years.items() if year and number in numbers]


def ask_years(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> Asked:
    """What is said of the years, asked once for workbooks and pages.

    As a rule these are the last closed one, of which reports are written, and the running one.
    """
    years = years_with_data(connection, max(inputs.workbook_years, inputs.pages_years))
    return Asked({year: _ask(connection, year, inputs.annual_form) for year in years})


def _ask(connection: duckdb.DuckDBPyConnection, year: int, form: str) -> Year | None:
    try:
        return ask_year(connection, Period(year), form)
    except YearWithoutData:
        return None


def write_workbooks(directory: Path, inputs: Inputs, asked: Asked) -> None:
    """Write the workbooks of the last years with data, 年度指标_2023.xlsx."""
    for year in asked.last(inputs.workbook_years):
        write_year_workbook(year, inputs.organ, directory / f"年度指标_{year.period.year}.xlsx")


def write_pages(directory: Path, inputs: Inputs, asked: Asked) -> None:
    """Write the pages of the last years with data, of a database that is complete."""
    if years := asked.last(inputs.pages_years):
        with duckdb.connect(str(directory / DATABASE_NAME), read_only=True) as connection:
            write_site(connection, directory, inputs.organ, years, inputs.pages_records)
