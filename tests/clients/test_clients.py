"""The comparison of clients (``make clients``), with the one that is installed."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from tests.clients.compatible import Answers, asked_in_python, differences

QUESTIONS = ["select 1.50::decimal(4, 2), '案件'", "select * from nothing"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "some.duckdb"
    duckdb.connect(str(path)).close()
    return path


def test_a_client_answers_in_texts_and_an_error_is_an_answer(database: Path) -> None:
    found = asked_in_python(sys.executable, database, QUESTIONS)
    assert found.version == duckdb.__version__
    assert found.answers[0] == {"rows": [["1.50", "案件"]]}
    assert "nothing" in found.answers[1]["error"]


def test_other_answers_and_errors_are_named_by_the_question(database: Path) -> None:
    found = asked_in_python(sys.executable, database, QUESTIONS)
    expected = Answers("1.5.5", [{"rows": [["1.5", "案件"]]}, {"rows": []}])
    (first, second) = differences(expected, found)
    assert first == "1: 答案不同"
    assert second.startswith("2: Catalog Error")
