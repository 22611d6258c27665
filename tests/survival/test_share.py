"""A drop folder on a share that hangs: the night goes on, or ends; it never waits for ever."""

from __future__ import annotations

import fcntl
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from flows.sequence import Exit
from flows.settings import Settings
from flows.steps import archive, look
from flows.steps.archive import LookingFailed, RawFolderAway, archive_arrivals
from flows.store.layout import Warehouse
from tests.bureau import Bureau
from tests.exports import cases, put


@contextmanager
def unresponsive(path: Path) -> Iterator[None]:
    """Whoever opens the file now waits: a lease on it is not given back (the kernel breaks it after 45 seconds)."""
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)
    with path.open("r+b") as stream:
        try:
            fcntl.fcntl(stream, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        except OSError:
            pytest.skip("this file system knows no leases")
        try:
            yield
        finally:
            fcntl.fcntl(stream, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            signal.signal(signal.SIGIO, before)


def test_a_file_that_does_not_answer_is_unread_and_the_night_goes_on(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, settings=Settings(workbook_years=0, pages_years=0, share_seconds=2))
    bureau.put("好_20240105.csv", "cases", *cases(range(1, 4)))
    stuck = bureau.put("卡住_20240105.csv", "cases", *cases(range(4, 6)))
    with unresponsive(stuck):
        outcome = bureau.night()
    assert outcome.exit is Exit.DONE
    assert "没有响应" in outcome.unread["卡住_20240105.csv"]
    assert bureau.value("cases_penalized") == "3"
    assert bureau.files()["卡住_20240105.csv"]["status"] == "refused"
    bureau.settings = replace(Settings(workbook_years=0, pages_years=0), share_seconds=60)
    bureau.night(is_backlog=True)
    assert bureau.value("cases_penalized") == "5"


def looking_as(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Have another program look at the drop folder."""
    program = put(folder / "program", f"#!/bin/sh\n{script}\n".encode())
    program.chmod(0o755)
    monkeypatch.setattr(archive.sys, "executable", str(program))


def test_a_folder_that_does_not_answer_fails_the_night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looking_as(monkeypatch, tmp_path, 'echo \'{"at": "."}\'; exec sleep 60')
    with pytest.raises(RawFolderAway, match="秒内没有响应"):
        archive_arrivals(tmp_path, Warehouse(tmp_path / "w"), share_seconds=0.3)


def test_when_one_file_after_another_hangs_it_is_the_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = tmp_path / "times"
    script = f'echo x >> {times}; echo "{{\\"at\\": \\"$(wc -l < {times}).csv\\"}}"; exec sleep 60'
    looking_as(monkeypatch, tmp_path, script)
    with pytest.raises(RawFolderAway, match="没有响应"):
        archive_arrivals(tmp_path, Warehouse(tmp_path / "w"), share_seconds=0.3)
    assert len(times.read_text().split()) == 4


def test_a_program_that_breaks_off_is_no_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for script in ('echo \'{"at": "."}\'; kill -9 $$', "exit 0", "exit 1"):
        looking_as(monkeypatch, tmp_path, script)
        with pytest.raises(LookingFailed, match="意外结束"):
            archive_arrivals(tmp_path, Warehouse(tmp_path / "w"))


def test_what_is_left_out_is_not_touched(tmp_path: Path) -> None:
    for name in ("一.csv", "甲/二.csv", "三.csv"):
        put(tmp_path / "raw" / name, name.encode())
    touched: list[str] = []
    warehouse = Warehouse(tmp_path / "w")
    warehouse.root.mkdir()
    found = look.look(tmp_path / "raw", warehouse, None, {"一.csv", "甲"}, touched.append)
    assert set(found["present"]) == {"三.csv"}
    assert set(touched) == {".", "三.csv"}
