"""The annual tables over a few hand-written rows, without the files and the figures that a night makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from flows.building.annual import fill_annual_tables
from flows.building.draft import Draft
from flows.building.inputs import Inputs
from flows.store.manifests import Manifest
from tests.sql.warehouse import SQL, Warehouse, sql_of

AS_OF = date(2024, 3, 15)
CONTRACTS = ("cases", "permits", "inspections", "coercions", "reviews")
YEAR = tuple(date(2023, month, 1) for month in range(1, 13))

Cover = dict[str, Iterable[date]]


class Built(Warehouse):
    """A build of given rows with its annual tables. Every contract covers 2023 unless the cover is given."""

    def __init__(
        self, cover: Cover | None = None, settings: dict[str, tuple[str, ...]] | None = None, **contracts: Any
    ) -> None:
        super().__init__(as_of=AS_OF, **contracts)
        for path in (SQL / "figures").glob("*.sql"):
            self.connection.execute(f"create view records.{path.stem} as {sql_of(path)}")
        self.connection.execute("create table figures as select 2023 as year")
        self.connection.execute("create table build as select $1::date as as_of", [AS_OF])
        self.connection.execute("create table covered_months (contract varchar, month date)")
        for contract, months in (cover if cover is not None else dict.fromkeys(CONTRACTS, YEAR)).items():
            for month in months:
                self.connection.execute("insert into covered_months values (?, ?)", [contract, month])
        inputs = Inputs(Manifest(), {}, AS_OF, code="", key_mark="", **(settings or {}))
        draft = Draft(self.connection, Path(), is_shape=True)
        fill_annual_tables(draft, inputs)
        fill_annual_tables(replace(draft, is_shape=False), inputs)

    def replace_cases(self, cases: list[dict[str, Any]]) -> None:
        """Other cases in place of those given, and the tables computed anew."""
        self.connection.execute("drop table staging.cases")
        self._create_staging("cases", cases)
        self.connection.execute(f"create or replace table core.cases as {sql_of(SQL / 'core' / 'cases.sql')}")
        values = sql_of(SQL / "annual" / "annual_values.sql")
        self.connection.execute(f"create or replace table annual_values as {values}")

    def table(self, form: str, name: str) -> dict[str, Decimal | str]:
        """Column → value, or the state where there is none, in the order of the form."""
        rows = self.rows(
            'select "column", value, status from annual_values '
            f"where form = '{form}' and table_name = '{name}' order by position"
        )
        return {row["column"]: row["status"] if row["value"] is None else row["value"] for row in rows}

    def filled(self, form: str, name: str = "行政处罚") -> dict[str, Decimal | str]:
        """The columns that are not zero."""
        return {column: value for column, value in self.table(form, name).items() if value}
