"""What is held and what is not: January, a first load, a backlog; rejections, stale sources, files that are lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from flows.building.gates import Gates
from flows.building.input_tables import UnknownSource
from flows.sequence import Exit
from flows.settings import Settings
from flows.store.limits import ReadingLimits
from flows.store.runs import recorded_runs
from tests.bureau import Bureau
from tests.exports import cases, put

PLAIN = Settings(workbook_years=0, pages_years=0)


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path)


def holds(bureau: Bureau, on: date | None = None) -> list[str]:
    outcome = bureau.night(on)
    assert (outcome.exit is Exit.HELD) == bool(outcome.verdict.holds)
    return [hold.check for hold in outcome.verdict.holds]


def bad(numbers: range) -> list[dict[str, object]]:
    """Cases whose day cannot be read."""
    return [case | {"decided_on": "2024年2月"} for case in cases(numbers)]


def test_january_begins_at_nothing_and_passes(bureau: Bureau) -> None:
    bureau.put("案件_202312.csv", "cases", *cases(range(1, 60), decided_on="2023-12-20"))
    bureau.settings = replace(PLAIN, gates=Gates(stale_days={"cases": 31}))
    assert holds(bureau, date(2023, 12, 31)) == []
    assert holds(bureau, date(2024, 1, 1)) == []
    assert holds(bureau, date(2024, 1, 31)) == []
    bureau.put("案件_20240131.csv", "cases", *cases(range(60, 62), decided_on="2024-01-30"))
    assert holds(bureau, date(2024, 1, 31)) == []
    assert (bureau.value("cases_penalized", 2023), bureau.value("cases_penalized", 2024)) == ("59", "2")


def test_a_first_load_is_compared_with_nothing_and_says_so(bureau: Bureau) -> None:
    bureau.settings = replace(PLAIN, gates=Gates(stale_days={"permits": 10}))
    bureau.put("案件_20231231.csv", "cases", *cases(range(1, 41)), *bad(range(41, 81)))
    outcome = bureau.night()
    assert (outcome.exit, outcome.is_backlog) == (Exit.DONE, True)
    assert recorded_runs(bureau.warehouse.runs)[-1]["is_backlog"] is True
    assert holds(bureau, date(2024, 3, 16)) == ["sources-stale"]


@pytest.mark.slow
def test_a_backlog_is_loaded_on_somebodys_word_and_what_comes_after_is_compared_again(bureau: Bureau) -> None:
    bureau.put("案件_20231231.csv", "cases", *cases(range(1, 41)))
    bureau.night()
    bureau.put("补录_20240105.csv", "cases", *cases(range(100, 190)))
    assert holds(bureau) == ["figure-moved"]
    told = bureau.command("hold").stdout
    assert "2023 年 cases_penalized 新计入 90 条,其中" in told
    assert "浙武交罚〔2023〕100号 2023-05-06 补录_20240105.csv" in told
    assert "不再计入" not in told
    done = bureau.command("run", "--as-of", "2024-03-15", "--backlog")
    assert done.returncode == 0, done.stderr
    assert bureau.value("cases_penalized") == "130"
    assert [run["is_backlog"] for run in recorded_runs(bureau.warehouse.runs)] == [True, False, True]
    bureau.put("补录_20240106.csv", "cases", *cases(range(200, 290)))
    assert holds(bureau) == ["figure-moved"]
    assert [row["is_backlog"] for row in bureau.rows("select is_backlog from runs order by started_at")] == [
        True,
        False,
    ]


def test_rejections_hold_until_they_are_mended_or_somebody_takes_them_on(bureau: Bureau) -> None:
    bureau.put("案件_20240201.csv", "cases", *cases(range(1, 101), decided_on="2024-02-01"))
    bureau.night()
    bureau.put("案件_20240301.csv", "cases", *cases(range(101, 121), decided_on="2024-02-20"), *bad(range(121, 151)))
    assert holds(bureau) == ["rejections-over-share"]
    assert holds(bureau, date(2024, 3, 16)) == ["rejections-over-share"]  # it is still new
    assert bureau.value("cases_penalized", 2024) == "100"
    told = bureau.command("hold").stdout
    assert "案件_20240301.csv" in told
    assert "rejected=30" in told
    done = bureau.command("promote", "--because", "原系统停用", "--by", "王局")
    assert done.returncode == 0, done.stderr
    assert bureau.value("cases_penalized", 2024) == "120"
    assert recorded_runs(bureau.warehouse.runs)[-1]["override"] == "王局:原系统停用"
    bureau.put("案件_20240302.csv", "cases", *cases(range(151, 171), decided_on="2024-02-21"))
    assert holds(bureau, date(2024, 3, 17)) == []  # what was published is not asked about again
    assert bureau.rows("select override from runs where override is not null") == [{"override": "王局:原系统停用"}]


def test_a_file_that_counted_and_cannot_be_read_any_more_is_not_quietly_left_out(bureau: Bureau) -> None:
    """As after an upgrade that reads everything anew, with too little memory for one file."""
    bureau.put("小_20240201.csv", "cases", *cases(range(1, 3), decided_on="2024-02-01"))
    large = put(bureau.raw / "大_20240201.csv", large_csv())
    bureau.night()
    shutil.rmtree(bureau.warehouse.shards)
    bureau.settings = replace(PLAIN, reading=replace(ReadingLimits(), seconds=0.01))  # type: ignore[arg-type]
    assert "files-lost" in holds(bureau, date(2024, 3, 16))
    assert bureau.value("cases_penalized", 2024) == "6"
    bureau.settings = PLAIN
    assert holds(bureau, date(2024, 3, 16)) == []
    assert large.name in bureau.files()


def large_csv() -> bytes:
    heading = "案号,程序类型,处罚决定日期,处理结果\n"
    return (heading + "".join(f"浙{number},简易程序,2024-02-06,行政处罚\n" for number in range(4))).encode()


def test_a_required_source_that_does_not_exist_is_an_error_of_the_settings(bureau: Bureau) -> None:
    bureau.settings = replace(PLAIN, gates=Gates(stale_days={"case": 10}))
    with pytest.raises(UnknownSource, match="case"):
        bureau.night()


def test_what_was_held_against_one_build_is_judged_anew_against_the_next(bureau: Bureau) -> None:
    bureau.put("案件_20231231.csv", "cases", *cases(range(1, 41)))
    bureau.night()
    bureau.put("补录_20240105.csv", "cases", *cases(range(100, 145)))
    held = bureau.night()
    assert held.exit is Exit.HELD
    bureau.retract("补录_20240105.csv")
    bureau.put("补录二_20240106.csv", "cases", *cases(range(200, 280)))
    assert bureau.night(is_backlog=True).exit is Exit.DONE
    bureau.retract("补录_20240105.csv", undo=True)
    outcome = bureau.night()
    assert outcome.exit is Exit.HELD  # 165 against 120
    (hold,) = outcome.verdict.holds
    assert hold.shown[0]["old_records"] == "120"
