"""Which files are in force (spec: exports, "Which row counts"), night by night, without reading any file."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.errors import EnfstatError
from flows.steps.archive import Arrivals
from flows.steps.retract import NotInForce, retract_file
from flows.steps.settle import seen_ever, settle_manifest
from flows.steps.shard_files import shard_files
from flows.store.layout import Warehouse
from flows.store.manifests import Entry, Manifest, Status, latest, load, replaced_since
from flows.store.readings import Reading

FIRST_NIGHT = date(2024, 1, 10)
REFUSED = "bad"  # bytes whose names begin so are refused


class Nights:
    """Nights over a drop folder whose files are given as path → bytes (a letter will do)."""

    def __init__(self, folder: Path) -> None:
        self.warehouse = Warehouse(folder)
        self.day = FIRST_NIGHT

    def see(self, files: dict[str, str], unread: tuple[str, ...] = ()) -> Manifest:
        """One night over exactly these files."""
        arrivals = Arrivals(dict(files), dict.fromkeys(unread, "读取失败"))
        readings = {sha256: self._reading(sha256) for sha256 in seen_ever(arrivals, self.warehouse)}
        manifest = settle_manifest(arrivals, readings, self.warehouse, self.day)
        self.day += timedelta(days=1)
        return manifest

    def _reading(self, sha256: str) -> Reading:
        reading = Reading(sha256, refusal="缺少必备列" if sha256.startswith(REFUSED) else None)
        with shard_files(self.warehouse.shard(sha256)) as files:
            files.finish(reading, pl.DataFrame())
        return reading

    def retract(self, path: str, *, undo: bool = False) -> Entry:
        return retract_file(path, self.warehouse, self.day, is_undone=undo)


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def in_force(manifest: Manifest) -> set[tuple[str, str]]:
    return {(entry.path, entry.sha256) for entry in manifest.in_force}


def status(manifest: Manifest, sha256: str) -> Status:
    return next(entry.status for entry in manifest.entries if entry.sha256 == sha256)


def entry_of(manifest: Manifest, sha256: str) -> Entry:
    return next(entry for entry in manifest.entries if entry.sha256 == sha256)


# -- same path, new content ------------------------------------------------------------------------
def test_new_content_at_a_path_replaces_the_old(nights: Nights) -> None:
    nights.see({"案件.xlsx": "old"})
    manifest = nights.see({"案件.xlsx": "new"})
    assert in_force(manifest) == {("案件.xlsx", "new")}
    assert status(manifest, "old") is Status.SUPERSEDED
    assert entry_of(manifest, "new").supersedes == "old"


def test_a_refused_new_file_leaves_the_old_in_force_and_says_so(nights: Nights) -> None:
    nights.see({"案件.xlsx": "old"})
    manifest = nights.see({"案件.xlsx": "bad"})
    assert in_force(manifest) == {("案件.xlsx", "old")}
    refused = entry_of(manifest, "bad")
    assert refused.status is Status.REFUSED
    assert refused.reason is not None
    assert "缺少必备列" in refused.reason
    assert "继续有效" in refused.reason


def test_a_refused_file_that_replaces_nothing_speaks_of_no_older_one(nights: Nights) -> None:
    assert entry_of(nights.see({"案件.xlsx": "bad"}), "bad").reason == "缺少必备列"


def test_a_good_file_after_a_refused_one_replaces_the_one_in_force(nights: Nights) -> None:
    for sha256 in ("old", "bad", "new"):
        manifest = nights.see({"案件.xlsx": sha256})
    assert in_force(manifest) == {("案件.xlsx", "new")}
    assert entry_of(manifest, "new").supersedes == "old"


def test_the_first_content_again_is_in_force_again(nights: Nights) -> None:
    for sha256 in ("a", "b", "a"):
        manifest = nights.see({"案件.xlsx": sha256})
    assert in_force(manifest) == {("案件.xlsx", "a")}
    assert status(manifest, "b") is Status.SUPERSEDED
    assert [entry.sha256 for entry in manifest.entries] == ["a", "b"]


# -- the same bytes under several paths, moves, deletions ------------------------------------------
def test_the_same_bytes_under_several_paths_count_once(nights: Nights) -> None:
    manifest = nights.see({"b.xlsx": "x", "a.xlsx": "x"})
    assert in_force(manifest) == {("a.xlsx", "x")}
    assert manifest.entries[0].other_paths == ("b.xlsx",)


def test_bytes_replaced_at_one_of_their_paths_stay_in_force_at_the_other(nights: Nights) -> None:
    nights.see({"a.xlsx": "x", "b.xlsx": "x"})
    manifest = nights.see({"a.xlsx": "y", "b.xlsx": "x"})
    assert in_force(manifest) == {("a.xlsx", "y"), ("b.xlsx", "x")}


def test_bytes_in_force_at_a_path_that_vanished_are_known_by_that_path(nights: Nights) -> None:
    nights.see({"a.xlsx": "x", "z.xlsx": "x"})
    manifest = nights.see({"z.xlsx": "y"})
    assert in_force(manifest) == {("a.xlsx", "x"), ("z.xlsx", "y")}
    assert nights.retract("z.xlsx").sha256 == "y"


def test_a_move_keeps_the_history_and_the_old_path_holds_nothing(nights: Nights) -> None:
    nights.see({"案件_20240105.xlsx": "x"})
    manifest = nights.see({"归档/案件.xlsx": "x"})
    moved = manifest.entries[0]
    assert in_force(manifest) == {("归档/案件.xlsx", "x")}
    assert (moved.first_seen_on, moved.first_seen_run) == (FIRST_NIGHT, 1)
    assert moved.export_on == date(2024, 1, 5)  # named by the name that it had


def test_a_moved_file_is_replaced_at_its_new_path_only(nights: Nights) -> None:
    nights.see({"a.xlsx": "x"})
    nights.see({"b.xlsx": "x"})
    manifest = nights.see({"a.xlsx": "other", "b.xlsx": "x"})
    assert in_force(manifest) == {("a.xlsx", "other"), ("b.xlsx", "x")}
    manifest = nights.see({"a.xlsx": "other", "b.xlsx": "mended"})
    assert in_force(manifest) == {("a.xlsx", "other"), ("b.xlsx", "mended")}
    assert status(manifest, "x") is Status.SUPERSEDED


def test_a_move_with_a_night_between_is_a_move(nights: Nights) -> None:
    nights.see({"a.xlsx": "x"})
    nights.see({})
    nights.see({"b.xlsx": "x"})
    manifest = nights.see({"b.xlsx": "y"})
    assert in_force(manifest) == {("b.xlsx", "y")}


def test_two_files_may_change_places(nights: Nights) -> None:
    nights.see({"a.xlsx": "x", "b.xlsx": "y"})
    manifest = nights.see({"a.xlsx": "y", "b.xlsx": "x"})
    assert in_force(manifest) == {("a.xlsx", "y"), ("b.xlsx", "x")}


def test_a_file_moved_over_another_replaces_it(nights: Nights) -> None:
    nights.see({"a.xlsx": "x", "b.xlsx": "y"})
    manifest = nights.see({"b.xlsx": "x"})
    assert in_force(manifest) == {("b.xlsx", "x")}
    assert status(manifest, "y") is Status.SUPERSEDED


def test_a_file_that_vanished_stays_in_force(nights: Nights) -> None:
    nights.see({"a.xlsx": "x"})
    manifest = nights.see({})
    assert in_force(manifest) == {("a.xlsx", "x")}


def test_new_content_at_the_path_of_a_vanished_file_replaces_it(nights: Nights) -> None:
    nights.see({"a.xlsx": "x"})
    nights.see({})
    manifest = nights.see({"a.xlsx": "y"})
    assert in_force(manifest) == {("a.xlsx", "y")}


def test_a_path_that_could_not_be_read_is_neither_there_nor_gone(nights: Nights) -> None:
    nights.see({"a.xlsx": "x"})
    manifest = nights.see({"b.xlsx": "x"}, unread=("a.xlsx",))
    assert manifest.entries[0].path == "a.xlsx"  # no move: the file may well be there
    assert manifest.entries[0].other_paths == ("b.xlsx",)


def test_files_of_a_folder_that_could_not_be_listed_are_not_gone(nights: Nights) -> None:
    nights.see({"甲/乙/a.xlsx": "x", "丙/a.xlsx": "y"})
    manifest = nights.see({"b.xlsx": "x", "c.xlsx": "y"}, unread=("甲",))
    assert {(entry.path, entry.other_paths) for entry in manifest.in_force} == {
        ("b.xlsx", ("甲/乙/a.xlsx",)),
        ("c.xlsx", ()),
    }


# -- retraction ------------------------------------------------------------------------------------
def test_what_is_retracted_is_out_and_no_earlier_version_comes_back(nights: Nights) -> None:
    nights.see({"a.xlsx": "old"})
    nights.see({"a.xlsx": "new"})
    assert nights.retract("a.xlsx").sha256 == "new"
    manifest = nights.see({"a.xlsx": "new"})
    assert in_force(manifest) == set()
    assert (status(manifest, "new"), status(manifest, "old")) == (Status.RETRACTED, Status.SUPERSEDED)


def test_the_same_bytes_stay_out_wherever_they_lie_until_it_is_undone(nights: Nights) -> None:
    nights.see({"a.xlsx": "x"})
    nights.retract("a.xlsx")
    assert in_force(nights.see({"b.xlsx": "x"})) == set()
    nights.retract("b.xlsx", undo=True)
    assert in_force(nights.see({"b.xlsx": "x"})) == {("b.xlsx", "x")}


def test_new_content_at_a_retracted_path_counts(nights: Nights) -> None:
    nights.see({"a.xlsx": "x"})
    nights.retract("a.xlsx")
    assert in_force(nights.see({"a.xlsx": "y"})) == {("a.xlsx", "y")}


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_undo_brings_back_what_was_retracted_last_at_that_path(nights: Nights, first: str, second: str) -> None:
    for sha256 in (first, second):
        nights.see({"案件.xlsx": sha256})
        nights.retract("案件.xlsx")
    assert nights.retract("案件.xlsx", undo=True).sha256 == second
    assert in_force(latest(nights.warehouse.manifests)) == {("案件.xlsx", second)}


def test_only_what_is_in_force_can_be_retracted_and_only_what_is_retracted_brought_back(nights: Nights) -> None:
    nights.see({"a.xlsx": "x", "b.xlsx": "bad"})
    for path, undo in (("a.xlsx", True), ("b.xlsx", False), ("c.xlsx", False)):
        with pytest.raises(NotInForce, match=path):
            nights.retract(path, undo=undo)
    assert issubclass(NotInForce, EnfstatError)


# -- export time -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "export_on"),
    [
        ("案件_20240105.xlsx", date(2024, 1, 5)),
        ("案件_2023年12月.xlsx", date(2023, 12, 31)),
        ("202312/案件.xlsx", date(2023, 12, 31)),
        ("2022/202311/案件_202310.xlsx", date(2023, 10, 31)),
        ("2023年/案件.xlsx", FIRST_NIGHT),
        ("案件.xlsx", FIRST_NIGHT),
    ],
)
def test_export_time_is_that_of_the_name_else_of_the_nearest_folder_else_the_night_of_arrival(
    nights: Nights, path: str, export_on: date
) -> None:
    manifest = nights.see({path: "x"})
    assert manifest.entries[0].export_on == export_on
    assert nights.see({path: "x"}).entries[0].export_on == export_on


def test_of_several_names_the_latest_tells_the_export_time(nights: Nights) -> None:
    manifest = nights.see({"案件_20240105.xlsx": "x", "案件_20240110.xlsx": "x", "案件.xlsx": "x"})
    assert manifest.entries[0].export_on == date(2024, 1, 10)


def test_after_a_move_the_new_name_tells_the_export_time(nights: Nights) -> None:
    nights.see({"案件_20240105.xlsx": "x"})
    assert nights.see({"案件_20231231.xlsx": "x"}).entries[0].export_on == date(2023, 12, 31)


# -- the manifest as a file ------------------------------------------------------------------------
def test_a_night_with_nothing_new_writes_no_manifest(nights: Nights) -> None:
    first = nights.see({"a.xlsx": "x", "b.xlsx": "bad"})
    assert nights.see({"a.xlsx": "x", "b.xlsx": "bad"}) == first
    assert len(list(nights.warehouse.manifests.iterdir())) == 1


def test_a_manifest_reads_back_as_it_was_written(nights: Nights) -> None:
    nights.see({"a_202312.xlsx": "x", "b.xlsx": "x"})
    nights.retract("b.xlsx")
    nights.see({"b.xlsx": "bad"})
    paths = sorted(nights.warehouse.manifests.iterdir())
    assert [load(path).run for path in paths] == [1, 2, 3]
    assert load(paths[-1]) == latest(nights.warehouse.manifests)


def test_replacements_are_told_against_what_was_published_however_many_nights_ago(nights: Nights) -> None:
    published = {entry.sha256: entry for entry in nights.see({"a.xlsx": "a", "b.xlsx": "b"}).in_force}
    nights.see({"a.xlsx": "a2", "b.xlsx": "b"})
    manifest = nights.see({"a.xlsx": "a3", "b.xlsx": "b"})
    assert [(entry.sha256, old) for entry, old in replaced_since(published, manifest)] == [("a3", "a")]
    assert replaced_since({entry.sha256: entry for entry in manifest.in_force}, manifest) == []


# -- the split over nights -------------------------------------------------------------------------
PATHS = ("a.xlsx", "b_20240105.xlsx", "2023年/c.xlsx", "d_202312.xlsx", "e_20231130.xlsx")
ARRIVALS = st.lists(
    st.tuples(st.sampled_from(PATHS), st.sampled_from(["x", "y", "z", "bad1", "bad2"])),
    unique_by=lambda arrival: arrival[0],
    min_size=1,
)


@given(arrivals=ARRIVALS, data=st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_in_force_does_not_depend_on_the_split_of_arrivals_over_nights(
    arrivals: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Files that keep their place: in one night or over several, in any order."""
    order = data.draw(st.permutations(arrivals))
    cuts = data.draw(st.sets(st.integers(1, len(order))))
    with tempfile.TemporaryDirectory() as folder:
        nights = Nights(Path(folder))
        for cut in sorted(cuts | {len(order)}):
            split = nights.see(dict(order[:cut]))
    with tempfile.TemporaryDirectory() as folder:
        whole = Nights(Path(folder)).see(dict(arrivals))
    facts = [
        sorted(
            (entry.path, entry.other_paths, entry.sha256, entry.status, entry.is_export_named and entry.export_on)
            for entry in manifest.entries
        )
        for manifest in (split, whole)
    ]
    assert facts[0] == facts[1]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from(PATHS), st.sampled_from(["x", "y", "z", "bad"])),
        st.tuples(st.just("move"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
        st.tuples(st.just("delete"), st.sampled_from(PATHS), st.just("")),
    ),
    max_size=12,
)


@given(steps=STEPS)
@settings(max_examples=60, deadline=None)
def test_whatever_happens_in_the_folder_good_files_that_lie_in_it_count_once_and_refused_ones_never(
    steps: list[tuple[str, str, str]],
) -> None:
    files: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        nights = Nights(Path(folder))
        manifest = nights.see(files)
        for what, path, other in steps:
            if what == "put":
                files[path] = other
            elif what == "delete" or path not in files:
                files.pop(path, None)
            else:
                files[other] = files.pop(path)
            manifest = nights.see(files)
            counted = [entry.sha256 for entry in manifest.in_force]
            assert len(counted) == len(set(counted))
            assert not [sha256 for sha256 in counted if sha256.startswith(REFUSED)]
            lying = {sha256 for sha256 in files.values() if not sha256.startswith(REFUSED)}
            assert lying <= set(counted)
            assert len({entry.path for entry in manifest.in_force}) == len(counted)
