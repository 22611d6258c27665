"""candidate → what people are handed with it, in the same folder, so that one rename publishes all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from flows.building.inputs import Inputs
from flows.outputs.annual.question import YearWithoutData
from flows.outputs.pages.site import write_site
from flows.outputs.workbook.book import write_year_workbook
from flows.outputs.workbook.question import Year, ask_year, years_with_data
from flows.published import Period
from flows.store.candidates import DATABASE_NAME


def write_workbooks(connection: duckdb.DuckDBPyConnection, directory: Path, inputs: Inputs) -> list[Year]:
    """Write the workbooks of the last years with data, 年度指标_2023.xlsx; gives what was asked of each year.

    As a rule these are the last closed year, of which reports are written, and the running one.
    """
    asked = list(_asked_years(connection, inputs))
    for year in _wanted(connection, asked, inputs.workbook_years):
        write_year_workbook(year, inputs.organ, directory / f"年度指标_{year.period.year}.xlsx")
    return asked


def write_pages(directory: Path, inputs: Inputs, asked: Sequence[Year]) -> None:
    """Write the pages of the last years with data, of a database that is complete."""
    with duckdb.connect(str(directory / DATABASE_NAME), read_only=True) as connection:
        if years := _wanted(connection, asked, inputs.pages_years):
            write_site(connection, directory, inputs.organ, years, inputs.pages_records)


def _asked_years(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> Iterator[Year]:
    """What workbooks and pages say of the years, the oldest first, asked once for both."""
    for year in years_with_data(connection, max(inputs.workbook_years, inputs.pages_years)):
        # A year of which nothing but what is 不适用 is covered has neither.
        with suppress(YearWithoutData):
            yield ask_year(connection, Period(year), inputs.annual_form)


def _wanted(connection: duckdb.DuckDBPyConnection, asked: Sequence[Year], count: int) -> list[Year]:
    wanted = years_with_data(connection, count)
    return [year for year in asked if year.period.year in wanted]
