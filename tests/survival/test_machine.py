"""What the machine itself may do: the disk read-only or full, the clock set back, a child killed."""

from __future__ import annotations

import errno
import hashlib
import subprocess
import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pytest

from flows import sequence
from flows.building.draft import TooLittleMemory, open_draft
from flows.sequence import ClockWentBack, Exit, day_of_run
from flows.steps import children, shard_files
from flows.steps.children import make_shard
from flows.steps.override import held_build
from flows.steps.read import Job
from flows.steps.shard_files import ShardNotWritten
from flows.store.failing import StoreFailed, store_failed
from flows.store.runs import recorded_runs
from tests.bureau import AS_OF, Bureau
from tests.exports import cases, csv_file, put
from tests.faults.campaign import small_disk


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


# -- the disk --------------------------------------------------------------------------------------
def test_on_a_read_only_disk_the_run_says_so_and_the_figures_are_read(bureau: Bureau) -> None:
    with small_disk(bureau.warehouse.root) as is_small:
        if not is_small:
            pytest.skip("this process may not mount a disk")
        bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4)))
        bureau.night()
        subprocess.run(["mount", "-o", "remount,ro", str(bureau.warehouse.root)], check=True)
        with pytest.raises(StoreFailed, match="只读"):
            bureau.night()
        assert bureau.value("cases_penalized") == "3"
        done = bureau.command("figures", "2023")
        assert done.returncode == 0, done.stderr


def test_what_was_read_and_cannot_be_kept_fails_the_run_and_not_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = csv_file("cases", *cases(range(3)))
    sha256 = hashlib.sha256(content).hexdigest()

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shard_files, "write_sums", full)
    with pytest.raises(ShardNotWritten, match="空间不足"):
        make_shard(put(tmp_path / sha256, content), sha256, Job(tmp_path / "shards" / sha256))
    assert not list((tmp_path / "shards").iterdir())


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "空间不足"),
        (RuntimeError('IO Error: Could not write file "x": No space left on device'), "空间不足"),
        (OSError(errno.EROFS, "Read-only file system"), "只读"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "配额"),
        (OSError(errno.EACCES, "Permission denied"), None),
        (ValueError("no"), None),
    ],
)
def test_the_disk_is_told_from_everything_else(error: Exception, said: str | None) -> None:
    failed = store_failed(error)
    assert (said in str(failed)) if said else failed is None


def test_what_is_published_is_published_though_the_log_has_no_room(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4)))
    monkeypatch.setattr(sequence, "record_run", full)
    outcome = bureau.night()
    assert (outcome.exit, bureau.value("cases_penalized")) == (Exit.DONE, "3")
    assert "空间不足" in outcome.damage[0]
    monkeypatch.undo()
    database = bureau.warehouse.database.resolve()
    database.chmod(0o600)
    database.write_bytes(b"damaged")
    assert "已重新计算" in bureau.night().damage[0]  # the build itself says what it was made of
    assert bureau.value("cases_penalized") == "3"


# -- the clock -------------------------------------------------------------------------------------
def test_a_clock_that_was_set_back_stops_the_run_until_the_day_is_said(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4)))
    bureau.night(AS_OF)
    for day, is_back in ((AS_OF, False), (AS_OF + timedelta(days=3), False), (date(2000, 1, 1), True)):
        monkeypatch.setattr(sequence, "today", lambda day=day: day)
        if is_back:
            with pytest.raises(ClockWentBack, match="--as-of"):
                day_of_run(bureau.settings_in_force)
        else:
            assert day_of_run(bureau.settings_in_force) == day
    assert bureau.night(AS_OF - timedelta(days=1)).exit is Exit.DONE  # somebody says the day


def test_the_last_run_is_the_last_also_where_the_clock_went_back(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.put("案件.csv", "cases", *cases(range(1, 41)))
    bureau.night()
    monkeypatch.setattr(sequence, "now", lambda: "1970-01-01T08:00:00+08:00")
    bureau.put("案件.csv", "cases", *cases(range(1, 11)))
    outcome = bureau.night()
    assert outcome.exit is Exit.HELD
    assert held_build(bureau.warehouse).build_id == outcome.build_id
    assert [run["outcome"] for run in recorded_runs(bureau.warehouse.runs)] == ["published", "held"]


# -- memory ----------------------------------------------------------------------------------------
def test_a_build_that_needs_more_memory_than_it_may_take_says_so(bureau: Bureau) -> None:
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4)))
    bureau.night()
    published = bureau.warehouse.database.resolve()
    bureau.put("案件_20240106.csv", "cases", *cases(range(4, 6)))
    enough = bureau.settings_in_force
    bureau.settings = replace(enough, build_memory_bytes=4 << 20)
    with pytest.raises(TooLittleMemory, match="build_memory_bytes"):
        bureau.night()
    assert bureau.warehouse.database.resolve() == published
    bureau.settings = enough
    assert bureau.night().exit is Exit.DONE
    assert bureau.value("cases_penalized") == "5"


def test_what_does_not_fit_into_memory_lies_apart_from_what_is_published(tmp_path: Path) -> None:
    directory = tmp_path / "build"
    directory.mkdir()
    with open_draft(directory / "enforcement.duckdb", 1 << 30, is_shape=True) as draft:
        (place,) = draft.connection.execute("select current_setting('temp_directory')").fetchone() or ("",)
        spill = Path(place)
        assert spill.is_dir()
        assert directory not in spill.parents
    assert not spill.exists()


def test_a_build_has_no_thread_without_rows_to_work_on(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        (found,) = connection.execute("select current_setting('threads')").fetchone() or (0,)
    for rows, threads in ((0, 1), (100_000, 1), (100_000_000, found)):
        directory = tmp_path / str(rows)
        directory.mkdir()
        with open_draft(directory / "enforcement.duckdb", 1 << 30, rows, is_shape=True) as draft:
            assert draft.connection.execute("select current_setting('threads')").fetchone() == (threads,)


@pytest.mark.slow
def test_a_child_that_the_system_kills_costs_one_file_for_one_night(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (f"浙{number},简易程序,2023-02-06,行政处罚\n" for number in range(120_000))
    put(bureau.raw / "大_20240105.csv", ("案号,程序类型,处罚决定日期,处理结果\n" + "".join(lines)).encode())
    start = children._start

    def started(*arguments: Any) -> Any:
        threading.Thread(target=kill_the_reader, daemon=True).start()
        return start(*arguments)

    monkeypatch.setattr(children, "_start", started)
    outcome = bureau.night()
    assert outcome.exit is Exit.DONE
    (entry,) = outcome.manifest.entries
    assert "中断" in (entry.reason or "")
    monkeypatch.undo()
    bureau.night(is_backlog=True)
    assert bureau.value("cases_penalized") == "120000"


def kill_the_reader() -> None:
    """As the kernel does where memory runs out: the process that uses most of it goes, the one that reads."""
    reader: psutil.Process | None = None
    while reader is None:
        servers = [child for child in psutil.Process().children() if "forkserver" in " ".join(child.cmdline())]
        workers = [child for server in servers for child in server.children()]
        busy = [worker for worker in workers if worker.cpu_times().user > 0.2]
        reader = busy[0] if busy else None
    reader.kill()
