"""A warehouse of a few hand-written rows: staging tables from dicts, then the project's own macros and core tables."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from graphlib import TopologicalSorter
from itertools import accumulate
from pathlib import Path
from typing import Any

import chinese_calendar
import duckdb
import pyarrow as pa

from flows.building.sources import NAMED
from schemas import CONTRACTS
from schemas.base import Kind

SQL = Path(__file__).parents[2] / "sql"
AS_OF = date(2024, 3, 15)
CALENDAR = (date(2021, 1, 1), date(2025, 12, 31))

Row = Mapping[str, Any]

TYPES = {
    Kind.DATE: "date",
    Kind.MONEY: "decimal(18, 2)",
    Kind.INT: "bigint",
    Kind.BOOL: "boolean",
    Kind.SET: "varchar[]",
    Kind.NUMBER: "decimal(24, 6)",
}
PROVENANCE = {
    "file_sha256": "varchar",
    "sheet": "varchar",
    "row": "integer",
    "record_key": "varchar",
    "shown_key": "varchar",
    "export_on": "date",
}
# What a row has when a test does not care.
DEFAULTS: dict[str, Row] = {
    "cases": {"procedure": "普通程序", "outcome": "行政处罚"},
    "payments": {"case_no": "案1", "amount": 0},
    "permits": {"item_kind": "行政许可", "applied_on": date(2023, 1, 3)},
    "inspections": {"task_kind": "即时检查", "object_name": "安达运输有限公司", "terminal": "掌上"},
    "coercions": {},
    "reviews": {"kind": "行政复议", "accepted_on": date(2022, 5, 4)},
    "outreach": {"event_name": "宪法宣传周", "held_on": date(2023, 12, 4)},
    "complaints": {"about": "政务服务", "received_on": date(2023, 6, 1)},
    "declared": {"unit": "人", "period": "2023-01/2023-12", "source": "执法证件台账", "declared_by": "甲某某"},
}


def sql_of(path: Path) -> str:
    """The query of a file, its head left out."""
    return re.sub(r"\A/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL).strip()


def head_of(path: Path) -> dict[str, Any]:
    """The TOML at the head of a file."""
    found = re.match(r"/\*(.*?)\*/", path.read_text("utf-8"), flags=re.DOTALL)
    assert found, f"{path} has no head"
    return tomllib.loads(found.group(1))


def in_order(paths: Iterable[Path]) -> list[Path]:
    """The files of core tables, each after those it selects from."""
    files = {path.stem: path for path in paths}
    needs = {stem: set(re.findall(r"core\.(\w+)", sql_of(path))) & set(files) for stem, path in files.items()}
    return [files[stem] for stem in TopologicalSorter(needs).static_order()]


@cache
def working_days() -> pa.Table:
    """Every day of the calendar with the number of working days up to and including it."""
    first, last = CALENDAR
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return pa.table({"day": days, "number": list(accumulate(int(chinese_calendar.is_workday(day)) for day in days))})


def keyed(text: str) -> str:
    """A stand-in for the keyed hash: another text for every text, and none of its characters."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


class Warehouse:
    """An in-memory build over the rows given for each contract; tables that are not given are empty."""

    def __init__(self, as_of: date = AS_OF, **contracts: list[dict[str, Any]]) -> None:
        self.connection = duckdb.connect()
        self.connection.execute(
            "create schema shards; create schema staging; create schema core; create schema records"
        )
        self._create_macros()
        self.connection.execute("create table staging.parameters as select $1::date as as_of", [as_of])
        for contract in DEFAULTS:
            self._create_staging(contract, contracts.pop(contract, []))
            self.connection.execute(f"create view shards.{contract} as from staging.{contract}")
        assert not contracts, f"no such contract: {contracts}"
        self.connection.execute(f"create table staging.person_names as {sql_of(SQL / 'staging/person_names.sql')}")
        for path in in_order((SQL / "core").glob("*.sql")):
            self.connection.execute(f"create table core.{path.stem} as {sql_of(path)}")

    def _create_macros(self) -> None:
        self.connection.create_function("keyed", keyed)
        self.connection.register("working_days", working_days())
        self.connection.execute("create table staging.working_days as from working_days")
        self.connection.execute(
            """
            create macro working_day_number(on_day) as
                (select days.number from staging.working_days as days where days.day = on_day);
            create macro workdays_between(from_day, to_day) as
                working_day_number(to_day) - working_day_number(from_day);
            """
        )
        self.connection.execute((SQL / "macros.sql").read_text("utf-8"))

    def _create_staging(self, contract: str, rows: list[dict[str, Any]]) -> None:
        types = PROVENANCE | {name: TYPES.get(c.kind, "varchar") for name, c in CONTRACTS[contract].columns.items()}
        types |= {f"{name}_written": "varchar" for name in NAMED if name in types}
        columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
        self.connection.execute(f"create table staging.{contract} ({columns})")
        for number, given in enumerate(rows, start=2):
            row = _completed(contract, number, given)
            assert set(row) <= set(types), set(row) - set(types)
            names = ", ".join(f'"{name}"' for name in row)
            marks = ", ".join("?" for _ in row)
            self.connection.execute(f"insert into staging.{contract} ({names}) values ({marks})", list(row.values()))

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query as dicts."""
        cursor = self.connection.execute(query)
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def records(self, figure: str, year: int | None = None) -> list[dict[str, Any]]:
        """The records that a figure counts, of one year or of all."""
        records = self.rows(f"select * from ({sql_of(SQL / 'figures' / f'{figure}.sql')}) as records")
        return [record for record in records if year is None or record["occurred_on"].year == year]

    def keys(self, figure: str, year: int | None = None) -> list[str]:
        """The keys of the records that a figure counts, in order."""
        return sorted(record["shown_key"] for record in self.records(figure, year))

    def total(self, figure: str, year: int) -> Decimal:
        """The sum of a figure's quantities in a year."""
        return sum((Decimal(record["quantity"]) for record in self.records(figure, year)), Decimal(0))

    def fraction(self, figure: str, year: int) -> tuple[Decimal | int, Decimal | int]:
        """Numerator and denominator of a share, mean or ratio in a year."""
        parts = [
            (Decimal(int(record["counted"])), Decimal(1))
            if "counted" in record
            else (record["numerator"], record["denominator"])
            for record in self.records(figure, year)
        ]
        return sum((part[0] for part in parts), Decimal(0)), sum((part[1] for part in parts), Decimal(0))

    def offenders(self, path: str) -> list[dict[str, Any]]:
        """What a check or a rule finds."""
        return self.rows(sql_of(SQL / path))


def _completed(contract: str, number: int, given: dict[str, Any]) -> dict[str, Any]:
    """A row with provenance and a key of its own, unless it is given one."""
    row = {**DEFAULTS[contract], **given}
    facts = CONTRACTS[contract].facts
    first = facts.key[0] if isinstance(facts.key[0], str) else facts.key[0][0]
    row.setdefault(first, f"{contract}-{number}")
    if contract == "inspections":
        parts = (row["task_no"], row.get("object_id") or row["object_name"], row["inspected_on"])
        key = "|".join(str(part) for part in parts)
    else:
        key = row[first]
    provenance = {"file_sha256": "a" * 64, "sheet": "明细", "row": number, "export_on": AS_OF}
    return {**provenance, "record_key": key, "shown_key": key, **row}
