"""A backup holds what cannot be made again; from it alone the warehouse comes back, and a release is proved."""

from __future__ import annotations

import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.backup.objects import Backup, NoBackup
from flows.backup.restore import OtherWarehouse, Restored, restore_backup
from flows.backup.take import BackupInWarehouse, Taken, take_backup
from flows.published import Period
from flows.release.freeze import Approval, release_figures
from flows.release.verify import Proof, verify_release
from flows.sequence import Exit, now
from flows.steps.key import KeyChanged, rotate_key
from flows.store.files import digest_of
from flows.store.limits import ReadingLimits
from flows.store.manifests import copy_of, manifest_path
from flows.store.releases import release_named
from tests.bureau import Bureau
from tests.exports import cases

FIRST, SECOND = "案件_20240105.csv", "案件_20240106.csv"


@dataclass
class Story:
    """A bureau with a release, and the backup that was taken of it."""

    bureau: Bureau
    taken: Taken
    figures: bytes

    @property
    def backup(self) -> Path:
        return self.bureau.folder / "backup"


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    bureau = Bureau(tmp_path_factory.mktemp("backup"))
    bureau.put(FIRST, "cases", *cases(range(1, 20), fine=700, penalty_kinds="罚款"))
    bureau.night()
    release_figures(bureau.warehouse, Period(2023), Approval("王局", now()))
    bureau.put(SECOND, "cases", *cases(range(20, 23)))
    bureau.night()
    taken = take_backup(bureau.settings_in_force, bureau.folder / "backup", now())
    return Story(bureau, taken, bureau.figures_file())


@pytest.fixture
def elsewhere(story: Story, tmp_path: Path) -> Bureau:
    """Another machine: the backup, and the key that was kept apart from it."""
    shutil.copytree(story.backup, tmp_path / "backup")
    shutil.copy(story.bureau.folder / "key", tmp_path / "key")
    return Bureau(tmp_path)


def restored(bureau: Bureau, number: int | None = None) -> Restored:
    return restore_backup(bureau.settings_in_force, bureau.folder / "backup", number)


def test_from_the_backup_alone_a_run_gives_the_same_figures_and_the_release_is_proved(
    story: Story, elsewhere: Bureau
) -> None:
    found = restored(elsewhere)
    assert found.damaged == ()
    assert set(found.files) == set(story.taken.snapshot.files)
    warehouse = elsewhere.warehouse
    release = release_named(warehouse.releases, "2023-r1")
    assert verify_release(warehouse, release, ReadingLimits(), lambda *_: None) == Proof()
    outcome = elsewhere.night()  # the drop folder is empty
    assert (outcome.exit, outcome.damage) == (Exit.DONE, ())
    assert elsewhere.figures_file() == story.figures
    assert elsewhere.in_force() == story.bureau.in_force()
    assert restored(elsewhere).files == ()  # nothing is lacking any more


def test_what_is_in_the_backup_is_the_services_own_and_the_key_is_not_in_it(story: Story) -> None:
    key = (story.bureau.folder / "key").read_bytes().strip()
    for path in story.backup.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
        assert path.is_dir() or key not in path.read_bytes()
    assert story.taken.snapshot.key_digest


def test_what_is_there_already_is_not_copied_again(story: Story) -> None:
    before = {path: path.stat().st_mtime_ns for path in story.backup.rglob("objects/*/*")}
    again = take_backup(story.bureau.settings_in_force, story.backup, now())
    assert again.snapshot.files == story.taken.snapshot.files
    assert {path: path.stat().st_mtime_ns for path in story.backup.rglob("objects/*/*")} == before


def test_a_damaged_file_of_the_warehouse_is_not_taken_and_the_good_one_stays(story: Story, elsewhere: Bureau) -> None:
    restored(elsewhere)
    one, *_ = elsewhere.in_force().values()
    elsewhere.warehouse.archived(one).write_bytes(b"other")
    manifest = manifest_path(elsewhere.warehouse.manifests, 1)
    manifest.write_text("{}", encoding="utf-8")
    settings = elsewhere.settings_in_force
    taken = take_backup(settings, elsewhere.folder / "backup", now())
    assert taken.damaged == ("manifests/000001.json",)  # of the archive the backup has the good one
    other = take_backup(settings, elsewhere.folder / "another", now())
    assert set(other.damaged) == {"manifests/000001.json", f"archive/{one[:2]}/{one}"}
    assert set(restored(elsewhere).files) == {f"archive/{one[:2]}/{one}"}
    assert digest_of(elsewhere.warehouse.archived(one)) == one
    assert restored(elsewhere, number=1).files == ("manifests/000001.json",)
    assert manifest.read_bytes() == copy_of(manifest).read_bytes()


def test_what_is_damaged_in_the_backup_is_said_and_the_rest_is_restored(story: Story, elsewhere: Bureau) -> None:
    backup = Backup(elsewhere.folder / "backup")
    one, *_ = story.bureau.in_force().values()
    backup.object(one).write_bytes(b"other")
    assert backup.damaged(backup.snapshot()) == [one]
    found = restored(elsewhere)
    assert found.damaged == (f"archive/{one[:2]}/{one}",)
    assert len(found.files) == len(story.taken.snapshot.files) - 1
    assert not elsewhere.warehouse.archived(one).exists()


def test_another_warehouse_is_not_mixed_with_the_backup(story: Story, elsewhere: Bureau) -> None:
    elsewhere.put("案件_20240107.csv", "cases", *cases(range(50, 53)))
    elsewhere.night()
    before = sorted(elsewhere.warehouse.manifests.iterdir())
    with pytest.raises(OtherWarehouse, match="不是同一个"):
        restored(elsewhere)
    assert sorted(elsewhere.warehouse.manifests.iterdir()) == before


def test_what_was_damaged_after_the_key_was_replaced_comes_back_and_the_key_stays(elsewhere: Bureau) -> None:
    restored(elsewhere)
    elsewhere.night()
    rotate_key(elsewhere.folder / "key", elsewhere.warehouse, because="泄露", by="甲", at=now())
    record = elsewhere.warehouse.key_record.read_bytes()
    one, *_ = elsewhere.in_force().values()
    elsewhere.warehouse.archived(one).unlink()
    assert restored(elsewhere).files == (f"archive/{one[:2]}/{one}",)
    assert elsewhere.warehouse.key_record.read_bytes() == record
    assert elsewhere.night().exit is Exit.DONE


def test_a_backup_does_not_lie_in_what_it_is_a_backup_of(story: Story, tmp_path: Path) -> None:
    with pytest.raises(BackupInWarehouse, match="另一块磁盘"):
        take_backup(story.bureau.settings_in_force, story.bureau.warehouse.root / "backup", now())
    with pytest.raises(NoBackup):
        restore_backup(Bureau(tmp_path).settings_in_force, tmp_path / "nothing")


def test_so_many_snapshots_are_kept_and_what_was_archived_in_any_case(story: Story, elsewhere: Bureau) -> None:
    restored(elsewhere)
    settings = elsewhere.settings_in_force
    archived = elsewhere.warehouse.archived(next(iter(elsewhere.in_force().values())))
    archived.unlink()
    backup = Backup(elsewhere.folder / "backup")
    for _ in range(settings.keep.backups + 2):
        take_backup(settings, backup.root, now())
    assert len(backup.snapshots) == settings.keep.backups
    assert backup.damaged(backup.snapshot()) == []
    assert restored(elsewhere).files == (archived.relative_to(elsewhere.warehouse.root).as_posix(),)


def test_the_commands_say_what_they_did_and_what_is_missing(story: Story, tmp_path: Path) -> None:
    done = story.bureau.command("backup", str(tmp_path / "backup"), "--with-key", "--verify")
    assert done.returncode == 0, done.stderr
    bureau = Bureau(tmp_path)
    (done,) = [bureau.command("restore", str(tmp_path / "backup"))]
    assert done.returncode == 0, done.stderr
    assert "enfstat run" in done.stdout
    assert (tmp_path / "key").read_bytes() == (story.bureau.folder / "key").read_bytes()
    (tmp_path / "key").unlink()
    done = bureau.command("restore", str(story.backup))
    assert "rotate-key" in done.stdout
    with pytest.raises(KeyChanged, match="不见了"):
        bureau.night()
    done = bureau.command("rotate-key", "--because", "密钥遗失", "--by", "王局")
    assert done.returncode == 0, done.stderr
    assert bureau.night().exit is Exit.DONE
    assert bureau.figures_file() == story.figures
