"""Every query of the cookbook runs, as it stands there, and answers something."""

from __future__ import annotations

import duckdb
import pytest

from flows.building.views import read_views
from tests.database.cookbook import COOKBOOK, QUESTIONS

MAY_HAVE_NO_ANSWER = {22}  # what changed since the last build: the sample's is the first (tests/release asks another)


def test_the_cookbook_numbers_its_questions_in_order() -> None:
    assert [int(title.partition(".")[0]) for title, _ in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    assert len(QUESTIONS) >= 20
    assert COOKBOOK.read_text("utf-8").count("```sql") == len(QUESTIONS)


@pytest.mark.parametrize(("title", "query"), QUESTIONS, ids=[title for title, _ in QUESTIONS])
def test_a_query_answers(connection: duckdb.DuckDBPyConnection, title: str, query: str) -> None:
    rows = connection.execute(query).fetchall()
    assert rows or int(title.partition(".")[0]) in MAY_HAVE_NO_ANSWER


def test_the_first_answer_is_the_published_one(connection: duckdb.DuckDBPyConnection) -> None:
    assert connection.execute(QUESTIONS[0][1]).fetchall() == [(1422, "起", "正常", [])]


def test_every_view_is_named() -> None:
    assert [view.stem for view in read_views() if f"`{view.stem}`" not in COOKBOOK.read_text("utf-8")] == []
