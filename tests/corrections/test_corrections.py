"""Corrections that the business cannot make at the source, from their declaration to the figures and back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from flows import published
from flows.corrections.declarations import BadDeclaration
from flows.outputs.pages.site import write_site
from flows.outputs.workbook.book import write_year_workbook
from flows.outputs.workbook.question import ask_year
from flows.published import Period
from flows.release.explain import revisions
from flows.release.freeze import Approval, release_figures
from flows.release.verify import verify_release
from flows.sequence import Exit, Outcome
from flows.steps.declare import DeclarationsAway
from flows.store.limits import ReadingLimits
from flows.store.releases import find_release
from tests.corrections.bureaus import DeclaringBureau
from tests.exports import cases, put, xlsx

NAME, WRONG_ID = "张三丰", "330723199001011230"  # the last digit of a right one is 9
NO_RELEASE_APPROVAL = Approval("王局", "2024-03-16T09:00:00+08:00")


def case_no(number: int) -> str:
    return f"浙武交罚〔2023〕{number}号"


FINE = {"contract": "cases", "key": case_no(1), "column": "罚款金额", "expected": "500", "value": "5,000元"}
DAY = {"contract": "cases", "key": case_no(2), "column": "decided_on", "expected": "2023-02-30", "value": "2023-02-28"}
ID = {"contract": "cases", "key": case_no(3), "accept": "id-check-digit", "reason": f"{NAME}的证件签发时校验位有误"}
REFUND = {"contract": "payments", "key": "P1", "expected": "5000", "refund": {"on": "2023-07-05", "amount": "200"}}
LINES = {"fine": 1, "day": 9, "id": 17, "refund": 23}  # where the entries begin, in this order


def exports(bureau: DeclaringBureau) -> None:
    """Three cases, of which two are rejected, and a receipt."""
    person = {"party_kind": "个人", "party_name": NAME, "party_id": WRONG_ID}
    records = [{"fine": "500"}, {"fine": "300", "decided_on": "2023-02-30"}, {"fine": "300", **person}]
    bureau.put(
        "案件_20240105.xlsx",
        "cases",
        *({"case_no": case_no(number), **record} for number, record in enumerate(records, 1)),
    )
    bureau.put("缴款_20240105.csv", "payments", {"receipt_no": "P1", "case_no": case_no(1), "amount": "5000"})


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night without corrections, and one with four."""
    bureau = DeclaringBureau(tmp_path_factory.mktemp("corrections"))
    exports(bureau)
    assert bureau.night().exit is Exit.DONE
    assert (bureau.value("cases_penalized"), bureau.value("fines_levied")) == ("1", "0.05")
    bureau.declare(FINE, DAY, ID, REFUND)
    assert bureau.night().exit is Exit.DONE
    return bureau.folder


@pytest.fixture(scope="module")
def corrected(published_once: Path) -> DeclaringBureau:
    """That bureau, to be asked."""
    return DeclaringBureau(published_once)


@pytest.fixture
def bureau(published_once: Path, tmp_path: Path) -> DeclaringBureau:
    """A copy of that bureau, to go on with."""
    shutil.copytree(published_once, tmp_path, symlinks=True, dirs_exist_ok=True)
    return DeclaringBureau(tmp_path)


def test_the_figures_are_those_of_the_right_values(corrected: DeclaringBureau) -> None:
    figures = corrected.figures()
    values = {name: figures[name]["value"] for name in ("cases_penalized", "fines_levied", "fines_collected")}
    assert values == {"cases_penalized": "3", "fines_levied": "0.56", "fines_collected": "0.48"}


def test_a_refund_reduces_what_was_collected_on_its_own_day_and_its_case(corrected: DeclaringBureau) -> None:
    assert (corrected.value("fines_collected", 2023, 6), corrected.value("fines_collected", 2023, 7)) == ("0.5", "0.48")
    (case,) = corrected.rows(f"select collected_yuan from core.cases where shown_key = '{case_no(1)}'")
    assert str(case["collected_yuan"]) == "4800.00"
    assert corrected.rows("select rule from warnings where rule = 'payments-over-decision'") == []


def test_a_trace_says_what_was_corrected_and_where_it_is_declared(corrected: DeclaringBureau) -> None:
    traced = {(row["file"], row["row"]): row for row in corrected.trace("fines_levied")}
    assert list(traced["案件_20240105.xlsx", 2])[:6] == ["file", "sheet", "row", "key", "occurred_on", "value"]
    said = {row: traced["案件_20240105.xlsx", row]["correction"] for row in (2, 3, 4)}
    assert said == {
        2: f"罚款金额原为“500”,更正为“5,000元”(更正申报/2023.yml 第 {LINES['fine']} 行)",
        3: f"处罚决定日期原为“2023-02-30”,更正为“2023-02-28”(更正申报/2023.yml 第 {LINES['day']} 行)",
        4: f"认可(规则 id-check-digit)(更正申报/2023.yml 第 {LINES['id']} 行)",
    }
    refund, receipt = corrected.trace("fines_collected")
    assert (refund["file"], refund["row"], refund["value"]) == ("更正申报/2023.yml", LINES["refund"], "-200")
    assert refund["correction"] == receipt["correction"] == "2023-07-05 退款 200.00 元(更正申报/2023.yml 第 23 行)"


def test_the_table_of_corrections_tells_each_with_its_runs(corrected: DeclaringBureau) -> None:
    declared = corrected.declared()
    assert list(declared) == [*reversed(LINES.values())]
    assert {row["status"] for row in declared.values()} == {"applied"}
    fine = declared[LINES["fine"]]
    assert (fine["kind"], fine["key"], fine["column"], fine["expected"], fine["value"]) == (
        "value", case_no(1), "fine", "500", "5,000元"
    )  # fmt: skip
    assert (fine["record_file"], fine["record_sheet"], fine["record_row"]) == ("案件_20240105.xlsx", "明细", 2)
    assert (fine["first_seen_run"], fine["last_seen_run"]) == (2, 2)
    assert corrected.ask(published.corrections)[0]["approved_by"] == "法制科"


def test_a_mended_rejection_stays_on_record_with_who_mended_it(corrected: DeclaringBureau) -> None:
    rows = corrected.rows("select row, rule, status, mended_by, first_seen_run, last_seen_run, message from rejections")
    assert [(row["row"], row["rule"], row["status"], row["mended_by"]) for row in rows] == [
        (3, "date-impossible", "mended", "更正申报/2023.yml"),
        (4, "id-check-digit", "mended", "更正申报/2023.yml"),
    ]
    assert {(row["first_seen_run"], row["last_seen_run"]) for row in rows} == {(1, 1)}
    assert not any("目前仍按" in row["message"] for row in rows)
    assert corrected.rejections() == []


def test_the_declarations_are_a_file_among_the_files_and_rows_are_accounted_for(corrected: DeclaringBureau) -> None:
    files = corrected.files()
    declared = files["更正申报/2023.yml"]
    assert (declared["contract"], declared["status"], declared["read"], declared["accepted"]) == (
        "corrections", "in force", 4, 4
    )  # fmt: skip
    assert (files["案件_20240105.xlsx"]["accepted"], files["案件_20240105.xlsx"]["rejected"]) == (3, 0)


def test_workbook_and_pages_list_the_declarations_among_the_files(corrected: DeclaringBureau, tmp_path: Path) -> None:
    year = corrected.ask(ask_year, Period(2023), "zhejiang")
    write_year_workbook(year, "某某县交通运输局", tmp_path / "年度指标.xlsx")
    files = load_workbook(tmp_path / "年度指标.xlsx")["收到的文件"].iter_rows(max_col=2, values_only=True)
    assert ("更正申报/2023.yml", "更正申报") in files
    corrected.ask(write_site, tmp_path, "某某县交通运输局", [year], 100)
    page = (tmp_path / "网页" / "received.html").read_text(encoding="utf-8")
    assert '<th scope="row">更正申报/2023.yml</th><td>更正申报</td>' in page


def test_no_person_is_published_with_a_correction(corrected: DeclaringBureau) -> None:
    database = corrected.warehouse.database.read_bytes()
    assert NAME.encode() not in database
    assert WRONG_ID.encode() not in database
    assert corrected.declared()[LINES["id"]]["reason"] == "张**的证件签发时校验位有误"


def test_a_night_with_nothing_new_reads_and_publishes_nothing(bureau: DeclaringBureau) -> None:
    before = sorted(path for path in bureau.warehouse.amended.rglob("*.parquet"))
    shutil.rmtree(bureau.warehouse.shards)  # what the plain files hold is read again, the corrected ones are kept
    outcome = bureau.night()
    assert (outcome.exit, outcome.is_new) == (Exit.DONE, False)
    assert sorted(path for path in bureau.warehouse.amended.rglob("*.parquet")) == before


def test_another_wording_is_another_build_and_reads_no_file_again(
    bureau: DeclaringBureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.declare(FINE | {"reason": "另一说法"}, DAY, ID, REFUND)
    shutil.rmtree(bureau.warehouse.archive / bureau.in_force()["案件_20240105.xlsx"][:2])
    outcome = bureau.night()
    assert (outcome.exit, outcome.is_new) == (Exit.DONE, True)
    assert bureau.declared()[LINES["fine"]]["reason"] == "另一说法"
    assert bureau.declared()[LINES["fine"]]["first_seen_run"] == 2
    assert bureau.declared()[LINES["fine"]]["last_seen_run"] == 3


def test_a_withdrawn_correction_no_longer_applies_and_stays_on_record(bureau: DeclaringBureau) -> None:
    bureau.declare(DAY, ID, REFUND)
    assert bureau.night().exit is Exit.DONE
    assert bureau.value("fines_levied") == "0.11"
    (gone,) = bureau.rows("select * from corrections where status = 'withdrawn'")
    assert (gone["key"], gone["first_seen_run"], gone["last_seen_run"]) == (case_no(1), 2, 2)


LATER_RIGHT = {"case_no": case_no(1), "fine": "5000"}  # the source was mended
OTHER = {"contract": "cases", "key": case_no(1), "column": "fine", "expected": "500", "value": "600"}
FAILURES: list[tuple[dict[str, Any], str, str]] = [
    ({"key": case_no(77)}, "no-match", "没有找到这条记录"),
    ({"expected": "800"}, "other-value", "那里现在写着“500”,不是申报时的“800”"),
    ({"column": "outcome", "expected": "处罚", "value": "不予处罚"}, "rejected", "更正后的行仍被退回"),
    ({"until": "2024-03-14"}, "expired", "有效期已过(至 2024-03-14)"),
]


def test_a_correction_that_does_not_apply_holds_the_night_and_says_why(bureau: DeclaringBureau) -> None:
    bureau.declare(*(OTHER | facts for facts, _, _ in FAILURES))
    outcome = bureau.night()
    assert outcome.exit is Exit.HELD
    (found,) = [finding for finding in outcome.verdict.holds if finding.check == "corrections-apply"]
    assert [(shown["file"], shown["row"]) for shown in found.shown] == [
        ("更正申报/2023.yml", line) for line in ("1", "9", "17", "25")
    ]
    for shown, (_, _, message) in zip(found.shown, FAILURES, strict=True):
        assert message in str(shown["message"])
    assert bureau.value("fines_levied") == "0.56"  # what was published stays
    open_held(bureau, outcome)
    assert statuses(bureau) == [status for _, status, _ in FAILURES]
    assert bureau.files()["更正申报/2023.yml"]["rejected"] == len(FAILURES)


def open_held(bureau: DeclaringBureau, outcome: Outcome) -> None:
    """Look at the build that was held as if somebody had published it."""
    bureau.warehouse.published.unlink()
    bureau.warehouse.published.symlink_to(bureau.warehouse.builds / outcome.build_id)


def statuses(bureau: DeclaringBureau) -> list[str]:
    """What became of each declaration, in the order of its file."""
    declared = bureau.declared()
    return [declared[line]["status"] for line in sorted(declared)]


def test_a_source_that_was_mended_holds_until_the_declaration_goes(bureau: DeclaringBureau) -> None:
    bureau.put("案件_20240301.xlsx", "cases", LATER_RIGHT)
    outcome = bureau.night()
    assert outcome.exit is Exit.HELD
    assert "那里现在写着“5000”" in str(outcome.verdict.holds[0].shown[0]["message"])
    bureau.declare(DAY, ID, REFUND)
    assert bureau.night().exit is Exit.DONE
    assert bureau.value("fines_levied") == "0.56"


def test_a_wrong_value_that_comes_again_is_corrected_again_and_a_contradiction_is_settled(
    bureau: DeclaringBureau,
) -> None:
    bureau.put("案件_20240301.xlsx", "cases", LATER_RIGHT | {"fine": "500"})
    bureau.put("案件_20240106.xlsx", "cases", *cases(range(9, 10), fine="100"), *cases(range(9, 10), fine="200"))
    same = {"contract": "cases", "key": case_no(9), "column": "fine", "expected": "200", "value": "100"}
    bureau.declare(FINE, DAY, ID, REFUND, same)
    # A declaration that somebody puts among the exports as well is listed once and doubles nothing.
    shutil.copy(bureau.folder_of_corrections / "2023.yml", bureau.raw)
    assert bureau.night().exit is Exit.DONE
    assert bureau.value("fines_levied") == "0.57"
    places = bureau.rows(f"select record_file from corrections where key = '{case_no(1)}' order by 1")
    assert [row["record_file"] for row in places] == ["案件_20240105.xlsx", "案件_20240301.xlsx"]
    assert bureau.rejections() == []
    assert len(bureau.trace("fines_collected")) == 2
    assert bureau.files()["2023.yml"]["reason"] == "与 更正申报/2023.yml 内容相同,只计一次"


REFUNDS: list[tuple[dict[str, Any], str]] = [
    ({"refund": {"on": "2023-07-05", "amount": "6000"}}, "refund-too-large"),
    ({"refund": {"on": "2023-05-01", "amount": "60"}}, "refund-before-payment"),
    ({"expected": "4000"}, "other-value"),
    ({"key": "P9"}, "no-match"),
]


def test_a_refund_that_its_receipt_does_not_bear_counts_nowhere(bureau: DeclaringBureau) -> None:
    bureau.declare(*(REFUND | facts for facts, _ in REFUNDS))
    outcome = bureau.night()
    assert outcome.exit is Exit.HELD
    open_held(bureau, outcome)
    assert statuses(bureau) == [status for _, status in REFUNDS]
    assert bureau.value("fines_collected") == "0.5"


def test_items_of_a_receipt_are_told_apart(bureau: DeclaringBureau) -> None:
    items = [{"receipt_no": "P2", "case_no": case_no(2), "kind": kind, "amount": 100} for kind in ("罚款", "滞纳金")]
    bureau.put("缴款_20240106.csv", "payments", *items)
    refund = {"on": "2023-07-05", "amount": "40"}
    both = {"contract": "payments", "key": "P2", "expected": "100", "refund": refund}
    bureau.declare(FINE, DAY, ID, REFUND, both)
    assert "款项类别(kind)" in str(bureau.night().verdict.holds[0].shown[0]["message"])
    bureau.declare(FINE, DAY, ID, REFUND, both | {"key": {"receipt_no": "P2", "kind": "加处罚款"}})
    assert bureau.night().exit is Exit.DONE
    assert bureau.value("fines_collected") == "0.49"  # what was refunded is no collected fine


def test_why_a_night_failed_quotes_no_person(bureau: DeclaringBureau) -> None:
    bureau.declare(FINE | {"column": "party_id", "expected": "", "value": "#REF!"})
    with pytest.raises(BadDeclaration, match="第 1 行:不能作为“统一社会信用代码/证件号码”:"):
        bureau.night()


def test_a_file_that_cannot_be_used_fails_the_night_with_file_and_line(bureau: DeclaringBureau) -> None:
    bureau.declare(FINE, FINE | {"value": "6000"})
    with pytest.raises(BadDeclaration, match=r"更正申报/2023\.yml 第 9 行 与 更正申报/2023\.yml 第 1 行 针对同一处"):
        bureau.night()
    assert bureau.value("fines_levied") == "0.56"


def test_a_folder_that_is_away_fails_the_night(bureau: DeclaringBureau) -> None:
    bureau.folder_of_corrections.rename(bureau.folder / "别处")
    with pytest.raises(DeclarationsAway, match="打不开"):
        bureau.night()


@pytest.mark.slow
def test_a_release_with_corrections_is_proved_from_the_archive_alone(bureau: DeclaringBureau) -> None:
    release = release_figures(bureau.warehouse, Period(2023), NO_RELEASE_APPROVAL)
    inputs = (release.directory / "inputs.sha256").read_text("utf-8")
    assert set(bureau.manifest.declarations.values()) <= set(inputs.split())
    assert NAME not in "".join(path.read_bytes().decode("utf-8", "ignore") for path in release.directory.rglob("*.*"))
    shutil.rmtree(bureau.folder_of_corrections)
    shutil.rmtree(bureau.warehouse.amended)
    proof = verify_release(bureau.warehouse, release, ReadingLimits(), _untold)
    assert (proof.faults, proof.notes) == ((), ())


@pytest.mark.slow
def test_revisions_name_the_declaration_that_moved_a_figure(bureau: DeclaringBureau) -> None:
    release_figures(bureau.warehouse, Period(2023), NO_RELEASE_APPROVAL)
    other = {"contract": "cases", "key": case_no(2), "column": "fine", "expected": "300", "value": "400"}
    bureau.declare(DAY, ID, other)
    assert bureau.night().exit is Exit.DONE
    found = revisions(bureau.warehouse, find_release(bureau.warehouse.releases, 2023))
    causes = {(row["figure"], row["key"]): (row["cause"], row["why"]) for row in found}
    by = "declared correction"
    assert causes["fines_levied", case_no(1)] == (by, "更正申报/2023.yml 第 1 行 已撤回、改写或不再有效")
    assert causes["fines_levied", case_no(2)] == (by, "按 更正申报/2023.yml 第 1 行、更正申报/2023.yml 第 15 行 更正")
    assert causes["fines_collected", "P1|退款|2023-07-05|1"] == (
        by,
        "更正申报/2023.yml 第 23 行 已撤回、改写或不再有效",
    )
    assert {cause for cause, _ in causes.values()} == {by}


@pytest.mark.slow
def test_the_order_of_files_rows_and_declarations_changes_no_figure(bureau: DeclaringBureau, tmp_path: Path) -> None:
    again = DeclaringBureau(tmp_path / "again")
    records = [{"fine": "500"}, {"fine": "300", "decided_on": "2023-02-30"}]
    person = {"fine": "300", "party_kind": "个人", "party_name": NAME, "party_id": WRONG_ID}
    numbered = [{"case_no": case_no(number), **record} for number, record in enumerate([*records, person], 1)]
    put(again.raw / "甲" / "明细_20240105.xlsx", xlsx("cases", *reversed(numbered)))
    again.put("a_20240105.csv", "payments", {"receipt_no": "P1", "case_no": case_no(1), "amount": "5000"})
    again.declare(REFUND, ID, name="z.yml")
    again.declare(DAY, FINE, name="a.yml")
    assert again.night().exit is Exit.DONE
    assert again.figures_file() == bureau.figures_file()


def _untold(_done: int, _total: int) -> None:
    """Nobody watches the reading."""
