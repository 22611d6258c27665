"""One night over everything that people send, under every name that a file can have: each is accepted or refused."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from flows.settings import Settings
from flows.steps.archive import archive_arrivals
from flows.store.layout import Warehouse
from flows.store.limits import ReadingLimits
from tests.bureau import CHECKOUT, TIME_LIMIT_SECONDS, Bureau
from tests.exports import put
from tests.reading.locking import locked_agile, with_spins
from tests.received.catalogue import HEADING, Received, payments
from tests.received.everything import CATALOGUE
from tests.received.render import Page, to_text, to_xlsx

pytestmark = pytest.mark.slow

_LONGEST = "很" * 83 + "12.csv"  # 255 bytes
NAMES = (
    "换\n行.csv", "回\r车\t.csv", "引'号\"`.csv", "案件..2023.csv", "...csv", "反\\斜\\..\\杠.csv", "$(id);|&.csv",
    "%s{0}{{x}}.csv", "=cmd|'C'!A0.csv", "<script>alert(1)</script>.csv", "'; drop table files; --.csv", "-rf.csv",
    "尾部空格.csv ", "从右\u202e到左.csv", "零\u200b宽.csv", "🚚.csv", "甲.csv", "甲.CSV", "é.csv", "e\u0301.csv",
    "CON.csv", "é.CSV", _LONGEST, "没有结尾",
)  # fmt: skip
_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2


def bound_by_permissions() -> None:
    """Make root, in the program that is started, as bound by the modes of files as anybody."""
    for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


@dataclass(frozen=True)
class Night:
    """The night's end: exit status, what was shown, the files by path."""

    status: int
    shown: str
    files: dict[str, dict[str, Any]]
    bureau: Bureau


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    bureau = Bureau(tmp_path_factory.mktemp("everything"))
    for path, file in CATALOGUE.items():
        put(bureau.raw / "目录" / path, file.content())
    for number, name in enumerate(NAMES):
        put(bureau.raw / "名称" / name, to_text(Page([list(HEADING), [f"N{number}", f"案{number}", "2023-05-06", 1]])))
    put(bureau.raw / "文件夹.xlsx" / "里面.csv", to_text(Page(payments())))
    secret = put(bureau.folder / "秘密.csv", to_text(Page(payments(9))))
    (bureau.raw / "链接.csv").symlink_to(secret)
    (bureau.raw / "链接夹").symlink_to(bureau.folder, target_is_directory=True)
    (bureau.raw / "循环夹").symlink_to(bureau.raw, target_is_directory=True)
    os.mkfifo(bureau.raw / "管道.csv")
    closed = put(bureau.raw / "打不开.csv", to_text(Page(payments(7))))
    closed.chmod(0)
    closed_folder = put(bureau.raw / "打不开的夹" / "里面.csv", to_text(Page(payments(8)))).parent
    closed_folder.chmod(0)
    done = subprocess.run(
        bureau.arguments("run", "--as-of", "2024-03-15"),
        cwd=CHECKOUT,
        env=bureau.environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=TIME_LIMIT_SECONDS,
        preexec_fn=bound_by_permissions,
        check=False,
    )
    yield Night(done.returncode, done.stdout + done.stderr, bureau.files(), bureau)
    closed_folder.chmod(0o700)


@pytest.fixture(params=CATALOGUE.values(), ids=CATALOGUE)
def file(request: pytest.FixtureRequest) -> Received:
    one: Received = request.param
    return one


def test_the_run_ends_well_and_shows_nothing_of_the_program(night: Night) -> None:
    assert night.status == 0, night.shown
    assert "Traceback" not in night.shown
    assert "panicked" not in night.shown


def test_every_file_is_in_force_or_refused_with_its_reason(night: Night, file: Received) -> None:
    read = night.files[f"目录/{file.path}"]
    if file.refused:
        assert read["status"] == "refused"
        assert file.says in read["reason"]
    else:
        assert read["status"] == "in force"
        assert read["read"] == read["accepted"] + read["rejected"] + read["skipped"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_a_name(night: Night, name: str) -> None:
    path = f"名称/{name}"
    if name.startswith("."):
        assert path not in night.files
    else:
        assert (night.files[path]["status"], night.files[path]["accepted"]) == ("in force", 1)


def test_names_that_differ_in_case_or_unicode_form_only_are_files_of_their_own(night: Night) -> None:
    alike = ("甲.csv", "甲.CSV", "é.csv", "e\u0301.csv", "é.CSV")
    assert len({night.files[f"名称/{name}"]["sha256"] for name in alike}) == len(alike)


def test_a_folder_named_like_a_workbook_is_a_folder(night: Night) -> None:
    assert night.files["文件夹.xlsx/里面.csv"]["status"] == "in force"


def test_nothing_outside_the_drop_folder_is_read(night: Night) -> None:
    assert not any("秘密" in path for path in night.files)
    assert night.bureau.rows("from core.payments where receipt_no = 'P9'") == []
    for link in ("链接.csv", "链接夹", "循环夹"):
        assert link in night.shown


def test_what_cannot_be_opened_is_said_and_tried_again(night: Night) -> None:
    for name in ("打不开.csv", "打不开的夹"):
        assert name in night.shown
        assert night.files[name]["sha256"] is None
        assert "权限" in night.files[name]["reason"]


def test_the_commands_list_every_file_as_it_is_called(night: Night) -> None:
    listed = {row["file"] for row in night.bureau.json("files")}
    assert listed == night.files.keys()
    assert json.dumps(sorted(listed), ensure_ascii=False)


def test_a_file_that_changes_or_vanishes_while_it_is_read_waits_for_the_next_run(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", Warehouse(tmp_path / "warehouse")
    large = put(raw / "0正在复制.csv", b"")
    os.truncate(large, 150 << 20)
    vanishing, other = put(raw / "1消失.csv", b"x"), put(raw / "2其余.csv", b"y")

    def disturb() -> None:
        end = time.monotonic() + TIME_LIMIT_SECONDS
        while not list(warehouse.archive.glob(".arriving-*")) and time.monotonic() < end:
            time.sleep(0.001)
        with large.open("ab") as growing:
            growing.write(b"more")
        vanishing.unlink()

    person = threading.Thread(target=disturb)
    person.start()
    arrivals = archive_arrivals(raw, warehouse)
    person.join()
    assert arrivals.present.keys() == {other.name}
    assert "复制" in arrivals.unread[large.name]
    assert vanishing.name in arrivals.unread


@pytest.mark.parametrize(
    ("limits", "content", "said"),
    [
        (
            ReadingLimits(memory_bytes=320 << 20),
            to_text(Page(payments())) + b"a,b,c,d\r\n" * 1_000_000,
            "内存",
        ),
        (
            ReadingLimits(seconds=4),
            with_spins(locked_agile(to_xlsx(Page(payments())), "密码"), 9_999_999),
            "4 秒",
        ),
    ],
    ids=["memory", "time"],
)
def test_a_file_that_needs_too_much_is_refused_and_the_others_go_on(
    tmp_path: Path, limits: ReadingLimits, content: bytes, said: str
) -> None:
    bureau = Bureau(tmp_path, settings=replace(Settings(workbook_years=0, pages_years=0), reading=limits))
    put(bureau.raw / "太大", content)
    put(bureau.raw / "好.csv", to_text(Page(payments())))
    bureau.night()
    files = bureau.files()
    assert files["好.csv"]["accepted"] == 2
    assert files["太大"]["status"] == "refused"
    assert said in files["太大"]["reason"]
