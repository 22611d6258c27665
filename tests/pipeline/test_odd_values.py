"""What slips into exports now and then: it is rejected or shown, and a night with workbook and pages ends well."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import pytest
from openpyxl import load_workbook

from flows.outputs.pages.records import _in_one_line
from flows.published import Period
from flows.release.explain import revisions
from flows.release.freeze import Approval, release_figures
from flows.sequence import Exit
from flows.settings import Settings
from flows.steps.key import rotate_key
from flows.store.releases import Release
from tests.bureau import Bureau
from tests.corrections.bureaus import DeclaringBureau
from tests.exports import cases, put

APPROVAL = Approval("王局", "2024-03-16T09:00:00+08:00")


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    return Bureau(tmp_path, settings=Settings(workbook_years=1, pages_years=1))


def test_numbers_of_documents_in_columns_of_numbers_are_rejected(bureau: Bureau) -> None:
    bureau.put("普法_20240105.xlsx", "outreach", {"participants": "330000199001011236"})
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 3), fine="6217001234567890", penalty_kinds=["罚款"]))
    assert bureau.night().exit is Exit.DONE
    assert {(row["column"], row["rule"]) for row in bureau.rejections()} == {
        ("participants", "int-unreadable"),
        ("fine", "money-unreadable"),
    }


def test_the_largest_amounts_that_are_read_add_up(bureau: Bureau) -> None:
    largest = {"fine": "99999999999999.99", "confiscated_income": "99999999999999.99", "penalty_kinds": ["罚款"]}
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 3), **largest))
    receipt = {"case_no": "浙武交罚〔2023〕1号", "amount": "99999999999999.99"}
    bureau.put("缴款_20240105.csv", "payments", {**receipt, "receipt_no": "1"}, {**receipt, "receipt_no": "2"})
    assert bureau.night().exit is Exit.DONE
    assert bureau.value("fines_levied") == "39999999999.999996"


def test_characters_that_no_workbook_holds_are_left_out_of_it(bureau: Bureau) -> None:
    bureau.put(
        "案件\uffff_20240105.csv", "cases", {"case_no": "1", "org_unit": "甲\uffff队"}, {"case_no": "2\ufffe"}, {}
    )
    assert bureau.night().exit is Exit.DONE
    book = load_workbook(bureau.warehouse.published / "年度指标_2023.xlsx")
    assert "甲 队" in [cell.value for cell in book["分机构"][3]]


def test_a_unit_of_digits_is_no_month(bureau: Bureau) -> None:
    bureau.put("案件_20240105.csv", "cases", {"case_no": "1", "org_unit": "330723001"})
    bureau.night()
    book = load_workbook(bureau.warehouse.published / "年度指标_2023.xlsx")
    assert [cell.value for cell in book["分机构"][3]] == ["指标", "单位", "合计", "330723001"]
    assert book["分月"][3][3].value == "1月"


def test_names_that_differ_in_capitals_alone_are_one_to_a_spreadsheet(bureau: Bureau) -> None:
    bureau.put("填报_20240105.xlsx", "declared", {"indicator": "ABC"}, {"indicator": "abc"})
    bureau.night()
    names = [name.lower() for name in load_workbook(bureau.warehouse.published / "年度指标_2023.xlsx").defined_names]
    assert len(names) == len(set(names))


def test_a_line_break_in_a_name_divides_no_line_of_a_list() -> None:
    (found,) = duckdb.sql(f"select {_in_one_line(chr(39) + 'a' + chr(10) + 'b' + chr(9) + 'c' + chr(39))}").fetchall()
    assert found == ("a b c",)


def test_without_pages_no_name_leads_to_them(bureau: Bureau) -> None:
    bureau.put("案件_20240105.csv", "cases", {"case_no": "1"})
    bureau.night()
    assert (bureau.warehouse.root / "首页.html").exists()
    bureau.settings = Settings(workbook_years=0, pages_years=0)
    bureau.night(date(2024, 3, 16))
    assert not (bureau.warehouse.root / "首页.html").is_symlink()
    assert not (bureau.warehouse.root / "网页").is_symlink()


def test_records_in_a_month_that_no_file_covers_stand_in_that_month(bureau: Bureau) -> None:
    bureau.put("2023年1-6月案件.xlsx", "cases", *cases(range(1, 4), closed_on="2023-07-15"))
    bureau.night()
    months = bureau.rows("select 月份, 数值, 状态 from 指标分月 where 年度 = 2023 and 名称 = 'cases_closed'")
    found = {row["月份"]: (row["数值"], row["状态"]) for row in months}
    assert (found[7], found[8]) == ((3, "部分"), (None, "无数据"))


def test_what_is_declared_after_a_release_is_late_and_withdrawn_is_deleted(bureau: Bureau) -> None:
    bureau.put("案件_20240105.xlsx", "cases", *cases(range(1, 4)))
    bureau.night()
    release = release_figures(bureau.warehouse, Period(2023), APPROVAL)
    bureau.put("填报.xlsx", "declared", {"indicator": "培训"})
    bureau.night()
    assert _causes(bureau, release) == [("培训", "补录")]
    release = release_figures(bureau.warehouse, Period(2023), APPROVAL)
    bureau.retract("填报.xlsx")
    bureau.night()
    assert _causes(bureau, release) == [("培训", "删除")]


def _causes(bureau: Bureau, release: Release) -> list[tuple[str, str]]:
    return [(row["figure"], row["cause_title"]) for row in revisions(bureau.warehouse, release)]


def test_a_draft_is_checked_though_a_release_is_damaged(bureau: Bureau) -> None:
    bureau.put("案件_20240105.csv", "cases", *cases(range(1, 4)))
    bureau.night()
    release_figures(bureau.warehouse, Period(2023), APPROVAL)
    path = bureau.warehouse.releases / "2023-r1" / "release.json"
    path.chmod(0o600)
    path.write_text(path.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    draft = put(bureau.folder / "稿.txt", "2023年查处各类违法案件4起。".encode())
    done = bureau.command("check-report", str(draft), "2023")
    assert done.returncode == 1
    assert "4起" in done.stdout


def test_a_number_declared_in_another_unit_is_compared_with_nothing(bureau: Bureau) -> None:
    last_year = {"indicator": "培训", "value": "5", "unit": "人", "period": "2022年"}
    bureau.put("填报_20240105.xlsx", "declared", {"indicator": "培训", "value": "5", "unit": "次"}, last_year)
    bureau.night()
    draft = put(bureau.folder / "稿.txt", "2023年，培训5次，同比增长3次。".encode())
    assert bureau.command("check-report", str(draft), "2023").returncode == 0


def test_declarations_named_in_the_charset_of_windows_are_read(tmp_path: Path) -> None:
    bureau = DeclaringBureau(tmp_path)
    bureau.put("缴款_20240105.csv", "payments", {"receipt_no": "P1", "amount": "200"})
    bureau.declare(
        {"contract": "payments", "key": "P1", "expected": "200", "refund": {"on": "2023-09-01", "amount": "50"}}
    )
    place = bureau.folder_of_corrections / "2023.yml"
    place.rename(Path(os.fsdecode(os.fsencode(bureau.folder_of_corrections) + b"/" + "更正.yml".encode("gb18030"))))
    assert bureau.night().exit is Exit.DONE
    assert "更正申报/更正.yml" in bureau.files()


def test_declarations_of_one_name_in_two_charsets_both_hold(tmp_path: Path) -> None:
    bureau = DeclaringBureau(tmp_path)
    receipts = [{"receipt_no": name, "amount": "200"} for name in ("P1", "P2")]
    bureau.put("缴款_20240105.csv", "payments", *receipts)
    refund = {"contract": "payments", "expected": "200", "refund": {"on": "2023-09-01", "amount": "50"}}
    bureau.declare({**refund, "key": "P1"}, name="更正.yml")
    bureau.declare({**refund, "key": "P2"}, name="x.yml")
    folder = bureau.folder_of_corrections
    (folder / "x.yml").rename(os.fsdecode(os.fsencode(folder) + b"/" + "更正.yml".encode("gb18030")))
    bureau.night()
    assert bureau.value("fines_collected") == "0.03"


def test_a_folder_that_somebody_put_in_the_place_of_a_link_stays(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("案件_20240105.csv", "cases", {"case_no": "1"})
    (bureau.warehouse.root / "网页").mkdir(parents=True)
    assert bureau.night().exit is Exit.DONE


def test_two_keys_that_are_replaced_in_one_day_are_both_kept(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("案件_20240105.csv", "cases", {"case_no": "1"})
    bureau.night()
    place, keys = bureau.folder / "key", set()
    for _ in range(2):
        keys.add(place.read_bytes())
        rotate_key(place, bureau.warehouse, because="核对", by="甲", at="2024-03-16T09:00:00+08:00")
    assert keys <= {path.read_bytes() for path in bureau.folder.glob("key.*")}


def test_rows_without_a_number_of_their_own_that_contradict_one_another_are_named_by_what_they_are_known_by(
    bureau: Bureau,
) -> None:
    event = {"event_no": "", "event_name": "甲", "held_on": "2023-05-07", "place": "乙"}
    bureau.put("普法_20240101.xlsx", "outreach", {**event, "participants": 1}, {**event, "participants": 3})
    bureau.night()
    found = bureau.rejections()
    assert {(row["column"], row["value"], row["rule"]) for row in found} == {("held_on", "2023-05-07", "duplicate-key")}
    assert all("同一活动日期、活动名称、活动地点有内容不同的行" in row["message"] for row in found)
    assert [row["heading"] for row in found] == ["活动日期"] * 2
