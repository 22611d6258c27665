"""Every file of the catalogue comes out exactly as the catalogue says."""

from __future__ import annotations

import hashlib

import pytest

from flows.store.layout import READING_VERSION
from tests.received import document
from tests.received.catalogue import Received, accepted_rows, findings
from tests.received.everything import CATALOGUE
from tests.tables.shards import facts

# Where this differs, raise READING_VERSION and put the new digest here beside it.
VERSION_AND_DIGEST = (3, "2318a25a36c6e006f80084737ee3a25b761556d8cc4cfe1e6f85d84fdbbb4cf5")


@pytest.fixture(params=CATALOGUE.values(), ids=CATALOGUE)
def file(request: pytest.FixtureRequest) -> Received:
    one: Received = request.param
    return one


def test_what_is_accepted_rejected_and_skipped(file: Received) -> None:
    shard = file.shard()
    rows = accepted_rows(shard)
    sheets = {sheet for sheet, _ in rows}
    expected = {place if isinstance(place, tuple) else (min(sheets, default=""), place) for place in file.accepted}
    assert shard.reading.refusal_rule == file.refused, shard.reading.refusal
    assert rows.keys() == expected
    for place, told in file.accepted.items():
        row = rows[place if isinstance(place, tuple) else (min(sheets), place)]
        assert {name: row[name] for name in told} == told
    assert {row["cell"]: row["rule"] for row in findings(shard, "rejection")} == file.rejected
    assert {row["cell"]: row["rule"] for row in findings(shard, "warning")} == file.warned
    assert {row["row"]: row["rule"] for row in findings(shard, "skipped")} == file.skipped


def test_every_row_is_accounted_for(file: Received) -> None:
    for table in file.shard().reading.tables:
        assert table.read == table.accepted + table.rejected + table.skipped


def test_a_refusal_says_what_was_found(file: Received) -> None:
    reading = file.shard().reading
    assert file.says in (reading.refusal or "")
    assert reading.is_final == (file.is_final or file.refused is None)


def test_what_is_hidden_or_odd_is_said(file: Received) -> None:
    tables_read = file.shard().reading.tables
    for name, value in file.said.items():
        assert getattr(tables_read[0], name) == value


def test_the_page_for_the_bureau_says_what_is_so() -> None:
    written = document.PAGE.read_text(encoding="utf-8")
    assert written == document.document(), "run: python -m tests.received.document"


def test_the_shards_are_those_of_this_reading_version() -> None:
    digest = hashlib.sha256()
    for file in CATALOGUE.values():
        # Libraries put the time into a workbook: its hash says nothing.
        digest.update(facts(file.shard()).replace(file.sha256().encode(), b""))
    assert (READING_VERSION, digest.hexdigest()) == VERSION_AND_DIGEST
