"""``python -m tests.clients DATABASE``: the versions of DuckDB in which it answers, as the table of docs/clients.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.building.views import read_views
from tests.clients.compatible import (
    CLIENTS,
    PYTHON_PACKAGE,
    Answers,
    NotInstalled,
    asked_in_python,
    asked_in_shell,
    differences,
    installed,
)
from tests.database.cookbook import QUESTIONS


def main() -> None:
    """Print a line for every client."""
    database = Path(sys.argv[1]).resolve()
    questions = [query for _, query in QUESTIONS]
    questions += [f'select count(*) from "{view.stem}"' for view in read_views()]
    with TemporaryDirectory() as folder:
        for line in _lines(database, questions, Path(folder)):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def _lines(database: Path, questions: list[str], folder: Path) -> Iterator[str]:
    expected = asked_in_python(sys.executable, database, questions)
    answered = Answers(expected.version, [{} for _ in questions])
    yield f"| 客户端 | 版本 | {len(questions)} 个查询中与 {expected.version} 答案相同的 | 不同之处 |"
    yield "|---|---|---|---|"
    for client, package, version in CLIENTS:
        try:
            programs = installed(f"{package}=={version}", folder)
        except NotInstalled:
            yield f"| {client} | {version} | 装不上 | |"
            continue
        if package == PYTHON_PACKAGE:
            yield _line(client, expected, asked_in_python(programs / "python", database, questions))
        else:
            yield _line(client, answered, asked_in_shell(programs / "duckdb", database, questions))


def _line(client: str, expected: Answers, found: Answers) -> str:
    differing = differences(expected, found)
    return f"| {client} | {found.version} | {len(expected.answers) - len(differing)} | {';'.join(differing)} |"


if __name__ == "__main__":
    main()
