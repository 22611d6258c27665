"""A shard may come out differently only under a new reading version, or old and new shards would stand side by side."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from flows.settings import SAMPLE_RAW
from flows.store.readings import READING_VERSION
from tests.tables.shards import Shard, shard_of

# Where this differs, raise READING_VERSION and put the new digest here beside it.
VERSION_AND_DIGEST = (3, "7f54b0392d456b6ed38e40647fba43df859833a756b36587c91430b59e15d68a")


def test_the_shards_of_the_sample_are_those_of_this_reading_version() -> None:
    digest = hashlib.sha256()
    for path in sorted(path for path in SAMPLE_RAW.rglob("*") if path.suffix in (".xlsx", ".xls", ".csv")):
        digest.update(_facts(shard_of(path.read_bytes())))
    assert (READING_VERSION, digest.hexdigest()) == VERSION_AND_DIGEST


def _facts(shard: Shard) -> bytes:
    """Everything a shard holds, apart from how Parquet packs it."""
    frames = [*(shard.accepted[contract] for contract in sorted(shard.accepted)), shard.findings]
    rows = [[frame.columns, frame.rows()] for frame in frames]
    return json.dumps([asdict(shard.reading), rows], ensure_ascii=False, default=str).encode()
