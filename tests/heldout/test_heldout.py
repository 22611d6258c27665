"""The pipeline against exports that were made from the specification alone, through its commands only."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from .books import to_xlsx
from .commands import Bureau
from .compare import (
    figure_differences,
    file_differences,
    rejection_differences,
    through_differences,
    trace_differences,
)
from .lines import ACCEPTED, Line, tweaked
from .render import RawFile, Writer
from .scenario import Scenario, compose, write_file
from .spelling import RawCell
from .tables import Sheet
from .truth import Unit

ORDINARY_SEEDS = range(1, 3)
SLOW_SEEDS = range(1000, 1000 + int(os.environ.get("HELDOUT_SEEDS", "3")))
FIRST_SEED = int(os.environ.get("HELDOUT_FIRST_SEED", "1000"))
SEEDS = [
    *ORDINARY_SEEDS,
    *(pytest.param(FIRST_SEED - 1000 + seed, marks=pytest.mark.slow) for seed in SLOW_SEEDS),
]
TRACES = int(os.environ.get("HELDOUT_TRACES", "6"))


@dataclass(frozen=True)
class Ran:
    """A scenario after one nightly pass."""

    scenario: Scenario
    bureau: Bureau


def prepare(folder: Path, scenario: Scenario, *, writes_all: bool = False) -> Ran:
    """The scenario's files in a folder, and one pass over them."""
    bureau = Bureau(folder, scenario.as_of, writes_all)
    scenario.write(bureau.raw)
    bureau.run()
    return Ran(scenario, bureau)


@pytest.fixture(scope="module", params=SEEDS)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One pass for each seed, shared by the tests that look at its results."""
    seed: int = request.param
    return prepare(tmp_path_factory.mktemp(f"seed{seed}"), compose(seed), writes_all=True)


def agree(differences: list[str]) -> None:
    """Fail with all of them."""
    assert not differences, "\n".join([f"{len(differences)} differences", *differences[:60]])


def assert_all_figures(scenario: Scenario, bureau: Bureau) -> None:
    """Every figure of every year."""
    agree(
        [
            text
            for year in scenario.years
            for text in figure_differences(scenario.answers(year), bureau.figures(year), year)
        ]
    )


# -- one pass --------------------------------------------------------------------------------------------------------
def test_every_figure_of_every_year(ran: Ran) -> None:
    assert_all_figures(ran.scenario, ran.bureau)


def test_the_year_up_to_a_month(ran: Ran) -> None:
    rng = random.Random(ran.scenario.seed)
    year, month = rng.choice(ran.scenario.years[1:]), rng.randrange(1, 12)
    expected = ran.scenario.answers(year, month)
    agree(through_differences(expected, ran.bureau.figures(year, month), f"{year}-{month:02d}"))


def test_rejected_rows_with_their_cells(ran: Ran) -> None:
    agree(rejection_differences(ran.scenario, ran.bureau.rejects()))


def test_files_and_their_accounts(ran: Ran) -> None:
    agree(file_differences(ran.scenario, ran.bureau.files()))


def test_traces_name_the_records_that_count(ran: Ran) -> None:
    rng = random.Random(ran.scenario.seed)
    known = [(year, answer) for year in ran.scenario.years for answer in ran.scenario.answers(year).values()]
    telling = [(year, answer) for year, answer in known if answer.parts and "无数据" not in answer.statuses]
    differences = []
    for year, answer in rng.sample(telling, min(TRACES, len(telling))):
        rows = ran.bureau.trace(answer.name, year)
        differences += [f"{year} {text}" for text in trace_differences(ran.scenario, answer, rows)]
    agree(differences)


def test_a_second_pass_changes_nothing(ran: Ran) -> None:
    builds = published(ran.bureau)
    before = [ran.bureau.figures(year) for year in ran.scenario.years]
    ran.bureau.run()
    assert [ran.bureau.figures(year) for year in ran.scenario.years] == before
    assert published(ran.bureau) == builds


def published(bureau: Bureau) -> tuple[Path, int, int]:
    """What the stable name points at: file, inode and time of change."""
    file = bureau.warehouse / "enforcement.duckdb"
    state = file.stat()
    return file.resolve(), state.st_ino, state.st_mtime_ns


# -- the same truth, written otherwise -------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("seed", [11])
def test_other_spelling_order_and_files_make_the_same_figures(seed: int, tmp_path: Path) -> None:
    """Other headings, formats, splits over files and orders of rows: each way agrees with the truth."""
    for render_seed in (1, 2):
        scenario = compose(seed, render_seed)
        ran = prepare(tmp_path / str(render_seed), scenario)
        assert_all_figures(scenario, ran.bureau)


# -- several nights --------------------------------------------------------------------------------------------------
SMALL_FILE = 4  # lines; so few that no figure of a closed year moves by more than five records


def drips(scenario: Scenario) -> list[RawFile]:
    """Small dated files that may as well arrive on later nights."""
    originals = {file.copy_of for file in scenario.files}
    return [
        file
        for file in scenario.files
        if 0 < len(file.placed) <= SMALL_FILE and not file.copy_of and file.path not in originals
    ][:3]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [21])
def test_spread_over_several_nights(seed: int, tmp_path: Path) -> None:
    """Files whose names tell their export time may arrive in any order, late ones too."""
    scenario = compose(seed, is_dated=True)
    late = drips(scenario)
    assert late
    bureau = Bureau(tmp_path, scenario.as_of)
    scenario.write(bureau.raw, only=lambda file: file not in late)
    bureau.run()
    for file in reversed(late):
        write_file(bureau.raw, file)
        bureau.run()
    assert_all_figures(scenario, bureau)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [24])
def test_what_was_loaded_stays_when_files_move_or_go(seed: int, tmp_path: Path) -> None:
    """A file moved keeps its history, a file deleted stays in force."""
    scenario = compose(seed, is_dated=True)
    ran = prepare(tmp_path, scenario)
    moved, deleted = drips(scenario)[:2]
    target = ran.bureau.raw / "归档" / Path(moved.path).name
    target.parent.mkdir()
    (ran.bureau.raw / moved.path).rename(target)
    (ran.bureau.raw / deleted.path).unlink()
    ran.bureau.run()
    assert_all_figures(scenario, ran.bureau)


@pytest.mark.slow
def test_a_file_without_a_date_counts_from_the_day_on_which_it_came(tmp_path: Path) -> None:
    first, second = date(2024, 1, 30), date(2024, 1, 31)
    bureau = Bureau(tmp_path, second)
    write_file(bureau.raw, complaints_file("投诉台账.xlsx", {"TS1": "政务服务", "TS2": "政务服务"}))
    bureau.run(first)
    assert bureau.figures(2023)["service_complaints"]["value"] == "2"
    write_file(bureau.raw, complaints_file("投诉台账新.xlsx", {"TS1": "其他"}))
    bureau.run(second)
    assert bureau.figures(2023)["service_complaints"]["value"] == "1"


def complaints_file(path: str, about: dict[str, str]) -> RawFile:
    """A plain ledger of complaints, all received on 6 May 2023."""
    rows: list[list[RawCell]] = [[number, date(2023, 5, 6), kind] for number, kind in about.items()]
    return RawFile(path, to_xlsx([Sheet("投诉", [["投诉编号", "投诉日期", "投诉类型"], *rows])]))


# -- taking out -------------------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("seed", [51])
def test_a_retracted_file_counts_for_nothing(seed: int, tmp_path: Path) -> None:
    scenario = compose(seed, is_dated=True)
    ran = prepare(tmp_path, scenario)
    extra = complaints_file("追加/投诉台账_20220530.xlsx", {"EXTRA1": "政务服务", "EXTRA2": "政务服务"})
    write_file(ran.bureau.raw, extra)
    ran.bureau.run()
    with_extra = ran.bureau.figures(2023)["service_complaints"]
    assert with_extra["value"] == str(len(scenario.answers(2023)["service_complaints"].parts) + 2)
    ran.bureau.retract(extra.path)
    ran.bureau.run()
    assert_all_figures(scenario, ran.bureau)
    assert {row["status"] for row in ran.bureau.files() if row["file"] == extra.path} == {"retracted"}
    ran.bureau.retract(extra.path, undo=True)
    ran.bureau.run()
    assert ran.bureau.figures(2023)["service_complaints"] == with_extra


# -- the same path, other bytes --------------------------------------------------------------------------------------
def mendable(scenario: Scenario) -> RawFile:
    """A file of one contract with good rows, none of them tied to a column that must be missing."""
    originals = {file.copy_of for file in scenario.files}
    return next(
        file
        for file in scenario.files
        if file.path not in originals
        and not file.copy_of
        and len(file.contracts) == 1
        and sum(_can_be_tweaked(placed.line) for placed in file.placed) > 1
    )


def _can_be_tweaked(line: Line) -> bool:
    return line.verdict == ACCEPTED and not line.group and not line.lacks and line.values.get("change") is None


def earlier_version(file: RawFile, years: tuple[int, ...]) -> bytes:
    """The same rows, but for one that was mended since."""
    lines = [placed.line for placed in file.placed]
    index = next(number for number, line in enumerate(lines) if _can_be_tweaked(line))
    wrong = tweaked(Unit(lines[index].contract, "", [lines[index].values])).rows[0]
    lines[index] = replace(lines[index], values=wrong)
    return Writer(random.Random(file.path), years).file(file.export_on, {lines[0].contract: lines}).content


@pytest.mark.slow
@pytest.mark.parametrize("seed", [31])
def test_a_mended_file_replaces_the_earlier_one(seed: int, tmp_path: Path) -> None:
    scenario = compose(seed, is_dated=True)
    file = mendable(scenario)
    bureau = Bureau(tmp_path, scenario.as_of)
    scenario.write(bureau.raw)
    write_file(bureau.raw, replace(file, content=earlier_version(file, scenario.years[1:])))
    bureau.run()
    write_file(bureau.raw, file)
    bureau.run()
    assert_all_figures(scenario, bureau)
    statuses = {row["status"] for row in bureau.files() if row["file"] == file.path}
    assert statuses == {"in force", "superseded"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [41])
def test_a_refused_file_leaves_the_earlier_one_in_force(seed: int, tmp_path: Path) -> None:
    scenario = compose(seed, is_dated=True)
    ran = prepare(tmp_path, scenario)
    file = mendable(scenario)
    write_file(ran.bureau.raw, replace(file, content=b"%PDF-1.7\n"))
    ran.bureau.run()
    assert_all_figures(scenario, ran.bureau)
    statuses = {row["status"] for row in ran.bureau.files() if row["file"] == file.path}
    assert statuses == {"in force", "refused"}
