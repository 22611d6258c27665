"""A night after another: nothing new, files that break, holds, readers, kills, two runs at once."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from flows.sequence import Exit, RunInProgress, run_lock
from flows.settings import Settings
from flows.steps.archive import RawFolderAway
from flows.steps.promote import promote
from flows.steps.read import ArchiveDamaged
from flows.steps.switch import ValidationSwitchedOff
from flows.store.limits import ReadingLimits
from flows.store.manifests import Status
from tests.bureau import AS_OF, Bureau
from tests.exports import cases, put, table, workbook
from tests.pipeline.mixture import mixture
from tests.reading import packages
from tests.received.formats import inline


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file below a folder."""
    found = {path: path.lstat() for path in folder.rglob("*")}
    return {str(path): (facts.st_ino, facts.st_mtime_ns) for path, facts in found.items() if not path.is_dir()}


def without_log(files: dict[str, Any]) -> dict[str, Any]:
    return {path: facts for path, facts in files.items() if "/runs/" not in path and ".lock" not in path}


# -- nothing new -----------------------------------------------------------------------------------
def test_a_second_run_reads_nothing_and_publishes_nothing(bureau: Bureau) -> None:
    bureau.put("案件_20240105.xlsx", "cases", *cases(range(1, 4)))
    put(bureau.raw / "坏.xlsx", b"nothing of the kind")
    assert bureau.night().is_new
    before, raw = state(bureau.warehouse.root), {path: path.stat().st_atime_ns for path in bureau.raw.iterdir()}
    outcome = bureau.night()
    assert (outcome.exit, outcome.is_new) == (Exit.DONE, False)
    assert without_log(state(bureau.warehouse.root)) == without_log(before)
    assert {path: path.stat().st_atime_ns for path in bureau.raw.iterdir()} == raw


def test_a_new_day_gives_a_new_build_and_reads_nothing(bureau: Bureau) -> None:
    bureau.put("案件_20240105.xlsx", "cases", *cases(range(1, 4)))
    bureau.night()
    shards = state(bureau.warehouse.shards)
    assert bureau.night(date(2024, 3, 16)).is_new
    assert state(bureau.warehouse.shards) == shards


def test_bytes_in_the_archive_are_those_that_arrived_and_are_the_services_own(bureau: Bureau) -> None:
    path = bureau.put("案件_20240105.xlsx", "cases", *cases(range(1, 4)))
    bureau.night()
    archived = bureau.warehouse.archived(bureau.manifest.entries[0].sha256)
    assert archived.read_bytes() == path.read_bytes()
    assert archived.stat().st_mode & 0o077 == 0
    assert bureau.warehouse.archive.stat().st_mode & 0o077 == 0
    shard = bureau.warehouse.shard(bureau.manifest.entries[0].sha256)
    assert shard.stat().st_mode & 0o077 == 0


def test_a_drop_folder_that_is_not_there_fails_the_run_and_says_so(bureau: Bureau) -> None:
    bureau.put("案件_20240105.xlsx", "cases", *cases(range(1, 4)))
    bureau.night()
    before = bureau.in_force()
    bureau.raw.rename(bureau.folder / "elsewhere")
    with pytest.raises(RawFolderAway, match="raw"):
        bureau.run_as_is()
    assert bureau.in_force() == before


# -- files that break ------------------------------------------------------------------------------
def test_a_used_range_to_the_last_cell_of_a_sheet_is_refused_while_the_others_go_on(bureau: Bureau) -> None:
    bureau.put("好_20240105.xlsx", "cases", *cases(range(1, 4)))
    book = load_workbook(bureau.put("远.xlsx", "cases", *cases(range(5, 7))))
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(bureau.raw / "远.xlsx")
    assert bureau.night().exit is Exit.DONE
    files = bureau.files()
    assert files["好_20240105.xlsx"]["status"] == "in force"
    assert (files["远.xlsx"]["status"], files["远.xlsx"]["read"]) == ("refused", None)


def large_csv(rows: int = 200_000) -> bytes:
    """Some 14 MB of cases; some seconds to read."""
    heading = "案号,程序类型,处罚决定日期,处理结果,案件名称,违法行为,执法机构,承办科长,备注,来源\n"
    lines = (
        f"浙{number},简易程序,2024-02-06,行政处罚,甲{number},乙{number},一队,丙{number},,\n" for number in range(rows)
    )
    return (heading + "".join(lines)).encode("utf-8")


@pytest.mark.slow
def test_a_file_that_takes_too_much_is_refused_for_this_run_while_the_others_go_on(bureau: Bureau) -> None:
    small = Settings(workbook_years=0, pages_years=0)
    too_little = {
        "内存": replace(ReadingLimits(), memory_bytes=300 << 20),
        "2 秒": replace(ReadingLimits(), seconds=2),
    }
    put(bureau.raw / "大_20240105.csv", large_csv())
    bureau.put("好_20240105.xlsx", "cases", *cases(range(1, 4)))
    for reason, limits in too_little.items():
        bureau.settings = replace(small, reading=limits)
        assert bureau.night().exit is Exit.DONE
        files = bureau.files()
        assert files["好_20240105.xlsx"]["status"] == "in force"
        assert files["大_20240105.csv"]["status"] == "refused"
        assert reason in files["大_20240105.csv"]["reason"]
        assert bureau.value("cases_penalized") == "3"
    bureau.settings = replace(small, reading=replace(ReadingLimits(), memory_bytes=3 << 30))  # a stronger machine
    bureau.night()
    large = bureau.files()["大_20240105.csv"]
    assert (large["status"], large["reason"]) == ("in force", None)


@pytest.mark.slow
def test_a_large_workbook_is_read_within_the_limits(bureau: Bureau) -> None:
    """100,000 rows of 24 columns, with texts of their own in four of them."""
    heading, case = table("cases", _whole_case("#"))
    assert len(heading) == 24
    row = "".join(_cell(column, value) for column, value in zip(ascii_uppercase, case, strict=False))
    sheet = "".join(
        f'<row r="{number}">{row.replace("#", f"{number - 2:05d}").replace("@", str(number))}</row>'
        for number in range(2, 100_002)
    )
    put(bureau.raw / "案件_20240105.xlsx", packages.xlsx(inline(heading) + sheet))
    bureau.night()
    assert bureau.files()["案件_20240105.xlsx"]["accepted"] == 100_000


def _cell(column: str, value: Any) -> str:
    """A cell of text; ``@`` stands for its row."""
    return f'<c r="{column}@" t="inlineStr"><is><t>{value}</t></is></c>'


def _whole_case(number: str) -> dict[str, Any]:
    own = {
        "case_no": f"浙武交罚〔2023〕{number}号",
        "case_name": f"虚构运输有限公司第{number}次超限运输案",
        "decision_no": f"浙武交决〔2023〕{number}号",
        "plate_no": f"浙G{number}",
        "fine": 500,
    }
    parties = {
        "party_name": "虚构运输有限公司",
        "party_kind": "单位",
        "officers": "张三、李四",
        "officer_ids": "0001、0002",
    }
    facts = {
        "field": "超限超载",
        "offence": "超过限定标准",
        "source": "行政检查",
        "procedure": "普通程序",
        "off_site": "是",
    }
    days = {
        "filed_on": "2023-05-01",
        "decided_on": "2023-05-06",
        "closed_on": "2023-05-20",
        "published_on": "2023-05-10",
    }
    ends = {"outcome": "行政处罚", "penalty_kinds": "罚款", "org_unit": "一中队", "hearing_held": "否"}
    return own | parties | facts | days | ends | {"legal_review": "是", "collective_discussion": "否"}


def test_archived_bytes_that_have_changed_fail_the_run_until_they_come_again(bureau: Bureau) -> None:
    path = bureau.put("案件_20240105.xlsx", "cases", *cases(range(1, 4)))
    content = path.read_bytes()
    bureau.night()
    path.unlink()
    entry = bureau.manifest.entries[0]
    shutil.rmtree(bureau.warehouse.shard(entry.sha256))
    bureau.warehouse.archived(entry.sha256).write_bytes(b"other")
    with pytest.raises(ArchiveDamaged, match="备份"):
        bureau.night()
    path.write_bytes(content)  # delivered once more
    assert bureau.night().exit is Exit.DONE
    assert bureau.value("cases_penalized") == "3"


# -- holds -----------------------------------------------------------------------------------------
def test_rows_that_vanish_at_a_path_hold_the_build_and_the_old_one_stays(bureau: Bureau) -> None:
    running = {"decided_on": "2024-02-01"}
    old = bureau.put("案件.xlsx", "cases", *cases(range(1, 41), **running)).read_bytes()
    bureau.night()
    published = bureau.warehouse.published.readlink()
    bureau.put("案件.xlsx", "cases", *cases(range(35, 76), **running))
    outcome = bureau.night()
    assert outcome.exit is Exit.HELD
    (hold,) = outcome.verdict.holds
    assert hold.check == "rows-vanished"
    assert "案件.xlsx" in str(hold.shown)
    assert "都放入" in hold.message
    assert bureau.warehouse.published.readlink() == published
    assert bureau.value("cases_penalized", 2024) == "40"

    put(bureau.raw / "案件_202401.xlsx", old)  # both are kept: the first lies under another name
    assert bureau.night().exit is Exit.DONE
    assert bureau.value("cases_penalized", 2024) == "75"


@pytest.mark.parametrize(("kept", "status"), [(36, Exit.DONE), (35, Exit.HELD)])
def test_a_tenth_of_the_keys_may_vanish(bureau: Bureau, kept: int, status: Exit) -> None:
    bureau.put("缴款.xlsx", "payments", *({"receipt_no": f"P{number}", "amount": 0} for number in range(40)))
    bureau.night()
    bureau.put("缴款.xlsx", "payments", *({"receipt_no": f"P{number}", "amount": 0} for number in range(kept)))
    assert bureau.night().exit is status


def test_a_refused_new_version_leaves_the_figures_as_they_were(bureau: Bureau) -> None:
    bureau.put("案件.xlsx", "cases", *cases(range(1, 41)))
    bureau.night()
    before = bureau.in_force()
    put(bureau.raw / "案件.xlsx", workbook({"案件": [["案号", "程序类型", "处理结果"], ["A", "简易程序", "行政处罚"]]}))
    outcome = bureau.night()
    assert outcome.exit is Exit.DONE
    assert bureau.in_force() == before
    assert bureau.value("cases_penalized") == "40"
    refused = next(entry for entry in outcome.manifest.entries if entry.status is Status.REFUSED)
    assert "处罚决定日期" in (refused.reason or "")
    assert "继续有效" in (refused.reason or "")


def test_retracted_rows_are_out_until_it_is_undone(bureau: Bureau) -> None:
    bureau.put("案件_20231231.xlsx", "cases", *cases(range(1, 4)))
    bureau.put("补_20240105.xlsx", "cases", *cases(range(3, 6)))
    bureau.night()
    assert bureau.value("cases_penalized") == "5"
    bureau.retract("补_20240105.xlsx")
    bureau.night()
    assert bureau.value("cases_penalized") == "3"
    assert bureau.files()["补_20240105.xlsx"]["status"] == "retracted"
    bureau.retract("补_20240105.xlsx", undo=True)
    bureau.night()
    assert bureau.value("cases_penalized") == "5"


# -- readers and other runs ------------------------------------------------------------------------
READER = """
import sys, time
import duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(connection.execute("select count(*) from core.cases").fetchone()[0], flush=True)
    sys.stdin.readline()
    print(connection.execute("select count(*) from core.cases").fetchone()[0], flush=True)
"""


def test_a_reader_neither_blocks_a_run_nor_is_disturbed_by_it(bureau: Bureau) -> None:
    bureau.put("案件_20240105.xlsx", "cases", *cases(range(1, 4)))
    bureau.night()
    arguments = [sys.executable, "-c", READER, str(bureau.warehouse.database)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "3\n"
        bureau.put("补_20240106.xlsx", "cases", *cases(range(4, 6)))
        assert bureau.night().is_new
        assert bureau.value("cases_penalized") == "5"
        assert reader.communicate("\n")[0] == "3\n"
    assert reader.returncode == 0


def test_a_run_leaves_at_once_while_another_goes_on(bureau: Bureau) -> None:
    bureau.put("案件_20240105.xlsx", "cases", *cases(range(1, 4)))
    with run_lock(bureau.warehouse):
        with pytest.raises(RunInProgress):
            bureau.night()
        done = bureau.command("run", "--as-of", str(AS_OF))
        assert done.returncode == 1
        assert "另一次运行正在进行" in done.stderr
    assert bureau.manifest.run == 0
    assert bureau.night().exit is Exit.DONE


def test_validation_switched_off_stops_the_run(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANDERA_VALIDATION_ENABLED", "False")
    with pytest.raises(ValidationSwitchedOff):
        bureau.night()
    assert not bureau.warehouse.manifests.exists()


# -- killed ----------------------------------------------------------------------------------------
def test_the_stable_name_is_there_before_what_it_points_at(bureau: Bureau) -> None:
    """Of the two links of the first promotion the one that makes the build known is the last."""
    bureau.put("案件_20240105.xlsx", "cases", *cases(range(1, 4)))
    build_id = bureau.night().build_id
    for link in (bureau.warehouse.database, bureau.warehouse.published):
        link.unlink()
    promote(build_id, bureau.warehouse)
    assert bureau.warehouse.database.lstat().st_ctime_ns <= bureau.warehouse.published.lstat().st_ctime_ns


def litter(bureau: Bureau) -> list[Path]:
    """What a killed run left half done."""
    root = bureau.warehouse.root
    hidden = [path for path in root.rglob(".*") if path.name != ".run.lock"]
    hidden = [path for path in hidden if not path.is_relative_to(bureau.warehouse.shards)]
    return [*hidden, *bureau.warehouse.scratch.glob("*")]


@pytest.mark.slow
def test_killed_at_any_moment_the_next_run_ends_with_the_same_figures(bureau: Bureau, tmp_path: Path) -> None:
    rng = random.Random(5)
    records = mixture(size=40)
    whole = Bureau(tmp_path / "whole")
    batches = [list(records.items())[start::2] for start in range(2)]
    for each in (bureau, whole):
        for contract, rows in batches[0]:
            each.put(f"{contract}_20231231.csv", contract, *rows)
    started = time.monotonic()
    assert whole.command("run", "--as-of", str(AS_OF)).returncode == 0
    duration = time.monotonic() - started
    kill_over_and_over(bureau, rng, duration, kills=2)
    assert bureau.command("run", "--as-of", str(AS_OF)).returncode == 0
    assert bureau.figures_file() == whole.figures_file()
    old = bureau.figures(2023)

    for each in (bureau, whole):
        for contract, rows in batches[1]:
            each.put(f"{contract}_20240105.csv", contract, *rows)
    assert whole.command("run", "--as-of", str(AS_OF)).returncode == 0
    new = whole.figures(2023)
    kill_over_and_over(bureau, rng, duration, kills=2, published=(old, new))
    assert bureau.command("run", "--as-of", str(AS_OF)).returncode == 0
    assert bureau.figures_file() == whole.figures_file()
    assert litter(bureau) == []


def kill_over_and_over(bureau: Bureau, rng: random.Random, duration: float, kills: int, published: Any = ()) -> None:
    """Runs killed with all their children at random moments; what is published opens, and is old or new."""
    for _ in range(kills):
        run = subprocess.Popen(
            bureau.arguments("run", "--as-of", str(AS_OF)),
            env=bureau.environment(),
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(rng.uniform(0, duration))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        if published:
            assert bureau.figures(2023) in published
        elif bureau.warehouse.database.exists():
            with duckdb.connect(str(bureau.warehouse.database), read_only=True) as connection:
                connection.execute("select count(*) from figures").fetchone()
