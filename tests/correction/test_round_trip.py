"""A rejected row on its way: sent back, corrected, dropped again, accepted, closed; or wrong once more."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows import published
from flows.outputs.correction.originals import ArchiveClosed, Original
from flows.outputs.correction.question import ReturnedSheet, Returns, ask_returns, in_clear
from flows.outputs.correction.workbook import BadName, correction_workbook, named, write_correction_workbook
from flows.outputs.sheets import NotAWorkbook
from flows.periods import export_day
from flows.sequence import Exit
from flows.store.manifests import Sighting, settle
from schemas import CONTRACTS
from tests.bureau import Bureau
from tests.exports import cases, put, table, workbook
from tests.tables.shards import Shard, shard_of
from tests.tables.shards import column as column_of_shard

ID_LOST = 201312142345678901  # more digits than a number cell keeps
EXTRA = ("经办备注", "=1+1")  # a column that no contract knows, and a text that must not become a formula


def bad_cases() -> list[list[Any]]:
    """Three good cases and three bad ones, with a column that no contract knows, a title and a merged cell."""
    good, bad = cases(range(1, 4), fine="200"), cases(range(4, 7), fine="300", org_unit="壶山中队")
    bad[0] |= {"decided_on": "2023-02-30"}
    bad[1] |= {"outcome": "从未听说"}
    bad[2] |= {"case_no": ID_LOST}
    heading, *rows = table("cases", *good, *bad)
    return [["武义县案件明细"], [*heading, EXTRA[0]], *([*row, EXTRA[1]] for row in rows)]


def correct(path: Path, changes: Callable[[Worksheet], None], sheet: str | None = None) -> None:
    """Open a correction workbook, change one of its sheets (the first with rows), save it where it lies."""
    book = load_workbook(path)
    changes(book[sheet] if sheet else book.worksheets[1])
    book.save(path)


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rejections of a file of cases and of receipts, and a refused file, published."""
    bureau = Bureau(tmp_path_factory.mktemp("returns"))
    put(bureau.raw / "案件_20240105.xlsx", workbook({"明细": bad_cases()}, merges=["A1:C1"]))
    bureau.put("案件_20240106.xlsx", "cases", {"case_no": "案9", "fine": "3500", "party_kind": "法人"})
    bureau.put("缴款_20240105.csv", "payments", {"receipt_no": "P1"}, {"receipt_no": "P2", "amount": "=约200元"})
    put(bureau.raw / "坏.xlsx", b"%PDF-1.7\n")
    bureau.night()
    return bureau.folder


@pytest.fixture
def bureau(published_once: Path, tmp_path: Path) -> Bureau:
    shutil.copytree(published_once, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Bureau(tmp_path)


def write(bureau: Bureau, name: str = "退回单.xlsx") -> Path:
    """The correction workbook of what is published."""
    returns = bureau.ask(ask_returns, bureau.warehouse)
    path = named(bureau.folder / name, returns)
    write_correction_workbook(returns, path)
    return path


def drop(bureau: Bureau, path: Path) -> None:
    shutil.copy(path, bureau.raw / path.name)
    assert bureau.night().exit is Exit.DONE


def statuses(bureau: Bureau, contract: str = "cases") -> dict[tuple[str, int], tuple[str, str | None]]:
    """File and row → what has become of the rejection, and by which file."""
    rows = [row for row in bureau.ask(published.rejections, True) if row["contract"] == contract]
    return {(row["file"], row["row"]): (row["status"], row["mended_by"]) for row in rows}


def mend_cases(sheet: Worksheet) -> None:
    """Correct the first two of the three bad cases."""
    sheet.cell(2, column(sheet, "处罚决定日期")).value = "2023-05-07"
    sheet.cell(3, column(sheet, "处理结果")).value = "行政处罚"


def places(bureau: Bureau) -> dict[str, set[tuple[str, int, str]]]:
    """Figure → the rows that it counts, with what each is worth."""
    found: dict[str, set[tuple[str, int, str]]] = {name: set() for name in bureau.figures()}
    for row in bureau.rows("select figure, file, row, value from figure_records where year = 2023"):
        found[row["figure"]].add((row["file"], row["row"], str(row["value"])))
    return found


def test_corrected_rows_are_accepted_and_those_left_as_they_were_rejected_again(bureau: Bureau) -> None:
    before = places(bureau)
    path = write(bureau)
    assert path.name == "退回单_20240315.xlsx"
    correct(path, mend_cases)
    drop(bureau, path)
    after = places(bureau)
    gained = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert all(before[name] <= after[name] for name in before)
    assert {"cases_penalized", "simplified_cases", "fines_levied", "collection_rate"} <= gained.keys()
    assert {place[:2] for rows in gained.values() for place in rows} == {(path.name, 2), (path.name, 3)}
    assert bureau.value("cases_penalized") == "6"
    assert statuses(bureau) == {
        ("案件_20240105.xlsx", 6): ("mended", path.name),
        ("案件_20240105.xlsx", 7): ("mended", path.name),
        ("案件_20240105.xlsx", 8): ("resent", path.name),
        (path.name, 4): ("open", None),
    }
    assert statuses(bureau, "payments") == {
        ("缴款_20240105.csv", 3): ("resent", path.name),
        (path.name, 2): ("open", None),
    }
    assert {(row["sheet"], row["cell"], row["rule"]) for row in bureau.rejections()} == {
        ("案件_20240105-明细", "A4", "id-lost-digits"),
        ("缴款_20240105-Sheet1", "D2", "money-unreadable"),
    }
    assert bureau.files()[path.name]["contract"] == "cases+payments"
    assert not any("跳过" in note for note in bureau.files()[path.name]["notes"])
    return_once_more(bureau, path.name)
    build_anew(bureau)


def return_once_more(bureau: Bureau, first: str) -> None:
    """The row that was wrong again goes back from the file in which it was."""
    second = write(bureau)
    assert second.name == "退回单_20240315_2.xlsx"  # a file of the same name would replace the first
    assert load_workbook(second).sheetnames[1] == "退回单_20240315-案件_20240105-明细"

    def mend(sheet: Worksheet) -> None:
        assert [cell.value for cell in sheet[1]].count("退回编号") == 1
        sheet.cell(2, 1).value = "浙武交罚〔2023〕6号"

    correct(second, mend)
    drop(bureau, second)
    assert statuses(bureau)["案件_20240105.xlsx", 8] == ("mended", second.name)
    assert statuses(bureau)[first, 4] == ("mended", second.name)
    history = "select row, first_seen_run, last_seen_run from rejections where file = '案件_20240105.xlsx' order by row"
    assert [tuple(row.values()) for row in bureau.rows(history)] == [(6, 1, 1), (7, 1, 1), (8, 1, 2)]
    unaccounted = "select count(*) as files from files where read <> accepted + rejected + skipped"
    assert bureau.rows(unaccounted) == [{"files": 0}]


def build_anew(bureau: Bureau) -> None:
    """Manifest and shards alone give the same history."""
    tables = ("files", "rejections", "warnings")
    before = {name: bureau.rows(f"select * from {name}") for name in tables}
    shutil.rmtree(bureau.warehouse.builds)
    bureau.warehouse.published.unlink()
    bureau.night()
    assert {name: bureau.rows(f"select * from {name}") for name in tables} == before


# -- what the workbook holds -----------------------------------------------------------------------
def test_the_workbook_shows_the_rows_as_they_were_sent(bureau: Bureau) -> None:
    path = write(bureau)
    book = load_workbook(path)
    assert book.sheetnames == ["填写说明", "案件_20240105-明细", "缴款_20240105-Sheet1", "提示", "来源"]
    assert book["来源"].sheet_state == "hidden"
    [_, heading, *rows] = bad_cases()
    sheet = book["案件_20240105-明细"]
    shown = [[cell.value for cell in row] for row in sheet]
    assert shown[0] == [*heading, "退回编号"]
    assert [row[1:-1] for row in shown[1:]] == [row[1:] for row in rows[3:]]
    # The digits are lost: as the text of digits that it now would be, it would pass for a number that it never was.
    assert [row[0] for row in shown[1:]] == [rows[3][0], rows[4][0], "2.01312E+17"]
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}
    assert {cell.number_format for row in sheet for cell in row} == {"@"}
    marked = {cell.coordinate: cell.comment.text for row in sheet["2:4"] for cell in row if cell.comment}
    assert {cell.coordinate for row in sheet["2:4"] for cell in row if cell.fill.fgColor.rgb == "00FFC7CE"} == set(
        marked
    )
    day, outcome = (sheet.cell(1, column(sheet, name)).column_letter for name in ("处罚决定日期", "处理结果"))
    assert set(marked) == {f"{day}2", f"{outcome}3", "A4"}
    assert all("规则:" in text and ("请" in text) for text in marked.values())
    told = [[cell.value for cell in row] for row in book["填写说明"]]
    assert any(row[:2] == ["坏.xlsx", told[-1][1]] and "另存为" in str(row[1]) for row in told)
    assert path.stat().st_mode & 0o077 == 0
    again = write(bureau, "退回单二.xlsx")
    assert again.read_bytes() == path.read_bytes()


def test_names_of_sheets_are_legible_unique_and_short() -> None:
    long = "某某县交通运输综合行政执法队行政处罚案件明细台账导出"
    table = Original(CONTRACTS["cases"], False, {0: "案号"}, {2: {0: "案1"}})
    sheets = [ReturnedSheet(f"{at}/{long}[{at}].xlsx", "a" * 64, "Data", table, {2: []}) for at in (1, 1, 2)]
    day = date(2024, 3, 15)
    names = load_workbook(BytesIO(correction_workbook(Returns(day, day, sheets, [], [])))).sheetnames
    whole = [f"{long}_{at}_-Data"[:31] for at in (1, 2)]
    assert names[1:4] == [whole[0], whole[0][:28] + "(2)", whole[1]]


def test_a_serial_number_of_a_1904_workbook_stays_the_same_day() -> None:
    rows = {2: {0: "案1", 1: "43595", 2: "43595"}}
    table = Original(CONTRACTS["cases"], True, {0: "案号", 1: "立案日期", 2: "罚款金额"}, rows)
    day = date(2024, 3, 15)
    returns = Returns(day, day, [ReturnedSheet("案件.xls", "a" * 64, "Data", table, {2: []})], [], [])
    shown = load_workbook(BytesIO(correction_workbook(returns))).worksheets[1]
    assert [cell.value for cell in shown[2]][:3] == ["案1", str(date(1904, 1, 1) + timedelta(43595)), "43595"]


def test_warnings_stand_on_a_sheet_of_their_own_with_their_law(bureau: Bureau) -> None:
    sheet = load_workbook(write(bureau))["提示"]
    assert [cell.value for cell in sheet[2]][-2:] == ["提示", "法律依据"]
    assert any("第五十一条" in str(row[-1].value) for row in sheet.iter_rows(min_row=3))


# -- what people do to it --------------------------------------------------------------------------
def shuffle(sheet: Worksheet) -> None:
    """Correct two rows of three, delete the third, turn the others round below a title of somebody's own."""
    mend_cases(sheet)
    sheet.delete_rows(4)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for at, row in enumerate(reversed(rows), start=2):
        for number, value in enumerate(row, start=1):
            sheet.cell(at, number).value = value
    sheet.insert_rows(1)
    sheet.cell(1, 1).value = "2021年全年案件"


def origins(shard: Shard) -> dict[tuple[str, int], int]:
    """Sheet and row of a returned row → the row that it was."""
    rows = shard.origins.select("sheet", "row", "origin_row").rows()
    return {(sheet[:2], row): origin for sheet, row, origin in rows}


def test_sorting_deleting_and_inserting_rows_loses_no_origin_and_states_no_month(bureau: Bureau) -> None:
    path = write(bureau, "2022年案件退回单.xlsx")
    assert path.name == "2022年案件退回单_20240315.xlsx"
    correct(path, shuffle)
    shard = shard_of(path.read_bytes())
    assert origins(shard) == {("案件", 3): 7, ("案件", 4): 6, ("缴款", 2): 3}
    assert column_of_shard(shard, "case_no") == ["浙武交罚〔2023〕5", "浙武交罚〔2023〕4"]
    assert (shard.reading.is_returned, shard.reading.stated_months) == (True, [])
    sighting = Sighting(1, date(2024, 3, 15), path.name, shard.reading.sha256)
    [entry] = settle(1, [sighting], [], lambda _: shard.reading).entries
    assert (entry.named_months, entry.export_on) == ((), date(2024, 3, 15))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_is_read_alike(bureau: Bureau, tmp_path: Path) -> None:
    path = write(bureau)
    correct(path, mend_cases)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    save = ["--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(path)]
    subprocess.run(["soffice", profile, *save], check=True, capture_output=True, timeout=120)
    saved = tmp_path / "saved" / path.name
    assert [cell.coordinate for row in load_workbook(saved).worksheets[1]["2:4"] for cell in row if cell.comment]
    before, after = shard_of(path.read_bytes()), shard_of(saved.read_bytes())
    assert origins(after) == origins(before) != {}
    assert after.reading.contract == before.reading.contract
    assert after.findings.equals(before.findings)
    assert after.accepted["cases"].drop("file_sha256").equals(before.accepted["cases"].drop("file_sha256"))


def test_rows_left_as_they_were_are_rejected_again_however_many_and_the_others_of_the_workbook_count(
    tmp_path: Path,
) -> None:
    """Of a hundred amounts ten are dates; sent back they are all there is, and yet the workbook is no drifted file."""
    bureau = Bureau(tmp_path)
    wrong = cases(range(1, 11), fine="2023-05-06")
    bureau.put("案件_20240105.xlsx", "cases", *wrong, *cases(range(11, 101), fine="200"))
    bureau.put("缴款_20240105.csv", "payments", {"receipt_no": "P1", "amount": "约200元"})
    bureau.night()
    path = write(bureau)
    correct(
        path, lambda sheet: setattr(sheet.cell(2, column(sheet, "缴款金额")), "value", "200"), "缴款_20240105-Sheet1"
    )
    drop(bureau, path)
    assert bureau.files()[path.name]["status"] == "in force"
    assert statuses(bureau, "payments")["缴款_20240105.csv", 2] == ("mended", path.name)
    assert {row["file"] for row in bureau.rejections()} == {path.name}
    assert len(bureau.rejections()) == len(wrong)


# -- which day ---------------------------------------------------------------------------------------
def test_the_corrected_row_follows_the_export_that_it_came_from_and_gives_way_to_a_newer_one(tmp_path: Path) -> None:
    """The export is dated ahead, so the workbook bears the very day of it; two of its rows contradict one another."""
    bureau, wrong = Bureau(tmp_path), cases(range(2, 3), decided_on="那天", fine="100")
    twice = [*cases(range(1, 2), fine="100"), *cases(range(1, 2), fine="200")]
    bureau.put("案件_202403.xlsx", "cases", *twice, *wrong)
    bureau.night()
    path = write(bureau)
    assert path.name == "退回单_20240331.xlsx"

    def mend(sheet: Worksheet) -> None:
        sheet.cell(4, column(sheet, "处罚决定日期")).value = "2023-05-07"
        sheet.delete_rows(3)

    correct(path, mend)
    bureau.put("案件_20240401.xlsx", "cases", *cases(range(2, 3), fine="300"))
    drop(bureau, path)
    traced = {(row["file"], row["value"]) for row in bureau.trace("fines_levied")}
    assert traced == {(path.name, "100"), ("案件_20240401.xlsx", "300")}
    assert {status for status, _ in statuses(bureau).values()} == {"mended"}


def test_a_name_with_an_older_day_is_declined(bureau: Bureau) -> None:
    with pytest.raises(BadName, match="2024-03-15"):
        write(bureau, "退回单_20240301.xlsx")
    assert export_day("退回单_20240315_2.xlsx") == date(2024, 3, 15)
    assert write(bureau, "退回单_20240316.xlsx").name == "退回单_20240316.xlsx"
    with pytest.raises(NotAWorkbook):
        write(bureau, "退回单.csv")


# -- what became of a rejection ----------------------------------------------------------------------
def test_a_later_export_or_a_new_version_of_the_file_mends_and_the_history_stays(bureau: Bureau) -> None:
    bureau.put("案件_20240201.xlsx", "cases", *cases(range(4, 5), fine="300"))
    put(bureau.raw / "坏.xlsx", (bureau.raw / "案件_20240201.xlsx").read_bytes())
    bureau.night()
    assert statuses(bureau)["案件_20240105.xlsx", 6] == ("mended", "坏.xlsx")  # the first of the paths of these bytes
    assert statuses(bureau)["案件_20240105.xlsx", 7] == ("open", None)
    [refused] = bureau.rows("select replaced_by, last_seen_run from files where status = 'refused'")
    assert refused["replaced_by"] == bureau.in_force()["坏.xlsx"]
    assert refused["last_seen_run"] == 1
    put(bureau.raw / "案件_20240105.xlsx", workbook({"明细": table("cases", *cases(range(1, 6), fine="200"))}))
    bureau.retract("缴款_20240105.csv")
    bureau.night()
    found = {key: status for key, status in statuses(bureau).items() if key[0] == "案件_20240105.xlsx"}
    assert [found["案件_20240105.xlsx", row][0] for row in (6, 7, 8)] == ["mended", "mended", "replaced"]
    assert bureau.rejections() == []
    done = bureau.command("rejects", "--workbook", str(bureau.folder / "退回单.xlsx"))
    assert (done.returncode, "没有" in done.stdout, list(bureau.folder.glob("*.xlsx"))) == (0, True, [])
    assert statuses(bureau, "payments")["缴款_20240105.csv", 3] == ("retracted", None)
    assert bureau.rows("select last_seen_run from rejections where file like '%.csv'") == [{"last_seen_run": 2}]


# -- the commands ------------------------------------------------------------------------------------
def test_the_command_writes_it_under_a_dated_name_and_shows_values_in_clear(bureau: Bureau) -> None:
    done = bureau.command("rejects", "--workbook", str(bureau.folder / "退回单.xlsx"))
    assert "退回单_20240315.xlsx" in done.stdout
    assert (bureau.folder / "退回单_20240315.xlsx").exists()
    masked = {row["rule"]: row["value"] for row in bureau.ask(published.rejections)}
    rows = bureau.json("rejects", "--clear", "--all")
    assert {"file", "sheet", "row", "cell", "column", "value", "rule", "message"} <= rows[0].keys()
    assert {"status", "mended_by", "first_seen_run", "last_seen_run"} <= rows[0].keys()
    clear = {row["rule"]: row["value"] for row in rows}
    assert "*" in masked["id-lost-digits"]
    assert clear == masked | {"id-lost-digits": "201312142345679000"}


def test_who_may_not_read_the_archive_is_told_so(bureau: Bureau) -> None:
    shutil.rmtree(bureau.warehouse.archive)
    for question in (lambda: write(bureau), lambda: in_clear(bureau.rejections(), bureau.warehouse)):
        with pytest.raises(ArchiveClosed, match="运行账号"):
            question()
