"""A year is released and ten rows change in ten ways: what stays, what is explained, what can be proved."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import published
from flows.building.draft import TooLittleMemory
from flows.outputs.workbook.figures import remarks
from flows.published import Period
from flows.release import freeze, verify
from flows.release.explain import revisions
from flows.release.freeze import Approval, NotReleased, release_figures
from flows.release.verify import Proof, verify_release
from flows.sequence import Exit, now
from flows.steps.override import promote_held
from flows.steps.tidy import clear_remains
from flows.store.files import digest_of, read_sealed, write_sealed
from flows.store.layout import Warehouse
from flows.store.limits import ReadingLimits
from flows.store.releases import NoRelease, Release, find_release, release_named
from tests.bureau import Bureau
from tests.database.cookbook import QUESTIONS
from tests.exports import cases

LATER = date(2024, 4, 15)
YEAR = Period(2023)
APPROVAL = Approval("王局", "2024-03-16T09:00:00+08:00", "年度报告")


def case_no(number: int) -> str:
    return f"浙武交罚〔2023〕{number}号"


# One source row each, by the key as it is written; the value: the cause that revisions must name.
ALTERED = {
    case_no(101): "late record",
    case_no(1): "corrected record",  # amount
    case_no(2): "corrected record",  # date, into the next year
    case_no(3): "deleted record",  # by a row 删除
    case_no(41): "deleted record",  # its file is retracted
    case_no(4): "corrected record",  # outcome
    "T1|安达运输有限公司|2023-05-06": "corrected record",  # kind of task
    case_no(5): "corrected record",  # unit
    "R9": "late record",  # a payment
    "T2|安达运输有限公司|2023-05-06": "corrected record",  # terminal
}
FACTS = {"fine": 1000, "penalty_kinds": "罚款", "org_unit": "一中队", "party_name": "张三", "party_kind": "个人"}


def first_exports(bureau: Bureau) -> None:
    bureau.put("案件_2023年.xlsx", "cases", *cases(range(1, 31), **FACTS))
    bureau.put("单案_20231201.xlsx", "cases", *cases(range(41, 42), **FACTS))
    paid = [{"receipt_no": f"R{number}", "case_no": case_no(number), "amount": 1000} for number in range(1, 9)]
    bureau.put("缴款_2023年.xlsx", "payments", *paid)
    visits = [{"task_no": f"T{number}", "credit_rule": "是"} for number in range(1, 21)]
    person = {"task_no": "T30", "object_name": "李四", "object_id": "110101199003070038"}
    bureau.put("检查_2023年.xlsx", "inspections", *visits, person)


def ten_alterations(bureau: Bureau) -> None:
    one, two, four, five = (cases(range(number, number + 1), **FACTS)[0] for number in (1, 2, 4, 5))
    corrected = [
        one | {"fine": 1500},
        two | {"decided_on": "2024-01-05"},
        four | {"outcome": "不予处罚", "fine": None, "penalty_kinds": None},
        five | {"org_unit": "二中队"},
    ]
    bureau.put("更正_20240410.xlsx", "cases", *corrected)
    bureau.put("补录_20240410.xlsx", "cases", *cases(range(101, 102), **FACTS))
    bureau.put("删除_20240410.xlsx", "cases", *cases(range(3, 4), change="删除"))
    bureau.retract("单案_20231201.xlsx")
    bureau.put("缴款_20240410.xlsx", "payments", {"receipt_no": "R9", "case_no": case_no(6), "amount": 300})
    kind, terminal = {"task_no": "T1", "task_kind": "专项检查"}, {"task_no": "T2", "terminal": "电脑"}
    bureau.put("检查_20240410.xlsx", "inspections", *({"credit_rule": "是"} | visit for visit in (kind, terminal)))


def content(folder: Path) -> dict[str, tuple[str, int]]:
    """Digest and mode of every file of a folder."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (digest_of(path), path.stat().st_mode & 0o777) for path in paths}


@dataclass
class Story:
    """What happened, once for all tests."""

    bureau: Bureau
    first: Release
    frozen: dict[str, tuple[str, int]]
    figures: dict[str, dict[str, Any]]
    totals: dict[str, Any]
    unchanged: list[dict[str, Any]]
    revised: list[dict[str, Any]]

    def copied(self, folder: Path) -> Warehouse:
        """Another machine: the archive and the releases, and nothing else."""
        for name in ("archive", "releases"):
            shutil.copytree(self.bureau.warehouse.root / name, folder / name)
        for path in (folder / "releases").rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)  # as a copy by other means would leave them
        return Warehouse(folder)


def totals(bureau: Bureau) -> dict[str, Any]:
    rows = bureau.rows("select * from figure_totals where year = 2023")
    return {row["figure"]: (row["numerator"], row["denominator"]) for row in rows}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    bureau = Bureau(tmp_path_factory.mktemp("release"))
    first_exports(bureau)
    bureau.night()
    figures, before = bureau.figures(), totals(bureau)
    first = release_figures(bureau.warehouse, YEAR, APPROVAL)
    frozen = content(first.directory)
    unchanged = revisions(bureau.warehouse, first)
    ten_alterations(bureau)
    assert bureau.night(LATER).exit is Exit.DONE
    return Story(bureau, first, frozen, figures, before, unchanged, revisions(bureau.warehouse, first))


def proof(warehouse: Warehouse, name: str = "2023-r1") -> Proof:
    return verify_release(warehouse, release_named(warehouse.releases, name), ReadingLimits(), lambda *_: None)


def test_a_release_is_proved_with_the_memory_that_a_build_may_take(story: Story) -> None:
    release = release_named(story.bureau.warehouse.releases, "2023-r1")
    with pytest.raises(TooLittleMemory):
        verify_release(story.bureau.warehouse, release, ReadingLimits(), lambda *_: None, memory_bytes=4 << 20)


# -- what a release holds --------------------------------------------------------------------------
def test_a_release_holds_what_was_printed_and_what_it_was_made_of(story: Story) -> None:
    facts = story.first.facts
    assert (facts["release"], facts["approved_by"], facts["note"]) == ("2023-r1", "王局", "年度报告")
    assert (facts["through"], facts["because"], facts["holds"]) == ("2023-12", None, [])
    assert {row["figure"]: row for row in story.first.figures} == json.loads(json.dumps(story.figures, default=str))
    assert set(facts["files"]) == set(story.frozen) - {"release.json"}
    lines = (story.first.directory / "inputs.sha256").read_text("utf-8").splitlines()
    inputs = dict(line.split("  ") for line in lines)
    assert set(inputs) == {entry.sha256 for entry in story.first.manifest.entries}
    assert all(digest_of(story.bureau.warehouse.root / path) == sha256 for sha256, path in inputs.items())
    cells = "select figure, sum(numerator), sum(denominator) from read_parquet($1) group by figure"
    found = duckdb.execute(cells, [str(story.first.directory / "cells.parquet")]).fetchall()
    assert {figure: (numerator, denominator) for figure, numerator, denominator in found} == story.totals


def test_nothing_personal_is_frozen_not_even_hidden(story: Story) -> None:
    for path in story.first.directory.rglob("*.parquet"):
        rows = duckdb.execute("select cast(rows as varchar) from read_parquet($1) as rows", [str(path)]).fetchall()
        text = " ".join(row for (row,) in rows)
        assert not any(clear in text for clear in ("张三", "李四", "110101199003070038")), path.name


def test_later_nights_leave_a_release_as_it_was_and_nobody_may_write_to_it(story: Story) -> None:
    clear_remains(story.bureau.warehouse)
    assert content(story.first.directory) == story.frozen
    assert {mode for _, mode in story.frozen.values()} == {0o440}
    assert story.first.directory.stat().st_mode & 0o777 == 0o550


def test_the_database_shows_what_was_released_beside_today(story: Story) -> None:
    (release,) = story.bureau.rows("from releases")
    assert (release["release"], release["fingerprint"]) == ("2023-r1", story.first.fingerprint)
    rows = {row["名称"]: row for row in story.bureau.rows("from 发布值与现值")}
    assert (rows["cases_penalized"]["发布值"], rows["cases_penalized"]["现值"]) == ("31", "28")
    assert rows["cases_penalized"]["有无差异"]
    assert not rows["inspection_visits"]["有无差异"]


def test_the_views_of_an_author_show_what_was_published_beside_what_is_now(story: Story) -> None:
    rows = {row["figure"]: row for row in story.bureau.ask(published.compared, YEAR)}
    changed, unchanged = rows["cases_penalized"], rows["inspection_visits"]
    assert (changed["release"], changed["released_printed"], changed["printed"]) == ("2023-r1", "31", "28")
    assert next(remarks(changed)) == "2023-r1 发布为 31"
    assert not any("发布为" in remark for remark in remarks(unchanged))
    half = story.bureau.ask(published.compared, Period(2023, 6))
    assert {row["release"] for row in half} == {None}


# -- revisions -------------------------------------------------------------------------------------
def test_without_a_change_there_is_no_revision(story: Story) -> None:
    assert story.unchanged == []


def test_revisions_name_the_ten_that_changed_and_nothing_else(story: Story) -> None:
    assert {row["key"]: row["cause"] for row in story.revised} == ALTERED
    assert all(row["figure"] for row in story.revised)


def test_the_effects_of_a_figures_revisions_add_up_to_its_change(story: Story) -> None:
    effects: Mapping[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in story.revised:
        for place, name in enumerate(("numerator_change", "denominator_change")):
            effects[row["figure"]][place] += Decimal(row[name] or 0)
    today = totals(story.bureau)
    for figure in {*story.totals, *today}:
        now_, then = (figures.get(figure, (0, 0)) for figures in (today, story.totals))
        assert effects[figure] == [(now_[place] or 0) - (then[place] or 0) for place in (0, 1)], figure


@pytest.mark.parametrize(
    ("figure", "keys"),
    [
        ("cases_penalized", {case_no(number) for number in (101, 2, 3, 41, 4, 5)}),
        ("fines_levied", {case_no(number) for number in (101, 1, 2, 3, 41, 4, 5)}),
        ("non_penalty_cases", {case_no(4)}),
        ("fines_collected", {"R9", case_no(5), case_no(3)}),  # the last two: the unit of a payment is its case's
        ("collection_rate", {case_no(number) for number in (101, 1, 2, 3, 41, 4, 5)} | {"R9"}),
        ("special_inspections", {"T1|安达运输有限公司|2023-05-06"}),
        ("mobile_inspection_rate", {"T2|安达运输有限公司|2023-05-06"}),
        ("inspection_visits", set()),
    ],
)
def test_a_figures_revisions_are_those_of_the_records_that_moved_it(story: Story, figure: str, keys: set[str]) -> None:
    assert {row["key"] for row in story.revised if row["figure"] == figure} == keys


def test_a_revision_says_where_the_record_was_is_and_what_changed(story: Story) -> None:
    of_levied = {row["key"]: row for row in story.revised if row["figure"] == "fines_levied"}
    amount = of_levied[case_no(1)]
    assert (amount["file_then"], amount["row_then"]) == ("案件_2023年.xlsx", 2)
    assert (amount["file_now"], amount["sheet_now"], amount["row_now"]) == ("更正_20240410.xlsx", "明细", 2)
    changed = [{"column": "fine", "title": "罚款金额", "then": "1000.00", "now": "1500.00"}]
    assert (amount["changed"], amount["numerator_change"]) == (changed, "500.00")
    assert (amount["printed_then"], amount["printed_now"]) == ("3.10", "2.85")
    assert "发布后收到" in amount["why"]
    deleted = of_levied[case_no(3)]
    assert (deleted["file_then"], deleted["row_then"]) == ("案件_2023年.xlsx", 4)
    assert (deleted["file_now"], deleted["row_now"]) == ("删除_20240410.xlsx", 2)
    assert "删除" in deleted["why"]
    retracted = of_levied[case_no(41)]
    assert (retracted["file_now"], retracted["why"]) == (None, "所在的文件已撤下")
    late = of_levied[case_no(101)]
    assert (late["file_then"], late["file_now"]) == (None, "补录_20240410.xlsx")


def test_what_no_record_moved_is_laid_to_the_definition_or_the_code(story: Story, tmp_path: Path) -> None:
    """A release that counted one case less, by another definition; and of another figure, by other code."""
    release = release_named(story.copied(tmp_path).releases, "2023-r1")
    counted = release.directory / "counted.parquet"
    rows = duckdb.execute("from read_parquet($1)", [str(counted)])
    rows.execute("create or replace table kept as from read_parquet($1)", [str(counted)])
    for figure in ("cases_penalized", "simplified_cases"):
        rows.execute("delete from kept where figure = $1 and shown_key = $2", [figure, case_no(20)])
    rows.execute(f"copy kept to '{counted}' (format parquet)")
    code = release.code_files | {"sql/figures/cases_penalized.sql": "another"}
    (release.directory / "code.json").write_text(json.dumps(code), encoding="utf-8")
    release.facts["settings"]["code"] = "another"
    found = {row["figure"]: row for row in revisions(story.bureau.warehouse, release) if row["key"] == case_no(20)}
    assert {figure: row["cause"] for figure, row in found.items()} == {
        "cases_penalized": "changed definition",
        "simplified_cases": "changed code",
    }
    assert found["cases_penalized"]["numerator_change"] == "1.00"


def test_the_commands_print_a_list_and_say_what_does_not_exist(story: Story) -> None:
    rows = story.bureau.json("revisions", "2023", "--release", "2023-r1")
    assert {row["key"] for row in rows} == set(ALTERED)
    with pytest.raises(NoRelease, match="2023-r1"):
        find_release(story.bureau.warehouse.releases, 2023, "2023-r7")
    with pytest.raises(NoRelease, match="编号"):
        release_named(story.bureau.warehouse.releases, "../2023")


# -- what changed since the last build --------------------------------------------------------------
def test_the_database_says_what_changed_since_the_last_build_as_the_revisions_do(story: Story) -> None:
    """The release was of the last build: the same figures, causes, records and effects."""
    of_records: Mapping[tuple[str, str], set[str]] = defaultdict(set)
    effects: Mapping[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in story.revised:
        of_records[row["figure"], row["cause"]].add(row["key"])
        for place, name in enumerate(("numerator_change", "denominator_change")):
            effects[row["figure"], row["cause"]][place] += Decimal(row[name] or 0)
    found = story.bureau.rows(
        "select figure, cause, sum(records) as records, sum(numerator_change) as numerator, "
        "coalesce(sum(denominator_change), 0) as denominator from figure_changes where year = 2023 group by all"
    )
    assert {(row["figure"], row["cause"]): row["records"] for row in found} == {
        place: len(keys) for place, keys in of_records.items()
    }
    for row in found:
        assert [row["numerator"], row["denominator"]] == effects[row["figure"], row["cause"]], row["figure"]
    (levied, *_) = story.bureau.rows("from 指标变动 where 名称 = 'fines_levied' and 年度 = 2023")
    assert (levied["上次打印数值"], levied["现在打印数值"]) == ("3.10", "2.85")


def test_the_cookbook_asks_what_changed(story: Story) -> None:
    (query,) = (query for title, query in QUESTIONS if "上一次发布" in title)
    causes = {row["原因"] for row in story.bureau.rows(query.rstrip().rstrip(";"))}
    assert {"补录", "更正", "删除"} <= causes


def test_what_moved_into_another_year_is_a_change_of_both(story: Story) -> None:
    rows = story.bureau.rows("from 指标变动的记录 where 名称 = 'fines_levied' and 编号 like '%〕2号' order by 年度")
    assert [(row["年度"], row["原因"], row["分子增减"]) for row in rows] == [
        (2023, "更正", -1000),
        (2024, "更正", 1000),
    ]
    assert (rows[0]["原文件"], rows[0]["原行号"]) == ("案件_2023年.xlsx", 3)
    assert (rows[0]["现文件"], rows[0]["现行号"]) == ("更正_20240410.xlsx", 3)


# -- proof -----------------------------------------------------------------------------------------
def test_a_release_is_proved_elsewhere_from_the_archive_alone(story: Story, tmp_path: Path) -> None:
    assert proof(story.copied(tmp_path)) == Proof()


def test_one_flipped_byte_or_a_missing_file_is_named(story: Story, tmp_path: Path) -> None:
    warehouse = story.copied(tmp_path)
    flipped, missing = (warehouse.archived(story.first.manifest.entries[place].sha256) for place in (0, 1))
    flipped.write_bytes(flipped.read_bytes()[:-1] + b"!")
    missing.unlink()
    figures = warehouse.releases / "2023-r1" / "figures.json"
    figures.write_text(figures.read_text("utf-8").replace('"31"', '"32"'), encoding="utf-8")
    found = proof(warehouse)
    for named in (flipped.name, missing.name, "figures.json"):
        assert any(named in fault for fault in found.faults), named
    assert len(found.faults) == 3


def test_other_code_is_said_and_compared_all_the_same(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = story.copied(tmp_path)
    other = story.first.code_files | {"sql/core/cases.sql": "another"}
    monkeypatch.setattr(verify, "code_files", lambda _: other)
    folder = warehouse.releases / "2023-r1"
    figures = folder / "figures.json"
    figures.write_text(figures.read_text("utf-8").replace('"31"', '"32"'), encoding="utf-8")
    facts = read_sealed(folder / "release.json")
    facts["files"]["figures.json"] = digest_of(figures)
    write_sealed(folder / "release.json", facts)
    found = proof(warehouse)
    assert any("sql/core/cases.sql" in note for note in found.notes)
    (fault,) = found.faults
    assert "cases_penalized(发布 32,现得 31)" in fault


# -- what may be released --------------------------------------------------------------------------
def test_a_second_release_takes_the_next_number_and_the_same_twice_is_refused(story: Story, tmp_path: Path) -> None:
    root = tmp_path / "warehouse"
    shutil.copytree(story.bureau.warehouse.root, root, symlinks=True)
    bureau = Bureau(tmp_path)
    half = release_figures(bureau.warehouse, Period(2023, 6), APPROVAL)
    assert (half.name, half.facts["through"]) == ("2023-r2", "2023-06")
    third = release_figures(bureau.warehouse, YEAR, APPROVAL)
    assert third.name == "2023-r3"
    assert revisions(bureau.warehouse, third) == []
    with pytest.raises(NotReleased, match="2023-r3"):
        release_figures(bureau.warehouse, YEAR, APPROVAL)
    assert content(bureau.warehouse.releases / "2023-r1") == story.frozen
    with pytest.raises(NotReleased, match="批准人"):
        release_figures(bureau.warehouse, YEAR, Approval(" ", now()))
    with pytest.raises(NotReleased, match="2019"):
        release_figures(bureau.warehouse, Period(2019), APPROVAL)
    assert [path.name for path in sorted(bureau.warehouse.releases.iterdir())] == ["2023-r1", "2023-r2", "2023-r3"]


def test_a_check_in_hold_refuses_a_release_until_a_reason_is_given(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("案件.xlsx", "cases", *cases(range(1, 41)))
    bureau.night()
    bureau.put("案件.xlsx", "cases", *cases(range(20, 41)))
    assert bureau.night().exit is Exit.HELD
    with pytest.raises(NotReleased, match="--because"):
        release_figures(bureau.warehouse, YEAR, APPROVAL)
    promote_held(bureau.warehouse, because="重复登记", by="王局", at=now())
    with pytest.raises(NotReleased, match="--because"):
        release_figures(bureau.warehouse, YEAR, APPROVAL)
    release = release_figures(bureau.warehouse, YEAR, Approval("王局", now(), because="已核对"))
    assert (release.facts["because"], release.facts["promoted_because"]) == ("已核对", "王局:重复登记")
    assert "rows-vanished" in {hold["check"] for hold in release.facts["holds"]}


def test_a_release_that_is_cut_off_leaves_nothing_that_looks_like_one(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(story.bureau.warehouse.root, tmp_path / "warehouse", symlinks=True)
    warehouse = Warehouse(tmp_path / "warehouse")

    def cut_off(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(freeze, "_put_in_place", cut_off)
    monkeypatch.setattr(freeze.shutil, "rmtree", lambda *_, **__: None)  # a kill clears nothing
    with pytest.raises(KeyboardInterrupt):
        release_figures(warehouse, YEAR, APPROVAL)
    monkeypatch.undo()
    assert len(list(warehouse.releases.iterdir())) == 2
    assert find_release(warehouse.releases, 2023).name == "2023-r1"
    clear_remains(warehouse)
    assert [path.name for path in warehouse.releases.iterdir()] == ["2023-r1"]


def test_figures_of_another_code_are_not_released(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freeze, "code_files", lambda _: {"sql/core/cases.sql": "another"})
    with pytest.raises(NotReleased, match="enfstat run"):
        release_figures(story.bureau.warehouse, YEAR, APPROVAL)
