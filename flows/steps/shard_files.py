"""A shard on disk: Parquet files that grow by blocks of rows beside their place, and are renamed into it complete."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import polars as pl
from pyarrow.parquet import ParquetWriter

from flows.store.readings import ORIGINS_FILE, READING_FILE, Reading


class ShardFiles:
    """The files of a shard while they are written."""

    def __init__(self, beside: Path) -> None:
        self._beside = beside
        self._writers: dict[str, ParquetWriter] = {}

    def keep(self, name: str, rows: pl.DataFrame) -> None:
        """Add rows to the Parquet file of a name; all rows of a name have the same columns."""
        written = rows.to_arrow()
        if name not in self._writers:
            path = self._beside / f"{name}.parquet"
            self._writers[name] = ParquetWriter(path, written.schema, compression="zstd")
        self._writers[name].write_table(written, row_group_size=max(rows.height, 1))

    def finish(self, reading: Reading, origins: pl.DataFrame) -> None:
        """Close the files and add what is known of the file; of a refused one nothing else stays."""
        for name, writer in self._writers.items():
            writer.close()
            if not reading.is_accepted:
                (self._beside / f"{name}.parquet").unlink()
        if reading.is_returned:
            origins.write_parquet(self._beside / ORIGINS_FILE)
        summary = json.dumps(asdict(reading), ensure_ascii=False, indent=1)
        (self._beside / READING_FILE).write_text(summary, encoding="utf-8")


@contextmanager
def shard_files(directory: Path) -> Iterator[ShardFiles]:
    """Write a shard beside its place and rename it into place; one that is there already is left as it is."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{directory.name[:12]}-", dir=directory.parent))
    try:
        yield ShardFiles(beside)
        _sync(beside)
        _rename(beside, directory)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _rename(beside: Path, directory: Path) -> None:
    try:
        beside.rename(directory)
    except OSError:
        if not (directory / READING_FILE).exists():
            raise


def _sync(directory: Path) -> None:
    """Have the bytes on the disk before the name: a rename that survives a power cut must not name empty files."""
    for path in directory.iterdir():
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
