"""The night as a Prefect flow: the same figures as ``enfstat run``, told to a temporary server."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.bureau import AS_OF, CHECKOUT, Bureau
from tests.exports import cases, csv_file, put, xlsx

pytestmark = pytest.mark.slow

TIME_LIMIT_SECONDS = 300  # of one process; a temporary server takes 20 s on a small machine
PERSON = {
    "party_kind": "自然人",
    "party_name": "贾设虚",
    "party_id": "330723199902300011",
}  # no such day, so no such ID
STEPS = ["archive_arrivals", "read_files", "settle_manifest", "build", "promote", "report"]
# Written down by Python itself: which processes import Prefect, and every connection that one of them asks for.
WITNESS = """
import os, sys
def witness(event, arguments):
    if event == "import" and arguments[0] == "prefect":
        said = "import " + " ".join(sys.orig_argv).replace(chr(10), " ")
    elif event == "socket.connect" and isinstance(arguments[1], tuple):  # those of the machine itself have a path
        said = "connect " + str(arguments[1])
    elif event == "socket.getaddrinfo":
        said = "connect " + str((arguments[0], arguments[1]))
    else:
        return
    with open(os.environ["WITNESS_FILE"], "a", encoding="utf-8") as file:
        file.write(said + chr(10))
sys.addaudithook(witness)
"""
# A proxy that nobody answers: whatever goes through it fails.
PROXY = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")


def fill_raw(raw: Path) -> None:
    """A few exports: rows that count, two that are rejected, a file that is refused and a link that is not read."""
    rows = cases(range(1, 31), fine="2000.00")
    put(raw / "2023年案件.xlsx", xlsx("cases", *rows, *cases(range(31, 32), **PERSON)))
    put(raw / "2022年案件.csv", csv_file("cases", *cases(range(101, 104), decided_on="2022-03-01")))
    payments = [{"receipt_no": f"P{number}", "case_no": rows[number]["case_no"]} for number in range(3)]
    bad = {"receipt_no": "P9", "amount": "![两百](http://a.example/x.png)"}
    put(raw / "2023年缴款.csv", csv_file("payments", *payments, bad))
    put(raw / "说明.xlsx", b"not a workbook")
    (raw / "快捷方式.xlsx").symlink_to(raw / "2023年案件.xlsx")


@dataclass(frozen=True)
class Told:
    """The nights as they were told, and the folder that they left."""

    folder: Path
    nights: dict[str, dict[str, Any]]


def environment(**more: str) -> dict[str, str]:
    """An environment that says nothing of Prefect or of the project's folders."""
    named = ("PREFECT", "ENFSTAT", "DO_NOT")
    return {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith(named)} | more


def witnessed(folder: Path) -> dict[str, str]:
    """What makes Python write down in a folder what :data:`WITNESS` sees."""
    (folder / "sitecustomize.py").write_text(WITNESS, encoding="utf-8")
    return {"WITNESS_FILE": str(folder / "seen"), "PYTHONPATH": f"{folder}{os.pathsep}{CHECKOUT}"}


def seen(folder: Path, what: str) -> list[str]:
    """What was written down of a kind."""
    lines = (folder / "seen").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(f"{what} ") for line in lines if line.startswith(what)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("nights")
    fill_raw(folder / "raw")
    put(folder / "fewer" / "2023年案件.xlsx", xlsx("cases", *cases(range(1, 11), fine="2000.00")))
    settings = f'key_file = "{folder / "key"}"\nshare_retry_seconds = 0\nworkbook_years = 0\npages_years = 0\n'
    (folder / "enfstat.toml").write_text(settings, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "tests.flow.nights", str(folder)],
        cwd=CHECKOUT,
        env=environment(**witnessed(folder), **PROXY),
        check=True,
        timeout=TIME_LIMIT_SECONDS,
    )
    return Told(folder, json.loads((folder / "nights.json").read_text(encoding="utf-8")))


def test_each_step_is_a_task_and_the_run_is_completed(told: Told) -> None:
    night = told.nights["first"]
    assert (night["exit"], night["type"]) == (0, "COMPLETED")
    assert night["message"].startswith("已发布")
    assert [task["name"] for task in night["tasks"]] == STEPS
    assert {task["state"] for task in night["tasks"]} == {"Completed"}


def test_figures_are_those_of_the_plain_run(told: Told, tmp_path: Path) -> None:
    plain = Bureau(tmp_path)
    fill_raw(plain.raw)
    plain.night()
    published = told.folder / "warehouse" / told.nights["first"]["published"]
    assert (published / "figures.parquet").read_bytes() == plain.figures_file()
    rows = told.nights["first"]["artifacts"]["figures"]["rows"]
    assert [row["名称"] for row in rows] == list(plain.figures(AS_OF.year))
    by_name = {row["名称"]: row for row in rows}
    before = plain.figures(AS_OF.year - 1)
    shown = {name: row[f"{AS_OF.year - 1} 年"] for name, row in by_name.items()}
    assert shown == {name: row["printed"] or "—" for name, row in before.items()}
    assert shown["cases_penalized"] == "30"


def test_rejections_files_and_verdict_are_artifacts(told: Told) -> None:
    artifacts = told.nights["first"]["artifacts"]
    assert set(artifacts) == {"figures", "rejections", "rejections-by-rule", "files", "verdict", "alerts"}
    assert [row["退回"] for row in artifacts["rejections-by-rule"]["rows"]] == ["1", "1"]
    assert [row["文件"] for row in artifacts["rejections"]["rows"]] == ["2023年案件.xlsx", "2023年缴款.csv"]
    states = {row["文件"]: row["状态"] for row in artifacts["files"]["rows"]}
    assert states == {"说明.xlsx": "拒收", "快捷方式.xlsx": "未读"}
    assert artifacts["verdict"]["description"] == told.nights["first"]["message"]


def test_what_is_to_be_done_is_an_artifact(told: Told) -> None:
    rows = told.nights["first"]["artifacts"]["alerts"]["rows"]
    assert {row["级别"] for row in rows} == {"提醒"}
    assert [row["事项"] for row in rows] == ["文件没有采用:快捷方式.xlsx", "文件没有采用:说明.xlsx"]


def test_text_from_a_file_is_no_image_on_prefects_pages(told: Told) -> None:
    [_, row] = told.nights["first"]["artifacts"]["rejections"]["rows"]
    assert r"!\[两百\](http\://" in row["原值"]


def test_a_second_night_has_nothing_new(told: Told) -> None:
    first, second = told.nights["first"], told.nights["second"]
    assert (second["exit"], second["type"]) == (0, "COMPLETED")
    assert second["message"] == "没有新的数据,发布的内容不变"
    assert second["published"] == first["published"]
    assert [task["name"] for task in second["tasks"]] == ["archive_arrivals", "read_files", "settle_manifest", "report"]
    assert second["artifacts"]["figures"]["rows"] == first["artifacts"]["figures"]["rows"]


def test_a_held_night_is_seen_and_publishes_nothing(told: Told) -> None:
    night = told.nights["held"]
    assert (night["exit"], night["type"], night["name"]) == (3, "FAILED", "Held")
    assert night["message"].startswith("未发布")
    assert night["published"] == told.nights["first"]["published"]
    assert "阻止发布" in [row["级别"] for row in night["artifacts"]["verdict"]["rows"]]
    assert "figures" not in night["artifacts"]


def test_a_share_that_is_away_is_tried_again_and_then_fails(told: Told) -> None:
    night = told.nights["away"]
    assert (night["exit"], night["type"], night["name"]) == (1, "FAILED", "Failed")
    assert [(task["name"], task["runs"]) for task in night["tasks"]] == [("archive_arrivals", 3)]
    assert str(told.folder / "share") in night["message"]
    assert night["artifacts"] == {}


@pytest.mark.parametrize(("night", "said"), [("bad day", "15.3.2024"), ("in progress", "另一次运行正在进行")])
def test_what_the_operator_can_mend_is_said_plainly(told: Told, night: str, said: str) -> None:
    failed = told.nights[night]
    assert (failed["exit"], failed["type"]) == (1, "FAILED")
    assert said in failed["message"]
    assert failed["tasks"] == []


def test_prefect_keeps_neither_arguments_nor_results(told: Told) -> None:
    for night in told.nights.values():
        assert all(len(str(value)) < 300 for value in night["parameters"].values())
        assert all(task["inputs"] == {} for task in night["tasks"])
    assert list((told.folder / "prefect").glob("storage/*")) == []


def test_no_person_is_in_prefects_database(told: Told) -> None:
    with sqlite3.connect(told.folder / "prefect" / "prefect.db") as history:
        dump = "\n".join(history.iterdump())
    lines = re.sub(r"\\+u([0-9a-f]{4})", lambda escaped: chr(int(escaped[1], 16)), dump)  # JSON, some of it in JSON
    assert "2023年案件.xlsx" in lines
    assert PERSON["party_name"] not in lines
    assert PERSON["party_id"] not in lines


def test_a_flow_connects_to_loopback_only_even_under_a_proxy(told: Told) -> None:
    """The services of their temporary server have started then, its word home among them."""
    asked = seen(told.folder, "connect")
    assert asked
    assert [place for place in asked if "'127.0.0.1'" not in place and "'localhost'" not in place] == []
    assert "('127.0.0.1', 9)" not in asked


def test_the_module_ends_with_3_when_held_and_its_readers_do_without_prefect(told: Told, tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("2023年案件.xlsx", "cases", *cases(range(1, 31)))
    bureau.night()
    bureau.put("2023年案件.xlsx", "cases", *cases(range(1, 11)))
    history = bureau.warehouse.root / "prefect"
    history.mkdir()
    shutil.copy(told.folder / "prefect" / "prefect.db", history)  # to lay out one of its own takes ten seconds
    places = ["--raw", str(bureau.raw), "--warehouse", str(bureau.warehouse.root)]
    done = subprocess.run(
        [sys.executable, "-m", "flows.nightly", *places, "--as-of", str(AS_OF)],
        cwd=CHECKOUT,
        env=environment(**witnessed(tmp_path), ENFSTAT_KEY_FILE=str(bureau.folder / "key")),
        capture_output=True,
        encoding="utf-8",
        timeout=TIME_LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    importing = seen(tmp_path, "import")
    assert importing
    assert [line for line in importing if "-m flows.nightly" not in line] == []
    with sqlite3.connect(history / "prefect.db") as database:
        assert database.execute("select count(*) from flow_run").fetchone() == (len(told.nights) + 1,)


def test_a_deployment_finds_the_flow_and_its_plain_parameters(tmp_path: Path) -> None:
    look = (
        "from prefect.flows import load_flow_from_entrypoint; import json; "
        "flow = load_flow_from_entrypoint('flows/nightly.py:nightly'); "
        "print(json.dumps([flow.name, sorted(flow.parameters.properties), flow.parameters.required]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", look],
        cwd=CHECKOUT,
        env=environment(PREFECT_HOME=str(tmp_path), DO_NOT_TRACK="1"),
        capture_output=True,
        encoding="utf-8",
        timeout=TIME_LIMIT_SECONDS,
        check=True,
    )
    assert json.loads(done.stdout) == ["nightly", ["as_of", "raw", "warehouse"], []]
