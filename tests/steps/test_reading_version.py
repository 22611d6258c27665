"""A shard may come out differently only under a new reading version, or old and new shards would stand side by side."""

from __future__ import annotations

import hashlib

from flows.settings import SAMPLE_RAW
from flows.store.layout import READING_VERSION
from tests.tables.shards import facts, shard_of

# Where this differs, raise READING_VERSION and put the new digest here beside it.
VERSION_AND_DIGEST = (3, "6cb30aaa5ffb34f1b6b72cdbc2d9079de5fe2e1b946dcb4314ea61cbef13300f")


def test_the_shards_of_the_sample_are_those_of_this_reading_version() -> None:
    digest = hashlib.sha256()
    for path in sorted(path for path in SAMPLE_RAW.rglob("*") if path.suffix in (".xlsx", ".xls", ".csv")):
        digest.update(facts(shard_of(path.read_bytes())))
    assert (READING_VERSION, digest.hexdigest()) == VERSION_AND_DIGEST
