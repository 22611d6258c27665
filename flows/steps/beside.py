"""candidate → what people are handed with it, in the same folder, so that one rename publishes all of it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import duckdb

from flows.building.inputs import Inputs
from flows.outputs.annual.question import YearWithoutData
from flows.outputs.pages.site import write_site
from flows.outputs.workbook.book import write_year_workbook
from flows.outputs.workbook.question import ask_year, years_with_data
from flows.published import Period
from flows.store.candidates import DATABASE_NAME


def write_beside(directory: Path, inputs: Inputs) -> None:
    """Write the workbooks of the last years with data, 年度指标_2023.xlsx, and the pages.

    As a rule these are the last closed year, of which reports are written, and the running one.
    """
    with duckdb.connect(str(directory / DATABASE_NAME), read_only=True) as connection:
        for year in years_with_data(connection, inputs.workbook_years):
            path = directory / f"年度指标_{year}.xlsx"
            # A year of which nothing but what is 不适用 is covered has no workbook.
            with suppress(YearWithoutData):
                write_year_workbook(ask_year(connection, Period(year), inputs.annual_form), inputs.organ, path)
        if years := years_with_data(connection, inputs.pages_years):
            write_site(connection, directory, inputs.organ, years, inputs.pages_records)
