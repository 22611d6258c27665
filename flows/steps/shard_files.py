"""A shard on disk: Parquet files that grow by blocks of rows beside their place, and are renamed into it complete."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import polars as pl
from pyarrow.parquet import ParquetWriter

from flows.errors import EnfstatError
from flows.store.failing import store_failed
from flows.store.files import sync, sync_tree
from flows.store.readings import ORIGINS_FILE, READING_FILE, Reading
from flows.store.sums import write_sums


class ShardNotWritten(EnfstatError):
    """A file was read and what was read could not be kept: no fault of the file, so the run fails."""


class ShardFiles:
    """The files of a shard while they are written."""

    def __init__(self, beside: Path) -> None:
        self._beside = beside
        self._writers: dict[str, ParquetWriter] = {}

    def keep(self, name: str, rows: pl.DataFrame) -> None:
        """Add rows to the Parquet file of a name; all rows of a name have the same columns."""
        written = rows.to_arrow()
        with _writing(self._beside.parent):
            if name not in self._writers:
                path = self._beside / f"{name}.parquet"
                self._writers[name] = ParquetWriter(path, written.schema, compression="zstd")
            self._writers[name].write_table(written, row_group_size=max(rows.height, 1))

    def finish(self, reading: Reading, origins: pl.DataFrame) -> None:
        """Close the files and add what is known of the file; of a refused one nothing else stays."""
        with _writing(self._beside.parent):
            for name, writer in self._writers.items():
                writer.close()
                if not reading.is_accepted:
                    (self._beside / f"{name}.parquet").unlink()
            if reading.is_returned:
                origins.write_parquet(self._beside / ORIGINS_FILE)
            summary = json.dumps(asdict(reading), ensure_ascii=False, indent=1)
            (self._beside / READING_FILE).write_text(summary, encoding="utf-8")
            write_sums(self._beside)


@contextmanager
def shard_files(directory: Path) -> Iterator[ShardFiles]:
    """Write a shard beside its place and rename it into place; one that is there already is left as it is.

    Raises:
        ShardNotWritten: the disk refused what was read.
    """
    with _writing(directory.parent):
        directory.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{directory.name[:12]}-", dir=directory.parent))
    try:
        yield ShardFiles(beside)
        with _writing(directory.parent):
            sync_tree(beside)
            _rename(beside, directory)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    """Whatever goes wrong while a shard is written is the disk's fault, not that of the file that was read."""
    try:
        yield
    except Exception as error:
        reason = store_failed(error) or type(error).__name__
        raise ShardNotWritten(f"读取结果写不进 {place}:{reason}") from error


def _rename(beside: Path, directory: Path) -> None:
    try:
        beside.rename(directory)
        sync(directory.parent)
    except OSError:
        if not (directory / READING_FILE).exists():
            raise
