"""Who may read what, and where the key shows: nowhere."""

from __future__ import annotations

import os
import stat
from multiprocessing import forkserver
from pathlib import Path
from zipfile import ZipFile

import pytest

from flows.building import database
from flows.building.keyed import BadKey, keyed_macro
from flows.published import Period
from flows.release.freeze import Approval, release_figures
from flows.sequence import Exit, now
from flows.settings import BadSettings, Settings, load_settings
from flows.steps.key import KeyChanged, rotate_key
from flows.store.layout import Warehouse
from tests.bureau import AS_OF, Bureau
from tests.exports import cases

PERSON = {"party_name": "欧阳试样", "party_kind": "自然人", "party_id": "330000199001011236", "plate_no": "浙G12345"}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau after two nights and a release, run by somebody whose files everybody may read.

    The process that children of these nights are forked from is that of an earlier one, made outside of any night.
    """
    before = os.umask(0o022)
    try:
        forkserver.ensure_running()
        bureau = Bureau(tmp_path_factory.mktemp("access"), settings=Settings(workbook_years=1, pages_years=1))
        bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4), **PERSON))
        bureau.night()
        bureau.put("坏.csv", "cases", {"case_no": "甲", "decided_on": "2023-02-30"})
        bureau.night()
        release_figures(bureau.warehouse, Period(2023), Approval("王局", now()))
    finally:
        os.umask(before)
    return bureau


def written(path: Path) -> bytes:
    """What a file says: of a workbook its parts."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with ZipFile(path) as parts:
        return b"".join(map(parts.read, parts.namelist()))


def test_what_holds_clear_data_is_the_accounts_alone(bureau: Bureau) -> None:
    warehouse = bureau.warehouse
    for folder in (*warehouse.private_folders, warehouse.archive, warehouse.all_shards):
        assert mode(folder) == 0o700, folder
        for path in folder.rglob("*"):
            assert mode(path) & 0o077 == 0, path
    for path in (warehouse.seen, warehouse.key_record, warehouse.lock, bureau.folder / "key"):
        assert mode(path) & 0o077 == 0, path


def test_what_is_published_the_group_may_read_and_nobody_else(bureau: Bureau) -> None:
    warehouse = bureau.warehouse
    for folder in (warehouse.root, warehouse.builds, warehouse.releases):
        assert mode(folder) == 0o750, folder
    for folder in (*warehouse.builds.iterdir(), *warehouse.releases.iterdir()):
        for path in (folder, *folder.rglob("*")):
            assert mode(path) in ((0o750, 0o550) if path.is_dir() else (0o440,)), path


def test_folders_that_somebody_opened_are_closed_by_the_next_run(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.warehouse.root.mkdir(mode=0o2755)
    for folder in bureau.warehouse.private_folders:
        folder.mkdir(parents=True)
        folder.chmod(0o777)
    bureau.night()
    assert {mode(folder) for folder in bureau.warehouse.private_folders} == {0o700}


def test_the_key_and_the_clear_identifiers_stand_in_nothing_that_is_published_or_printed(bureau: Bureau) -> None:
    key = (bureau.folder / "key").read_text("ascii").strip()
    secrets = [key.encode(), bytes.fromhex(key), keyed_macro(bytes.fromhex(key))[-200:-100].encode()]
    clear = [value.encode() for name, value in PERSON.items() if name != "party_kind"]
    for path in bureau.warehouse.root.rglob("*"):
        if path.is_file() and not path.is_relative_to(bureau.warehouse.archive):
            assert not any(secret in path.read_bytes() for secret in secrets), path
    for path in (*bureau.warehouse.published.resolve().rglob("*"), *bureau.warehouse.runs.iterdir()):
        if path.is_file():
            assert not any(value in written(path) for value in clear), path
    for arguments in (["run", "--as-of", str(AS_OF)], ["doctor"], ["rejects"], ["files"]):
        done = bureau.command(*arguments)
        assert not any(secret.decode("latin-1") in done.stdout + done.stderr for secret in (secrets[0], secrets[2]))
        assert not any(value.decode() in done.stdout + done.stderr for value in clear)


def test_an_error_of_the_database_does_not_quote_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4)))
    monkeypatch.setattr(database, "keyed_macro", lambda key: f"create macro of {key.hex()}")
    with pytest.raises(BadKey) as raised:
        bureau.night()
    key = (bureau.folder / "key").read_text("ascii").strip()
    assert key not in "".join(path.read_text("utf-8") for path in bureau.warehouse.runs.glob("*"))
    assert raised.value.__suppress_context__


def test_the_key_does_not_lie_in_the_warehouse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ENFSTAT_KEY_FILE", str(tmp_path / "warehouse" / "key"))
    with pytest.raises(BadSettings, match="key_file"):
        load_settings(warehouse=tmp_path / "warehouse")
    assert load_settings(warehouse=tmp_path / "other").key_file == tmp_path / "warehouse" / "key"


def test_another_key_is_used_on_purpose_only_and_moves_no_figure(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4), **PERSON))
    bureau.night()
    hashes, figures = bureau.rows("select distinct party_id from core.cases"), bureau.figures_file()
    key = bureau.folder / "key"
    first = key.read_text("ascii")
    for content, said in ((first[::-1], "不是此前"), ("没有", "已损坏")):
        key.write_text(content, encoding="utf-8")
        with pytest.raises((KeyChanged, BadKey), match=said):
            bureau.night()
    with pytest.raises(KeyChanged, match="理由"):
        rotate_key(key, bureau.warehouse, because=" ", by="王局", at=now())
    key.write_text(first, encoding="ascii")
    old = rotate_key(key, bureau.warehouse, because="人员离任", by="王局", at=now())
    assert old is not None
    assert old.read_text("ascii") == first
    assert bureau.night().exit is Exit.DONE
    assert bureau.figures_file() == figures
    assert bureau.rows("select distinct party_id from core.cases") != hashes


def test_a_warehouse_is_asked_for_its_folders_in_one_place() -> None:
    warehouse = Warehouse(Path("w"))
    assert {path.name for path in warehouse.private_folders} == {
        "archive", "shards", "amended", "manifests", "manifests.copy", "runs", "scratch",
    }  # fmt: skip
