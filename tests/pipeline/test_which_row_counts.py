"""Which row counts where a key stands in several rows and files (spec: exports, "Which row counts")."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.bureau import Bureau
from tests.exports import csv_file, put

OCTOBER, NOVEMBER, DECEMBER = "案件_20231031.csv", "案件_20231130.csv", "案件_20231231.csv"
NOVEMBER_TOO = "二队/案件_20231130.csv"  # the same export time: the same export

Written = list[tuple[str, dict[str, Any]]]
# name → where its rows stand, the fine that counts, and what became of the others.
CASES: dict[str, tuple[Written, int | None, dict[str, int]]] = {
    "the later export wins": ([(OCTOBER, {"fine": 1}), (DECEMBER, {"fine": 2})], 2, {}),
    "identical rows of one export": ([(NOVEMBER, {"fine": 1}), (NOVEMBER_TOO, {"fine": 1})], 1, {"duplicate": 1}),
    "identical but for the spelling": (
        [
            (NOVEMBER, {"fine": "1,000.00", "penalty_kinds": "罚款、警告", "procedure": "简易", "off_site": "无"}),
            (NOVEMBER_TOO, {"fine": "0.1万元", "penalty_kinds": "警告;罚款", "procedure": "01", "off_site": "否"}),
        ],
        1000,
        {"duplicate": 1},
    ),
    "differing rows of one export": (
        [(NOVEMBER, {"fine": 1}), (NOVEMBER_TOO, {"fine": 2})],
        None,
        {"duplicate-key": 2},
    ),
    "differing rows of one file": ([(NOVEMBER, {"fine": 1}), (NOVEMBER, {"fine": 2})], None, {"duplicate-key": 2}),
    "several parties under one number": (
        [(NOVEMBER, {"fine": 1, "party_name": "某甲公司"}), (NOVEMBER, {"fine": 1, "party_name": "某乙公司"})],
        None,
        {"duplicate-key": 2},
    ),
    "values that a careless comparison would join alike": (
        [
            (NOVEMBER, {"fine": 1, "party_name": "甲, 乙公司", "offence": "丙"}),
            (NOVEMBER, {"fine": 1, "party_name": "甲", "offence": "乙公司, 丙"}),
        ],
        None,
        {"duplicate-key": 2},
    ),
    "a blank is no text": (
        [(NOVEMBER, {"fine": 1, "offence": ""}), (NOVEMBER, {"fine": 1, "offence": "Null值"})],
        None,
        {"duplicate-key": 2},
    ),
    "the last accepted row stays under a conflict": (
        [(OCTOBER, {"fine": 3}), (NOVEMBER, {"fine": 1}), (NOVEMBER_TOO, {"fine": 2})],
        3,
        {"duplicate-key": 2},
    ),
    "a conflict is over with the next export": (
        [(NOVEMBER, {"fine": 1}), (NOVEMBER_TOO, {"fine": 2}), (DECEMBER, {"fine": 4})],
        4,
        {"duplicate-key": 2},
    ),
    "a rejected later row": ([(OCTOBER, {"fine": 1}), (DECEMBER, {"fine": -2})], 1, {"money-negative": 1}),
    "a row that is rejected beside one that is not": (
        [(NOVEMBER, {"fine": 1}), (NOVEMBER_TOO, {"fine": -2})],
        1,
        {"money-negative": 1},
    ),
    "deleted": ([(OCTOBER, {"fine": 1}), (DECEMBER, {"change": "删除"})], None, {}),
    "deleted and back": (
        [(OCTOBER, {"fine": 1}), (NOVEMBER, {"change": "删除"}), (DECEMBER, {"fine": 2})],
        2,
        {},
    ),
    "deleted before it came": ([(OCTOBER, {"change": "删除"}), (DECEMBER, {"fine": 1})], 1, {}),
    "deleted though nobody knew it": ([(DECEMBER, {"change": "删除"})], None, {}),
    "deleted twice in one export": (
        [(OCTOBER, {"fine": 1}), (NOVEMBER, {"change": "删除"}), (NOVEMBER_TOO, {"change": "作废", "fine": 1})],
        None,
        {"duplicate": 1},
    ),
    "brought and deleted in one export": (
        [(NOVEMBER, {"fine": 1, "change": "新增"}), (NOVEMBER_TOO, {"change": "删除"})],
        None,
        {"replaced-in-export": 1},
    ),
    "contradicted and deleted in one export": (
        [(NOVEMBER, {"fine": 1}), (NOVEMBER, {"fine": 2}), (NOVEMBER_TOO, {"change": "删除"})],
        None,
        {"replaced-in-export": 2},
    ),
    "brought and changed in one export": (
        [(NOVEMBER, {"fine": 2, "change": "修改"}), (NOVEMBER, {"fine": 1, "change": "i"})],
        2,
        {"replaced-in-export": 1},
    ),
    "a row without mark is one that is brought": (
        [
            (NOVEMBER, {"fine": 1}),
            (NOVEMBER, {"fine": 1, "change": "新增"}),
            (NOVEMBER_TOO, {"fine": 2, "change": "u"}),
        ],
        2,
        {"replaced-in-export": 2},
    ),
    "changed twice alike": (
        [(NOVEMBER, {"fine": 1}), (NOVEMBER, {"fine": 2, "change": "修改"}), (NOVEMBER, {"fine": 2, "change": "U"})],
        2,
        {"replaced-in-export": 1, "duplicate": 1},
    ),
    "changed twice and differently": (
        [
            (OCTOBER, {"fine": 9}),
            (NOVEMBER, {"fine": 1}),
            (NOVEMBER, {"fine": 2, "change": "修改"}),
            (NOVEMBER_TOO, {"fine": 3, "change": "修改"}),
        ],
        9,
        {"duplicate-key": 3},
    ),
    "test data": ([(OCTOBER, {"fine": 1}), (DECEMBER, {"fine": 2, "is_test": "是"})], 1, {"test-row": 1}),
    "a day that cannot have come": (
        [(OCTOBER, {"fine": 1}), (DECEMBER, {"fine": 2, "closed_on": "2026-01-01"})],
        1,
        {"date-implausible": 1},
    ),
    "a day that may come": ([(DECEMBER, {"fine": 2, "closed_on": "2025-12-31"})], 2, {}),
    "an impossible day beside a possible one": (
        [(NOVEMBER, {"fine": 1}), (NOVEMBER_TOO, {"fine": 2, "closed_on": "2026-01-01"})],
        1,
        {"date-implausible": 1},
    ),
}
NAMES = list(CASES)

# receipt → where its items stand, the sum that counts, and what became of the others.
OLD, NEW = "缴款_20231031.csv", "缴款_20231231.csv"
ITEM = {"kind": "罚款", "paid_on": "2023-06-01"}
PAYMENTS: dict[str, tuple[Written, int, dict[str, int]]] = {
    "items": (
        [
            (OLD, ITEM | {"amount": 100}),
            (OLD, ITEM | {"amount": 50, "kind": "没收款"}),
            (OLD, ITEM | {"amount": 30, "paid_on": "2023-06-02"}),
            (OLD, ITEM | {"amount": 7, "kind": ""}),
        ],
        187,
        {},
    ),
    "replaced by a later export": (
        [(OLD, ITEM | {"amount": 100}), (OLD, ITEM | {"amount": 50, "kind": "没收款"}), (NEW, ITEM | {"amount": 70})],
        70,
        {},
    ),
    "differing rows of one item": ([(OLD, ITEM | {"amount": 1}), (OLD, ITEM | {"amount": 2})], 0, {"duplicate-key": 2}),
    "a conflict in one of its items": (
        [(OLD, ITEM | {"amount": 1}), (OLD, ITEM | {"amount": 2}), (OLD, ITEM | {"amount": 5, "kind": "没收款"})],
        5,
        {"duplicate-key": 2},
    ),
    "the same item twice": ([(OLD, ITEM | {"amount": 1}), (OLD, ITEM | {"amount": "1.00元"})], 1, {"duplicate": 1}),
    "deleted with all its items": (
        [(OLD, ITEM | {"amount": 1}), (OLD, ITEM | {"amount": 2, "kind": "没收款"}), (NEW, {"change": "删除"})],
        0,
        {},
    ),
    "brought and deleted in one export": (
        [(OLD, ITEM | {"amount": 1}), (OLD, ITEM | {"amount": 2, "kind": "没收款"}), (OLD, {"change": "删除"})],
        0,
        {"replaced-in-export": 2},
    ),
    "late fees": ([(OLD, ITEM | {"amount": 3, "kind": "滞纳金"})], 3, {}),
}

# task → its rows, finding and case number of the visit, and what became of the others.
EARLIER, LATER = "检查_20231130.csv", "检查_20231231.csv"
VISITS: dict[str, tuple[Written, tuple[str | None, str | None] | None, dict[str, int]]] = {
    "lines": (
        [
            (EARLIER, {"finding": "合格"}),
            (EARLIER, {"finding": "不合格", "case_no": "浙武交罚〔2023〕8号", "follow_up": "立案"}),
            (EARLIER, {"finding": "责令改正"}),
        ],
        ("发现问题待后续处理", "浙武交罚〔2023〕8"),
        {"item-line": 2},
    ),
    "lines and a copy": (
        [(EARLIER, {"finding": "合格"}), (EARLIER, {"finding": "正常"}), (EARLIER, {"finding": "不配合检查"})],
        ("不配合检查", None),
        {"item-line": 1, "duplicate": 1},
    ),
    "a finding beside none": (
        [(EARLIER, {"finding": ""}), (EARLIER, {"finding": "停业或清算"})],
        ("停业或清算", None),
        {"item-line": 1},
    ),
    "rows that differ in more": (
        [(EARLIER, {"finding": "合格", "terminal": "掌上"}), (EARLIER, {"finding": "合格", "terminal": "PC"})],
        None,
        {"duplicate-key": 2},
    ),
    "lines replaced by a later export": (
        [(EARLIER, {"finding": "不合格"}), (EARLIER, {"finding": "合格"}), (LATER, {"finding": "合格"})],
        ("未发现问题", None),
        {"item-line": 1},
    ),
}


def case_no(name: str) -> str:
    return f"浙武交罚〔2023〕{NAMES.index(name) + 1}号"


def _by_file(contract: str, column: str, scenarios: dict[str, Any], number: Any) -> Iterator[tuple[str, bytes]]:
    files: dict[str, list[dict[str, Any]]] = {}
    for name, (written, *_) in scenarios.items():
        for path, facts in written:
            files.setdefault(path, []).append({column: number(name)} | facts)
    yield from ((path, csv_file(contract, *records)) for path, records in files.items())


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    bureau = Bureau(tmp_path_factory.mktemp("rows"))
    for path, content in [
        *_by_file("cases", "case_no", CASES, case_no),
        *_by_file("payments", "receipt_no", PAYMENTS, str.upper),
        *_by_file("inspections", "task_no", VISITS, str.upper),
    ]:
        put(bureau.raw / path, content)
    bureau.night()
    return bureau


@pytest.fixture(scope="module")
def findings(bureau: Bureau) -> dict[str, list[dict[str, Any]]]:
    """Rejected and skipped rows by the key that stands in their file."""
    found = bureau.rows(
        "select file, file_sha256, contract, row, rule, message from rejections "
        "union all select file, file_sha256, contract, row, rule, message from skipped_rows"
    )
    keys = {
        (path, row): number(name)
        for scenarios, number in ((CASES, case_no), (PAYMENTS, str.upper), (VISITS, str.upper))
        for path in {path for written, *_ in scenarios.values() for path, _ in written}
        for row, name in enumerate((n for n, (written, *_) in scenarios.items() for p, _ in written if p == path), 2)
    }
    by_key: dict[str, list[dict[str, Any]]] = {}
    for finding in found:
        by_key.setdefault(keys[finding["file"], finding["row"]], []).append(finding)
    return by_key


def rules(findings: dict[str, list[dict[str, Any]]], key: str) -> dict[str, int]:
    counted: dict[str, int] = {}
    for finding in findings.get(key, []):
        counted[finding["rule"]] = counted.get(finding["rule"], 0) + 1
    return counted


@pytest.mark.parametrize("name", CASES)
def test_cases(bureau: Bureau, findings: dict[str, list[dict[str, Any]]], name: str) -> None:
    _, fine, others = CASES[name]
    rows = bureau.rows(f"select fine from core.cases where shown_key = '{case_no(name)}'")
    assert [row["fine"] for row in rows] == ([] if fine is None else [Decimal(fine)])
    assert rules(findings, case_no(name)) == others


@pytest.mark.parametrize("name", PAYMENTS)
def test_items_of_receipts(bureau: Bureau, findings: dict[str, list[dict[str, Any]]], name: str) -> None:
    _, amount, others = PAYMENTS[name]
    rows = bureau.rows(f"select coalesce(sum(amount), 0) as sum from core.payments where receipt_no = '{name.upper()}'")
    assert rows == [{"sum": Decimal(amount)}]
    assert rules(findings, name.upper()) == others


@pytest.mark.parametrize("name", VISITS)
def test_item_lines_of_visits(bureau: Bureau, findings: dict[str, list[dict[str, Any]]], name: str) -> None:
    _, visit, others = VISITS[name]
    rows = bureau.rows(f"select finding, case_no from core.inspection_visits where task_no = '{name.upper()}'")
    assert [(row["finding"], row["case_no"]) for row in rows] == ([] if visit is None else [visit])
    assert rules(findings, name.upper()) == others


@pytest.mark.parametrize(
    ("name", "export_on"),
    [
        ("a rejected later row", "2023-10-31"),
        ("the last accepted row stays under a conflict", "2023-10-31"),
        ("a day that cannot have come", "2023-10-31"),
        ("a row that is rejected beside one that is not", "2023-11-30"),
    ],
)
def test_a_rejection_says_which_row_stays_in_force(
    findings: dict[str, list[dict[str, Any]]], name: str, export_on: str
) -> None:
    for finding in findings[case_no(name)]:
        assert f"目前仍按{export_on}的导出统计" in finding["message"]
        assert finding["message"].count("目前仍按") == 1


def test_a_conflict_names_both_places_and_says_that_one_case_is_one_row(
    findings: dict[str, list[dict[str, Any]]],
) -> None:
    for finding in findings[case_no("differing rows of one export")]:
        assert NOVEMBER in finding["message"]
        assert NOVEMBER_TOO in finding["message"]
        assert "目前仍按" not in finding["message"]
        assert "一个案件一行" in finding["message"]


def test_every_row_of_every_file_is_accounted_for(bureau: Bureau) -> None:
    written = [path for scenarios in (CASES, PAYMENTS, VISITS) for rows, *_ in scenarios.values() for path, _ in rows]
    files = bureau.files()
    assert {name: row["read"] for name, row in files.items()} == {name: written.count(name) for name in set(written)}
    for row in files.values():
        assert row["read"] == row["accepted"] + row["rejected"] + row["skipped"]
        assert min(row["accepted"], row["rejected"], row["skipped"]) >= 0
        assert row["status"] == "in force"


def test_a_row_that_lost_to_a_later_export_is_still_accepted(bureau: Bureau) -> None:
    october = [facts for written, *_ in CASES.values() for path, facts in written if path == OCTOBER]
    assert bureau.files()[OCTOBER]["accepted"] == len(october)


def test_the_figures_count_what_is_in_force(bureau: Bureau) -> None:
    in_force = [fine for _, fine, _ in CASES.values() if fine is not None]
    assert bureau.value("cases_penalized") == str(len(in_force))
    assert Decimal(str(bureau.value("fines_levied"))) * 10000 == sum(in_force)
    collected = sum(amount for name, (_, amount, _) in PAYMENTS.items() if name != "late fees")
    assert Decimal(str(bureau.value("fines_collected"))) * 10000 == collected
    assert bureau.value("inspection_visits") == str(sum(visit is not None for _, visit, _ in VISITS.values()))


# -- arrivals of other nights ----------------------------------------------------------------------
def test_a_row_that_arrives_after_the_row_that_beats_it_is_a_warning(tmp_path: Any) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("案件_20231231.csv", "cases", {"case_no": "K1", "fine": 2}, {"case_no": "K2", "fine": 2})
    bureau.put("案件_20231031.csv", "cases", {"case_no": "K2", "fine": 1})
    bureau.night()
    late = "select file, row, cell, message from warnings where rule = 'late-row-loses'"
    assert bureau.rows(late) == []
    bureau.put("案件_20231130.csv", "cases", {"case_no": "K1", "fine": 1}, {"case_no": "K3", "fine": 1})
    bureau.night()
    assert [(row["file"], row["row"], row["cell"]) for row in bureau.rows(late)] == [("案件_20231130.csv", 2, "A2")]
    assert bureau.rows("select sum(fine) as fines from core.cases") == [{"fines": Decimal(5)}]


def test_a_natural_person_in_a_key_is_not_named_by_a_rejection(tmp_path: Any) -> None:
    bureau = Bureau(tmp_path)
    visit = {"task_no": "T1", "object_name": "欧阳测试"}
    bureau.put("检查_20231231.csv", "inspections", visit | {"terminal": "掌上"}, visit | {"terminal": "PC"})
    bureau.night()
    assert [row["rule"] for row in bureau.rejections()] == ["duplicate-key", "duplicate-key"]
    assert "欧阳测试" not in str(bureau.rejections())
    assert {row["value"] for row in bureau.rejections()} == {"T1"}
