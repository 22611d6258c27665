"""Damage to the warehouse: found, made again from what lies beneath, said; the figures stay right."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.published import Period, PublishedUnreadable
from flows.release.freeze import Approval, NotReleased, release_figures
from flows.sequence import Exit, now
from flows.steps import inputs as steps_inputs
from flows.steps.children import make_shard
from flows.steps.examine import Night, find_damaged
from flows.steps.look import look
from flows.steps.mend import PublishedLost
from flows.steps.read import ArchiveDamaged, Job
from flows.store.files import Damaged, read_sealed, write_sealed
from flows.store.manifests import copy_of, manifest_path
from flows.store.sums import changed_files, write_sums
from flows.store.units import Kind, Unit, stored_units
from tests.bureau import AS_OF, Bureau
from tests.exports import cases

NEXT_DAY = AS_OF + timedelta(days=1)
RUNNING = {"decided_on": "2024-02-01"}


@pytest.fixture(scope="module")
def three_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse after three nights; tests damage copies of it."""
    bureau = Bureau(tmp_path_factory.mktemp("damage"))
    for number in range(3):
        bureau.put(f"案件_2024010{number + 1}.csv", "cases", *cases(range(10 * number, 10 * number + 10), **RUNNING))
        assert bureau.night(AS_OF - timedelta(days=2 - number)).exit is Exit.DONE
    return bureau.folder


@pytest.fixture
def bureau(three_nights: Path, tmp_path: Path) -> Bureau:
    shutil.copytree(three_nights, tmp_path, symlinks=True, dirs_exist_ok=True)
    bureau = Bureau(tmp_path)
    find_damaged(bureau.warehouse, Night(0, 1))  # the copies have other inodes and times
    return bureau


def spoil(path: Path, content: bytes | None = None) -> None:
    """Change one byte of a file, or cut it off."""
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:] if content is None else content)


def of_kind(bureau: Bureau, kind: Kind) -> list[Unit]:
    return [unit for unit in stored_units(bureau.warehouse) if unit.kind is kind]


# -- the layers ----------------------------------------------------------------------------------------------------
def test_archived_bytes_are_healed_from_the_drop_folder(bureau: Bureau) -> None:
    archived = of_kind(bureau, Kind.ARCHIVE)[0].path
    spoil(archived)
    (said,) = bureau.night(NEXT_DAY).damage
    assert archived.name in said
    assert "原文件恢复" in said
    assert Unit(Kind.ARCHIVE, archived).is_whole
    assert not list(bureau.warehouse.archive.rglob("*.damaged"))


def test_archived_bytes_that_are_lost_are_said_every_night_and_fail_the_one_that_needs_them(bureau: Bureau) -> None:
    archived = of_kind(bureau, Kind.ARCHIVE)[0].path
    shutil.rmtree(bureau.raw)
    spoil(archived)
    for day in (AS_OF, NEXT_DAY):
        outcome = bureau.night(day)
        assert outcome.exit is Exit.DONE
        (said,) = outcome.damage
        assert "enfstat restore" in said
    assert bureau.value("cases_penalized", 2024) == "30"
    shutil.rmtree(bureau.warehouse.shard(archived.name))
    with pytest.raises(ArchiveDamaged, match="restore"):
        bureau.night(NEXT_DAY)
    assert bureau.value("cases_penalized", 2024) == "30"


@pytest.mark.parametrize("file", ["cases.parquet", "reading.json", "findings.parquet", "SHA256SUMS"])
def test_every_file_of_a_shard_is_known_by_its_hash(bureau: Bureau, file: str) -> None:
    shard = of_kind(bureau, Kind.SHARD)[1]
    spoil(shard.path / file)
    assert find_damaged(bureau.warehouse, Night(0, 7)) == (shard,)


def test_manifests_and_records_are_read_from_their_copy_or_left_out(bureau: Bureau) -> None:
    before = bureau.in_force()
    spoil(manifest_path(bureau.warehouse.manifests, 3))
    spoil(of_kind(bureau, Kind.RUN)[0].path, b"")
    assert bureau.in_force() == before
    said = bureau.night(NEXT_DAY).damage
    assert [("副本" in text, "移开" in text) for text in said] == [(True, False), (False, True)]
    manifest = manifest_path(bureau.warehouse.manifests, 3)
    assert manifest.read_bytes() == copy_of(manifest).read_bytes()
    assert bureau.rows("select damage from runs where len(damage) > 0") == []  # tonight's record is for the next build
    bureau.night(NEXT_DAY + timedelta(days=1))
    assert bureau.rows("select damage from runs where len(damage) > 0") == [{"damage": list(said)}]


def test_a_manifest_that_is_damaged_twice_stops_the_night_and_what_is_published_stays(bureau: Bureau) -> None:
    manifest = manifest_path(bureau.warehouse.manifests, 3)
    for path in (manifest, copy_of(manifest)):
        spoil(path)
    with pytest.raises(Damaged, match="restore"):
        bureau.night(NEXT_DAY)
    assert bureau.value("cases_penalized", 2024) == "30"


@pytest.mark.parametrize("is_held", [False, True])
def test_the_published_database_is_made_again_also_where_tonights_is_held(bureau: Bureau, is_held: bool) -> None:
    published = bureau.warehouse.published.resolve()
    spoil(published / "enforcement.duckdb", b"nothing of the kind")
    with pytest.raises(PublishedUnreadable, match="enfstat run"):
        bureau.figures()
    with pytest.raises(NotReleased, match="已损坏"):
        release_figures(bureau.warehouse, Period(2024), Approval("王局", now()))
    if is_held:
        bureau.put("案件_20240101.csv", "cases", *cases(range(5), **RUNNING))
    outcome = bureau.night(NEXT_DAY)
    assert outcome.exit is (Exit.HELD if is_held else Exit.DONE)
    assert any("已重新计算" in said for said in outcome.damage)
    assert changed_files(published) == []
    assert bureau.value("cases_penalized", 2024) == "30"


def test_a_published_database_that_cannot_be_made_again_gives_way_to_the_one_before_it(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = bureau.warehouse.published.resolve()
    spoil(published / "enforcement.duckdb")
    monkeypatch.setattr(steps_inputs, "code_digest", lambda _: "0" * 64)  # the program was replaced since
    outcome = bureau.night(NEXT_DAY)
    assert outcome.exit is Exit.DONE
    assert any("改用其他版本" in said for said in outcome.damage)
    assert bureau.value("cases_penalized", 2024) == "30"


def test_a_published_database_without_any_before_it_stops_the_night_until_somebody_says_so(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in of_kind(bureau, Kind.BUILD):
        spoil(unit.path / "enforcement.duckdb")
    monkeypatch.setattr(steps_inputs, "code_digest", lambda _: "0" * 64)
    with pytest.raises(PublishedLost, match="--backlog"):
        bureau.night(NEXT_DAY)
    bureau.night(NEXT_DAY, is_backlog=True)
    assert bureau.value("cases_penalized", 2024) == "30"


# -- what is looked at ---------------------------------------------------------------------------------------------
def test_every_piece_has_its_turn_once_in_so_many_nights() -> None:
    names = [f"archive/ab/{number}" for number in range(200)]
    turns = [{name for name in names if Night(AS_OF.toordinal() + day, 7).is_due(name)} for day in range(7)]
    assert sum(map(len, turns)) == len(names) == len(set().union(*turns))
    assert all(turns)


def test_rot_that_leaves_size_and_times_as_they_were_is_found_when_its_turn_comes(bureau: Bureau) -> None:
    archived = of_kind(bureau, Kind.ARCHIVE)[0]
    spoil(archived.path)
    known = read_sealed(bureau.warehouse.checked)["whole"]
    name = archived.path.relative_to(bureau.warehouse.root).as_posix()
    write_sealed(bureau.warehouse.checked, {"whole": known | {name: archived.fingerprint}})
    turn = next(day for day in range(7) if Night(day, 7).is_due(name))
    assert find_damaged(bureau.warehouse, Night(turn + 1, 7)) == ()
    assert find_damaged(bureau.warehouse, Night(turn, 7)) == (archived,)


def test_what_the_night_stands_on_is_hashed_whatever_its_size_and_times_say(bureau: Bureau) -> None:
    shard = of_kind(bureau, Kind.SHARD)[0]
    spoil(shard.path / "cases.parquet")
    known = read_sealed(bureau.warehouse.checked)["whole"]
    name = shard.path.relative_to(bureau.warehouse.root).as_posix()
    write_sealed(bureau.warehouse.checked, {"whole": known | {name: shard.fingerprint}})
    assert all(shard in find_damaged(bureau.warehouse, Night(day, 1000)) for day in range(3))


def test_doctor_looks_at_everything_and_the_next_run_mends_what_it_found(bureau: Bureau) -> None:
    archived = of_kind(bureau, Kind.ARCHIVE)[0]
    spoil(archived.path)
    done = bureau.command("doctor", "--deep")
    assert done.returncode == 1
    assert archived.path.name in done.stdout
    assert bureau.night(NEXT_DAY).damage


# -- a power cut ---------------------------------------------------------------------------------------------------
def test_files_that_a_power_cut_left_empty_are_made_again(bureau: Bureau) -> None:
    """As a disk that lies about what it has written leaves them: the names are there, the bytes are not."""
    empty = [
        bureau.warehouse.seen,
        bureau.warehouse.checked,
        manifest_path(bureau.warehouse.manifests, 3),
        of_kind(bureau, Kind.ARCHIVE)[2].path,
        of_kind(bureau, Kind.SHARD)[2].path / "reading.json",
        bureau.warehouse.published.resolve() / "build.json",
        of_kind(bureau, Kind.RUN)[1].path,
    ]
    for path in empty:
        spoil(path, b"")
    outcome = bureau.night(NEXT_DAY)
    assert outcome.exit is Exit.DONE
    assert len(outcome.damage) == 5
    assert bureau.value("cases_penalized", 2024) == "30"
    assert bureau.night(NEXT_DAY).damage == ()


def test_whatever_is_renamed_into_place_is_on_the_disk_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: set[tuple[int, int]] = set()
    renamed: list[str] = []
    sync, replace_path, rename_path = os.fsync, Path.replace, Path.rename

    def note(handle: int) -> None:
        facts = os.fstat(handle)
        synced.add((facts.st_ino, facts.st_mtime_ns))
        sync(handle)

    def checked(move: Callable[..., Any]) -> Callable[..., Any]:
        def moved(path: Path, target: Path) -> Any:
            inside = [path, *path.rglob("*")] if path.is_dir() and not path.is_symlink() else [path]
            for each in inside:
                facts = each.lstat()
                if not each.is_symlink():
                    assert (facts.st_ino, facts.st_mtime_ns) in synced, f"{each} was not synced before it was renamed"
            renamed.append(Path(target).name)
            return move(path, target)

        return moved

    monkeypatch.setattr(os, "fsync", note)
    monkeypatch.setattr(Path, "replace", checked(replace_path))
    monkeypatch.setattr(Path, "rename", checked(rename_path))
    bureau = Bureau(tmp_path)
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4)))
    warehouse = bureau.warehouse
    found = look(bureau.raw, warehouse, None, (), lambda _: None)
    (sha256,) = found["present"].values()
    make_shard(warehouse.archived(sha256), sha256, Job(warehouse.shard(sha256)))
    outcome = bureau.night()
    for name in (sha256, outcome.build_id, "000001.json", "seen.json", "published", "key.json"):
        assert name in renamed
    assert renamed.count(sha256) == 2  # archive and shard


def test_sums_tell_what_is_missing_too_many_or_changed(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    for name in ("甲/一.txt", "二.txt", "三.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    write_sums(tmp_path)
    assert changed_files(tmp_path) == []
    (tmp_path / "甲/一.txt").write_text("x", encoding="utf-8")
    (tmp_path / "二.txt").unlink()
    (tmp_path / "四.txt").touch()
    assert changed_files(tmp_path) == ["二.txt", "四.txt", "甲/一.txt"]


def test_a_seal_breaks_with_any_byte_that_matters(tmp_path: Path) -> None:
    path, facts = tmp_path / "facts.json", {"run": 1, "path": "案件.xlsx", "on": None}
    write_sealed(path, facts)
    content = path.read_bytes()
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        try:
            assert read_sealed(path) == facts  # a blank between two marks
        except Damaged:
            continue
