"""What the command line takes and refuses, and how it ends: 0 done, 1 failed, 2 misused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from flows import periods
from flows.cli import _COMMANDS
from flows.commands import common
from tests.bureau import CHECKOUT, TIME_LIMIT_SECONDS, Bureau
from tests.exports import cases, put
from tests.forked import run_command

# As the design has them ("Commands"), and those that the issues added.
NAMES = {
    *("run", "figures", "trace", "rejects", "files", "retract", "workbook", "report", "check-report", "annual"),
    *("release", "revisions", "verify-release", "status", "hold", "promote", "backup", "restore", "serve", "sample"),
    *("doctor", "corrections", "rotate-key"),
}


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def alone(bureau: Bureau, *words: str) -> subprocess.CompletedProcess[str]:
    """A command line as it stands, without places."""
    return run_command(list(words), CHECKOUT, bureau.environment(), TIME_LIMIT_SECONDS)


def test_every_command_is_there_and_says_what_it_is_for(bureau: Bureau) -> None:
    assert {command.name for command in _COMMANDS} == NAMES
    shown = alone(bureau, "--help")
    assert shown.returncode == 0
    for command in _COMMANDS:
        assert command.name in shown.stdout
        assert command.title[:10] in shown.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), ""),
        (("figurs", "2023"), "figurs"),
        (("figures",), "年度"),
        (("figures", "1999"), "2000 到 2098"),
        (("figures", "二〇二三"), "2000 到 2098"),
        (("figures", "2023", "--format", "xml"), "xml"),
        (("figures", "2023", "--through", "2023-13"), "2023-13"),
        (("figures", "2023", "--through", "2022-06"), "2023 年内"),
        (("figures", "2023", "--ware", "x"), "--ware"),
        (("run", "--as-of", "5/6/2023"), "5/6/2023"),
        (("promote", "--because", "核实"), "--by"),
        (("sample", "x", "--rows", "0"), "正整数"),
    ],
)
def test_what_makes_no_sense_is_misuse(bureau: Bureau, words: tuple[str, ...], said: str) -> None:
    done = alone(bureau, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_years_are_those_that_are_known_elsewhere() -> None:
    assert (common._FIRST_YEAR, common._LAST_YEAR) == (periods.FIRST_YEAR, periods.LAST_YEAR)


def test_whoever_stops_reading_gets_no_traceback(bureau: Bureau) -> None:
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 3_000)))
    bureau.night()
    command = bureau.arguments("trace", "cases_penalized", "2023")
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=bureau.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(TIME_LIMIT_SECONDS) == 1
        assert process.stderr.read() == b""


def test_what_comes_from_files_is_shown_as_it_was_written(tmp_path: Path) -> None:
    """Neither markup nor an emoji by its name, and nothing that colours the terminal or begins a line of its own."""
    bureau = Bureau(tmp_path / "[b]:100:")
    put(bureau.raw / "坏:100:[red]\x1b[31m\n末.xlsx", b"nothing")
    bureau.put("案件[1]:car:.xlsx", "cases", *cases(range(1, 3)))
    run = bureau.command("run", "--as-of", "2024-03-15")
    assert f"已发布 {bureau.warehouse.database}(版本" in run.stdout
    shown = "坏:100:[red]␛[31m␊末.xlsx"
    assert f"拒收 {shown}:" in run.stdout
    files = bureau.command("files").stdout
    assert {line.split("  ")[0] for line in files.splitlines()} >= {shown, "案件[1]:car:.xlsx"}
