"""What lies in the drop folder, and what of it is a delivery."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from flows.steps.archive import archive_arrivals
from flows.steps.look import look
from flows.store.layout import Warehouse
from tests.exports import put


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    warehouse = Warehouse(tmp_path / "warehouse")
    warehouse.root.mkdir()
    return warehouse


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    return raw


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_every_file_at_any_depth_is_kept_under_its_hash(raw: Path, warehouse: Warehouse) -> None:
    for name in ("a.xlsx", "甲/乙/b.csv", "同.csv"):
        put(raw / name, name[-3:].encode())
    arrivals = archive_arrivals(raw, warehouse)
    assert arrivals.present == {"a.xlsx": sha256(b"lsx"), "甲/乙/b.csv": sha256(b"csv"), "同.csv": sha256(b"csv")}
    for digest in arrivals.present.values():
        assert sha256(warehouse.archived(digest).read_bytes()) == digest


@pytest.mark.parametrize("name", [".DS_Store", "~$案件.xlsx", "Thumbs.db", "desktop.ini", "README.md", ".git/config"])
def test_what_systems_leave_in_folders_is_no_delivery(raw: Path, warehouse: Warehouse, name: str) -> None:
    put(raw / name, b"x")
    assert archive_arrivals(raw, warehouse).present == {}


def test_a_link_is_named_and_not_followed(raw: Path, warehouse: Warehouse, tmp_path: Path) -> None:
    target = put(tmp_path / "secret.csv", b"x")
    (raw / "案件.csv").symlink_to(target)
    (raw / "夹").symlink_to(tmp_path)
    (raw / "断.csv").symlink_to(tmp_path / "nothing")
    arrivals = archive_arrivals(raw, warehouse)
    assert arrivals.present == {}
    assert arrivals.unread.keys() == {"案件.csv", "夹", "断.csv"}


def test_a_folder_that_is_nobodys_delivery_is_left_alone(raw: Path, warehouse: Warehouse) -> None:
    put(raw / "sample" / "a.csv", b"a")
    put(raw / "sample.csv", b"b")
    assert archive_arrivals(raw, warehouse, raw / "sample").present.keys() == {"sample.csv"}


def test_a_name_in_the_charset_of_windows_is_read_as_such(raw: Path, warehouse: Warehouse) -> None:
    for name, content in (
        (b"\xb0\xb8\xbc\xfe.csv", b"x"),
        ("办件/".encode() + b"\xb0\xb8.csv", b"y"),
        (b"\xff.csv", b"z"),
    ):
        put(Path(os.fsdecode(os.fsencode(raw) + b"/" + name)), content)
    names = {"案件.csv": sha256(b"x"), "办件/案.csv": sha256(b"y"), r"\xff.csv": sha256(b"z")}
    assert archive_arrivals(raw, warehouse).present == names


def test_a_name_that_is_there_in_two_charsets_is_two_files(raw: Path, warehouse: Warehouse) -> None:
    put(raw / "案.csv", b"x")
    put(Path(os.fsdecode(os.fsencode(raw) + b"/\xb0\xb8.csv")), b"y")
    names = {"案.csv": sha256(b"x"), r"\xb0\xb8.csv": sha256(b"y")}
    assert archive_arrivals(raw, warehouse).present == names


def test_content_changed_in_place_is_seen_though_size_and_time_are_the_same(raw: Path, warehouse: Warehouse) -> None:
    path = put(raw / "a.csv", b"old")
    facts = path.stat()
    archive_arrivals(raw, warehouse)
    path.write_bytes(b"new")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert archive_arrivals(raw, warehouse).present == {"a.csv": sha256(b"new")}


def test_without_its_memory_everything_is_hashed_again_and_the_same(raw: Path, warehouse: Warehouse) -> None:
    put(raw / "a.csv", b"x")
    before = archive_arrivals(raw, warehouse)
    warehouse.seen.unlink()
    assert archive_arrivals(raw, warehouse) == before


def test_a_folder_that_cannot_be_listed_is_unread_and_the_rest_goes_on(
    raw: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(raw / "甲" / "a.csv", b"x")
    put(raw / "b.csv", b"y")
    list_folder = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "甲":
            raise PermissionError(13, "Permission denied")
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = look(raw, warehouse, None, (), lambda _: None)
    assert found["present"].keys() == {"b.csv"}
    assert found["unread"].keys() == {"甲"}
