"""The check that nothing personal is published in clear holds what is planted, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.building.privacy import TEXT_TYPES
from flows.sequence import Exit
from flows.steps import build
from flows.store.candidates import Finding
from tests.bureau import Bureau

NAME = "欧阳试样"
ID = "330000199001011236"
PLATE = "浙G12345"
PHONE = "13900001234"
NO_1 = "浙武交罚〔2023〕1号"

# A person of a clear name, ID, plate and phone; a person of a place's name; nobody's number that looks like an ID.
CASES: list[dict[str, Any]] = [
    {
        "case_no": NO_1,
        "case_name": f"{NAME}驾驶{PLATE}超限运输案",
        "party_name": NAME,
        "party_kind": "自然人",
        "party_id": ID,
        "plate_no": PLATE,
        "offence": f"超限运输(电话{PHONE})",
        "officers": ["诸葛虚构", "司马假设"],
        "org_unit": "高明",
    },
    {"case_no": "浙武交罚〔2023〕2号", "party_name": "高明", "party_kind": "自然人", "case_name": "高明超限运输案"},
    {"case_no": "浙武交罚〔2023〕3号", "party_name": "许可", "party_kind": "自然人"},
]
RECEIPT = "330000199912310019"


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    bureau = Bureau(tmp_path)
    bureau.put("案件_20240105.xlsx", "cases", *CASES)
    bureau.put("缴款_20240105.xlsx", "payments", {"receipt_no": RECEIPT, "case_no": NO_1})
    bureau.put("普法_20240105.xlsx", "outreach", {"event_no": "1", "place": "高明", "event_name": "高明普法"})
    return bureau


@pytest.fixture
def plant(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Finding]]:
    """A night whose database somebody adds something to; gives what the check found."""

    def planted(*statements: str) -> list[Finding]:
        look = build.find_exposures

        def add_and_look(connection: duckdb.DuckDBPyConnection) -> None:
            connection.execute(";".join(statements))
            look(connection)

        monkeypatch.setattr(build, "find_exposures", add_and_look)
        outcome = bureau.night()
        found = [finding for finding in outcome.verdict.findings if finding.check == "no-personal-data"]
        assert outcome.exit is (Exit.HELD if found else Exit.DONE)
        return found

    return planted


def test_a_place_of_a_persons_name_and_a_number_like_an_id_do_not_hold(bureau: Bureau) -> None:
    outcome = bureau.night()
    assert outcome.exit is Exit.DONE
    assert not outcome.verdict.holds
    assert bureau.rows("select place from core.outreach") == [{"place": "高明"}]
    assert bureau.rows("select receipt_no from core.payments") == [{"receipt_no": RECEIPT}]


def test_nothing_of_a_case_is_in_clear(bureau: Bureau) -> None:
    bureau.night()
    (case,) = bureau.rows(f"select * from 案件 where 案号原文 = '{NO_1}'")
    assert not [text for text in (NAME, ID, PLATE, PHONE) if text in str(case)]


# Statement, where it leaves something in clear, and what. Each leaves one thing in one place.
IN_VIEWS_AND_TABLES = [
    (f"create view leaking as select '{NAME}' as 当事人", "main.leaking", "定义", "姓名"),
    (f"create view by_plate as from core.cases where plate_no = '{PLATE}'", "main.by_plate", "定义", "车牌号"),
    (f"create macro one_id() as '{ID}'", "main.one_id", "定义", "证件号码"),
    (f"comment on table core.cases is '如{NAME}一案'", "core.cases", "注释", "姓名"),
    (f"comment on column core.cases.case_no is '电话 {PHONE}'", "core.cases", "case_no 的注释", "手机号"),
    (f"create table planted as select '{NAME}' as anything", "planted", "anything", "姓名"),
    (f"create table in_list as select ['{NAME}', '其他'] as anything", "in_list", "anything", "姓名"),
    (f"create table in_text as select ['证件号{ID}号'] as anything", "in_text", "anything", "证件号码"),
]
IN_RECORDS_AND_MESSAGES = [
    (
        f"update core.cases set case_name = '{NAME}超限运输案' where case_no like '%1%'",
        "core.cases",
        "case_name",
        "姓名",
    ),
    ("update core.cases set party_name = '高明'", "core.cases", "party_name", "姓名"),
    ("update core.cases set offence = '驾驶浙G·12345号车'", "core.cases", "offence", "车牌号"),
    (f"update core.cases set shown_key = '{ID}'", "core.cases", "shown_key", "证件号码"),
    (f"update core.payments set receipt_no = '2023{ID}01'", "core.payments", "receipt_no", "证件号码"),
    (f"update core.outreach set place = '联系人 {PHONE}'", "core.outreach", "place", "手机号"),
    (f"insert into rejections (file, message) values ('甲', '与{NAME}一行不同')", "rejections", "message", "姓名"),
    (
        "insert into warnings (file, contract, \"column\", value) values ('甲', 'cases', 'officers', '诸葛虚构')",
        "warnings",
        "value",
        "姓名",
    ),
    (f"update files set reason = '{ID} 不是表头'", "files", "reason", "证件号码"),
    (f"insert into skipped_rows (file, message) values ('甲', '合计 {PLATE}')", "skipped_rows", "message", "车牌号"),
]


@pytest.mark.parametrize("planted", [IN_VIEWS_AND_TABLES, IN_RECORDS_AND_MESSAGES])
def test_what_is_planted_holds(plant: Callable[..., list[Finding]], planted: list[tuple[str, str, str, str]]) -> None:
    (finding,) = plant(*(statement for statement, *_ in planted))
    shown = {(row["object"], row["column"], row["kind"]) for row in finding.shown}
    assert {tuple(place) for _, *place in planted} <= shown
    assert not [text for text in (NAME, ID, PLATE, PHONE, "诸葛虚构") if text in str(finding)]


def test_words_places_and_numbers_of_documents_do_not_hold(plant: Callable[..., list[Finding]]) -> None:
    found = plant(
        "create table places as select '高明' as org_unit, '高明' as place, '许可' as anything",
        'insert into rejections (file, contract, "column", value, message) '
        "values ('高明/案件.xlsx', 'cases', 'field', '高明', '与 高明/案件.xlsx 的行政许可不同')",
        f"create table numbers as select '{RECEIPT}' as anything",
        "comment on table core.cases is '行政许可见办件'",
        "insert into figure_change_records (key) values ('T1|诸葛虚构运输有限公司|2023-05-06')",
    )
    assert found == []


def test_a_shop_of_a_persons_name_is_masked_rather_than_held(bureau: Bureau) -> None:
    bureau.put(
        "检查_20240105.xlsx",
        "inspections",
        {"task_no": "T1", "object_name": NAME, "object_id": "91330000MA27XXXX5A"},
        {"task_no": "T2", "object_name": PLATE},
        {"task_no": "T3", "object_name": "安达运输有限公司"},
    )
    assert bureau.night().exit is Exit.DONE
    names = bureau.rows("select task_no, object_name from core.inspection_visits order by task_no")
    assert [row["object_name"] for row in names] == ["欧***", "浙******", "安达运输有限公司"]
    assert PLATE not in str(bureau.rows("select * from core.inspection_visits"))


def test_free_texts_and_misplaced_numbers_are_masked(bureau: Bureau) -> None:
    bureau.put(
        "普法二_20240105.xlsx",
        "outreach",
        {"event_name": f"{PLATE}事故警示", "place": f"联系人{PHONE}", "held_on": "2023-06-01"},
    )
    bureau.put("案件二_20240105.xlsx", "cases", {"case_no": "浙武交罚〔2023〕9号", "officer_ids": [ID, "33070001"]})
    assert bureau.night().exit is Exit.DONE
    (event,) = bureau.rows("select * from core.outreach where event_no is null")
    assert not [text for text in (PLATE, PHONE) if text in str(event)]
    (case,) = bureau.rows("select officer_ids from core.cases where len(officer_ids) > 0")
    assert "33070001" in case["officer_ids"]
    assert ID not in case["officer_ids"]


def test_every_kind_of_text_that_is_published_is_looked_at(bureau: Bureau) -> None:
    bureau.night()
    kinds = bureau.rows("select distinct data_type from duckdb_columns() where not internal")
    assert {row["data_type"] for row in kinds if "VARCHAR" in row["data_type"]} <= set(TEXT_TYPES)
