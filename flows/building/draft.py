"""The database that is being made: its shape is laid out first, without data, then it is filled.

Both are the same walk over ``sql/``, so what a table or view is stands once. The shape follows from the code alone, is
made once for it (:mod:`flows.building.shape`), and every build begins as a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from flows.building.loading import literal, rows_of
from flows.building.models import Model
from flows.errors import EnfstatError
from flows.store.failing import store_failed

_ROW_GROUP = 122_880
"""Rows of a table that DuckDB gives to one thread. One more has hardly anything to do then, and takes its memory."""
STORAGE_VERSION = "v1.2.0"  # analysts' tools from DuckDB 1.2 on open the file


class NotCheckpointed(Exception):
    """A write-ahead log was left: without it the file would lack rows, or not open at all."""


class TooLittleMemory(EnfstatError):
    """The database cannot be built with the memory that it may take."""


@dataclass(frozen=True)
class Draft:
    """An open database, the one in use of its connection.

    Attributes:
        database: its file.
        is_shape: its shape is being laid out, from inputs that are empty; else it has its shape and is being filled.
    """

    connection: duckdb.DuckDBPyConnection
    database: Path
    is_shape: bool = False

    def define(self, statement: str) -> None:
        """What belongs to the shape: a schema, a view, a macro."""
        if self.is_shape:
            self.connection.execute(statement)

    def table(self, model: Model) -> None:
        """A table of what a select gives."""
        if self.is_shape:
            self.connection.execute(f"create table {model.name} as {model.select} with no data")
        else:
            self.connection.execute(f"insert into {model.name} {model.select}")

    def rows(self, table: str, columns: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
        """A table of plain facts.

        Args:
            columns: column → DuckDB type, in order.
            rows: facts by column; what a row lacks is null.
        """
        if self.is_shape:
            types = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            self.connection.execute(f"create table {table} ({types})")
        else:
            self.connection.execute(f"insert into {table} {rows_of(columns, rows)}")

    @contextmanager
    def reader(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Another connection to it, for another thread that reads what is there."""
        with self.connection.cursor() as connection:
            connection.execute("use enforcement")
            yield connection

    def finish(self) -> None:
        """Have the file whole on the disk and let go of it, for others to open; what is in memory stays.

        Raises:
            NotCheckpointed: see there.
        """
        self.connection.execute("checkpoint enforcement")
        self.connection.execute("use memory")
        self.connection.execute("detach enforcement")
        if self.database.with_name(f"{self.database.name}.wal").exists():
            raise NotCheckpointed(self.database)


@contextmanager
def _told_if_too_little(memory_bytes: int) -> Iterator[None]:
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        if failed := store_failed(error):  # it was the disk that had no room for what the memory could not hold
            raise failed from error
        raise TooLittleMemory(
            f"建立数据库所需的内存超过 {memory_bytes >> 20} MiB;请在 enfstat.toml 里调高 build_memory_bytes 后再运行"
        ) from error


@contextmanager
def open_draft(database: Path, memory_bytes: int, rows: int = 0, *, is_shape: bool = False) -> Iterator[Draft]:
    """A database to work on, beside the catalogs ``shards`` and ``staging`` in memory, to be finished when filled.

    Args:
        memory_bytes: what all of it may take. What is more goes to the disk, outside of the folder of the database:
            there everything is looked at before it is published.
        rows: about how many the largest table gets.

    Raises:
        TooLittleMemory: some step of the work needs more at once.
    """
    with (
        _told_if_too_little(memory_bytes),
        TemporaryDirectory(prefix="spill-", dir=database.parent.parent) as spill,
        duckdb.connect(config={"python_enable_replacements": "false"}) as connection,
    ):
        connection.execute(f"set memory_limit = '{memory_bytes >> 20}MiB'")
        connection.execute(f"set threads = {_threads(connection, rows)}")
        connection.execute(f"set temp_directory = {literal(spill)}")
        # A draft that was left unfinished is thrown away: nobody reads its write-ahead log.
        storage = f", storage_version '{STORAGE_VERSION}'" if is_shape else ""
        connection.execute(f"attach {literal(str(database))} as enforcement (recovery_mode no_wal_writes{storage})")
        for catalog in ("shards", "staging"):
            connection.execute(f"attach ':memory:' as {catalog}")
        connection.execute("use enforcement")
        yield Draft(connection, database, is_shape)


def _threads(connection: duckdb.DuckDBPyConnection, rows: int) -> int:
    """How many threads can have work: at most those that the database found for itself."""
    (found,) = connection.execute("select current_setting('threads')").fetchone() or (1,)
    return min(int(found), 1 + rows // _ROW_GROUP)
