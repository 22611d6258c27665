"""candidate → what people are handed with it, in the same folder, so that one rename publishes all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
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
    """What workbook and pages say of one of the last years.

    Attributes:
        age: how many of the years that some export covers came after it.
    """

    year: Year
    age: int


def ask_years(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> Iterator[Asked]:
    """What is said of the last years, one after the other; nothing of one where only what is 不适用 is covered.

    As a rule these are the last closed one, of which reports are written, and the running one.
    """
    numbers = years_with_data(connection, max(inputs.workbook_years, inputs.pages_years))
    for place, number in enumerate(numbers, start=1):
        with suppress(YearWithoutData):
            yield Asked(ask_year(connection, Period(number), inputs.annual_form), age=len(numbers) - place)


def write_workbook(directory: Path, inputs: Inputs, asked: Asked) -> None:
    """Write the workbook of a year, 年度指标_2023.xlsx, if it is one of those that get one."""
    if asked.age < inputs.workbook_years:
        write_year_workbook(asked.year, inputs.organ, directory / f"年度指标_{asked.year.period.year}.xlsx")


def write_pages(directory: Path, inputs: Inputs, asked: Iterable[Asked]) -> None:
    """Write the pages of the years that get them, of a database that is complete."""
    if years := [each.year for each in asked if each.age < inputs.pages_years]:
        with duckdb.connect(str(directory / DATABASE_NAME), read_only=True) as connection:
            write_site(connection, directory, inputs.organ, years, inputs.pages_records)
