"""Asks a database the questions that come in and prints the answers: ``python probe.py DATABASE < questions.json``.

Needs nothing but a version of DuckDB, whose environment it is run in.
"""

import json
import sys

import duckdb

TIMES = 5


def main() -> None:
    """Print the version and, for every question, its rows as texts or the error."""
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        answers = [_answer(connection, question) for question in json.load(sys.stdin)]
    json.dump({"version": duckdb.__version__, "answers": answers}, sys.stdout)


def _answer(connection: duckdb.DuckDBPyConnection, question: str) -> dict[str, object]:
    """Asked a few times: some versions answer now so, now otherwise."""
    try:
        answers = [_rows(connection, question) for _ in range(TIMES)]
    except duckdb.Error as error:
        return {"error": str(error).splitlines()[0]}
    return {"rows": answers[0]} if all(rows == answers[0] for rows in answers) else {"error": "每次答案不同"}


def _rows(connection: duckdb.DuckDBPyConnection, question: str) -> list[list[str]]:
    return [[str(value) for value in row] for row in connection.execute(question).fetchall()]


if __name__ == "__main__":
    main()
