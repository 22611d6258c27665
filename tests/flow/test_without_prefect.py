"""What does without Prefect: the commands, and the tables that a night leaves."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from flows.night_tables import FIRST_REJECTIONS, as_text, headline, night_tables
from flows.sequence import Exit
from tests.bureau import AS_OF, CHECKOUT, TIME_LIMIT_SECONDS, Bureau
from tests.exports import cases, csv_file, put

COMMAND = """
import sys
heavy = sys.argv.pop(1).split(",")
try:
    from flows.cli import main
    main()
finally:
    assert not [module for module in heavy if module in sys.modules]
"""
HEAVY = "prefect,pandas,hypothesis,pandera,polars,openpyxl"  # of these a question needs none


def test_commands_never_load_prefect_a_run_no_pandas_and_questions_nothing_heavy(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("2023年案件.xlsx", "cases", *cases(range(1, 4)))
    places = ["--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse.root)]
    questions = (["--help"], ["figures", "2023", *places], ["files", *places])
    traced = ["trace", "cases_penalized", "2023", *places]
    run = ("prefect,pandas,hypothesis", ["run", *places])
    for heavy, arguments in (run, *((HEAVY, question) for question in (*questions, traced))):
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, heavy, *arguments],
            cwd=CHECKOUT,
            env=bureau.environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=TIME_LIMIT_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr}"


READING = """
import sys
from pathlib import Path
from flows.steps.children import make_shard
from flows.steps.read import Job
archived, sha256, directory = sys.argv[1:]
make_shard(Path(archived), sha256, Job(Path(directory)))
assert not {"pandas", "hypothesis"} & set(sys.modules)
"""


def test_reading_and_checking_a_file_loads_no_pandas(tmp_path: Path) -> None:
    exported = put(tmp_path / "2023年案件.csv", csv_file("cases", *cases(range(1, 4))))
    digest = sha256(exported.read_bytes()).hexdigest()
    command = [sys.executable, "-c", READING, str(exported), digest, str(tmp_path / "shard")]
    done = subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, encoding="utf-8", timeout=TIME_LIMIT_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr


PROGRAM = """
from flows.cli import main
try:
    main()
finally:
    import duckdb
    (shows_bars,) = duckdb.connect().execute("select current_setting('enable_progress_bar')").fetchone()
    assert not shows_bars
"""


def test_the_database_shows_nobody_how_far_it_is(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("2023年案件.csv", "cases", *cases(range(1, 4)))
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(program), "run", *bureau.places],
        cwd=CHECKOUT,
        env=bureau.environment(PYTHONPATH=str(CHECKOUT)),
        capture_output=True,
        encoding="utf-8",
        timeout=TIME_LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("浙武交罚〔2023〕1号", "浙武交罚〔2023〕1号"),
        ("cases_penalized", "cases_penalized"),
        ("-1.50", "-1.50"),
        ("96.4%", "96.4%"),
        ("![x](http://a.example)", r"!\[x\](http\://a.example)"),
        ("<img src=x>", r"\<img src=x\>"),
        ("_重点_ *两遍*", r"\_重点\_ \*两遍\*"),
        ("1. 首项", r"1\. 首项"),
        ("# 标题\n下一行", r"\# 标题 下一行"),
        (None, ""),
    ],
)
def test_text_is_shown_as_it_is(text: str | None, shown: str) -> None:
    assert as_text(text) == shown


def test_rejections_are_counted_in_full_and_shown_in_part(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("2023年案件.csv", "cases", *cases(range(1, 3)), *cases(range(3, 203), decided_on="那天"))
    outcome = bureau.night()
    tables = {table.key: table for table in night_tables(outcome, bureau.warehouse, AS_OF)}
    assert sum(int(row["退回"]) for row in tables["rejections-by-rule"].rows) == 200
    assert len(tables["rejections"].rows) == FIRST_REJECTIONS
    assert "共 200 处" in tables["rejections"].description


def test_a_held_night_shows_its_offenders_and_no_figures(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("2023年案件.csv", "cases", *cases(range(1, 31)))
    bureau.night()
    bureau.put("2023年案件.csv", "cases", *cases(range(1, 11)))
    outcome = bureau.night()
    assert outcome.exit is Exit.HELD
    tables = {table.key: table for table in night_tables(outcome, bureau.warehouse, AS_OF)}
    assert "figures" not in tables
    held = [row for row in tables["verdict"].rows if row["级别"] == "阻止发布"]
    assert held
    assert all("=" in row["例"] for row in held)
    assert all(row["核对"] in headline(outcome) for row in held)
