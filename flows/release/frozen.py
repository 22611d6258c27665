"""What of a build a release keeps, as selects over its database: the same for what was released and for today."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from flows import published
from flows.building.loading import literal, rows_of
from flows.building.models import SQL, Model, read_models
from flows.published import Period
from flows.store.files import write_whole
from flows.store.releases import FIGURES_FILE
from schemas import CONTRACTS
from schemas.base import ContractSpec

RECORDS = "records"
_UNPUBLISHED = ("change", "is_test")
# The core tables that hold the records of a contract, where they do not bear its name.
_TABLES = {"inspections": "inspection_visits"}
# What is keyed (flows.building.keyed) differs under another key; the shown form, with the name masked, does not.
_STABLE_KEY = (
    "create or replace temporary macro stable_key(record_key, shown_key) as "
    "case when length(record_key) = 32 and regexp_full_match(record_key, '[0-9a-f]{32}') "
    "then shown_key else record_key end"
)


@contextmanager
def opened(database: Path, period: Period) -> Iterator[duckdb.DuckDBPyConnection]:
    """A build's database, opened read-only and asked for one period."""
    with duckdb.connect(str(database.resolve()), read_only=True) as connection:
        connection.execute("set threads = 1")  # with one writer the bytes of a Parquet file follow from its rows alone
        ask(connection, [period])
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, periods: Iterable[Period]) -> None:
    """Have the selects of :func:`selects` and :func:`records_select` speak of these periods, one a year."""
    connection.execute(_STABLE_KEY)
    rows = [{"year": period.year, "last_month": period.last_month} for period in periods]
    asked = rows_of({"year": "integer", "last_month": "integer"}, rows)
    connection.execute(f"create temporary view asked as {asked}")


def write_frozen(connection: duckdb.DuckDBPyConnection, period: Period, directory: Path) -> None:
    """Write what a release keeps of an opened build into a folder (see :mod:`flows.store.releases`)."""
    (directory / RECORDS).mkdir()
    for name, select in selects().items():
        target = literal(str(directory / f"{name}.parquet"))
        connection.execute(f"copy ({select}) to {target} (format parquet)")
    figures = published.figures(connection, period)
    write_whole(directory / FIGURES_FILE, json.dumps(figures, ensure_ascii=False, indent=1, default=str).encode())


def selects() -> dict[str, str]:
    """File of a release, without its ending → the select over a build's database that fills it."""
    models = read_models("frozen", SQL / "release" / "frozen").values()
    records = {
        f"{RECORDS}/{contract}": f"{records_select(contract, content_columns(contract))} "
        "order by file_sha256, sheet, row, key"
        for contract in CONTRACTS
    }
    return {model.stem: model.select for model in models} | records


def records_select(contract: str, columns: Iterable[str], catalog: str = "") -> str:
    """The records of a contract, of the database in use or of another one: key, place and these columns."""
    names = ", ".join(f'"{name}"' for name in columns)
    table = ".".join(filter(None, (catalog, core_table(contract).name)))
    return f"select stable_key(record_key, shown_key) as key, shown_key, file_sha256, sheet, row, {names} from {table}"


def content_columns(contract: str) -> list[str]:
    """The columns of a contract that are published as they were read."""
    spec, masked = CONTRACTS[contract], core_table(contract).head.get("masked", {})
    return [name for name in spec.columns if name not in masked and name not in _UNPUBLISHED]


def column_titles(spec: ContractSpec) -> Mapping[str, str]:
    """Column → its Chinese title."""
    return {name: column.title for name, column in spec.columns.items()}


def core_table(contract: str) -> Model:
    """The core table of which a row is a record of the contract."""
    return read_models("core", SQL / "core")[f"core.{_TABLES.get(contract, contract)}"]
