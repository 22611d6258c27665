"""What one file's rows become: values, keys, rejections with their cells, and every row accounted for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from tests.exports import csv_file, table, workbook
from tests.tables.shards import accepted, column, counts, findings, read_rows, shard_of, skipped

HEADING = ["案号", "程序类型", "处罚决定日期", "处理结果", "罚款金额"]
CASE = ["浙武交罚〔2023〕1号", "简易程序", "2023-05-06", "行政处罚", 200]


def of(contract: str, *records: dict[str, Any], columns: list[str] | None = None) -> Any:
    """The shard of a CSV of one contract."""
    return shard_of(csv_file(contract, *records, columns=columns))


def rejected(shard: Any) -> list[tuple[str | None, str]]:
    """Cell and rule of the rejections."""
    return [(cell, rule) for _, cell, rule in findings(shard, "rejection")]


# -- cells as types --------------------------------------------------------------------------------
def test_values_are_typed_and_absent_columns_are_blank() -> None:
    row = accepted(of("cases", {"case_no": "浙武交罚字(2023)第001号", "fine": "0.5万元", "officers": "张三、李四"}))[0]
    assert row["case_no"] == "浙武交罚〔2023〕1"
    assert row["case_no_written"] == "浙武交罚字(2023)第001号"
    assert row["shown_key"] == "浙武交罚字(2023)第001号"
    assert (row["fine"], row["decided_on"], row["officers"]) == (
        Decimal("5000.00"),
        date(2023, 5, 6),
        ["张三", "李四"],
    )
    assert (row["party_name"], row["closed_on"], row["is_test"]) == (None, None, None)


@pytest.mark.parametrize(
    "blank", ["—", "——", "-", "--", "/", "\\", "无", "暂无", "空", "null", "NULL", "N/A", " ", "　"]
)
def test_marks_of_blank_are_blank(blank: str) -> None:
    row = accepted(of("cases", {"case_no": "K1", "fine": blank, "closed_on": blank, "org_unit": blank}))[0]
    assert (row["fine"], row["closed_on"], row["org_unit"]) == (None, None, None)


def test_in_a_flag_the_word_for_none_is_no() -> None:
    shard = of("cases", {"case_no": "K1", "hearing_held": "无"}, {"case_no": "K2", "hearing_held": "—"})
    assert column(shard, "hearing_held") == [False, None]


def test_a_blank_outcome_is_a_case_still_open() -> None:
    assert column(of("cases", {"case_no": "K1", "decided_on": "", "outcome": ""}), "outcome") == ["办理中"]


@pytest.mark.parametrize(
    ("cell", "is_accepted"),
    [
        (201312142, True),
        ("201312142.0", True),
        (1234567890123456, False),
        ("1234567890123456", True),
        ("3.30723E+17", False),
    ],
)
def test_an_id_that_lost_digits_as_a_number_is_rejected(cell: object, is_accepted: bool) -> None:
    heading = ["缴款流水号", "案号", "缴款日期", "缴款金额"]
    shard = read_rows(heading, [cell, "浙武交罚〔2023〕1号", "2023-06-01", 200])
    assert counts(shard)[1] == int(is_accepted)
    assert rejected(shard) == ([] if is_accepted else [("A2", "id-lost-digits")])
    if cell == "201312142.0":
        assert column(shard, "receipt_no", "payments") == ["201312142"]


def test_a_set_of_enum_values_is_matched_longest_first() -> None:
    shard = of(
        "cases",
        {"case_no": "K1", "penalty_kinds": "暂扣许可证、执照", "fine": ""},
        {"case_no": "K2", "penalty_kinds": "罚款、暂扣许可证、执照；警告", "fine": 1},
        {"case_no": "K3", "penalty_kinds": "其他行政处罚,其他", "fine": ""},
        {"case_no": "K4", "penalty_kinds": "责令关闭\n没收违法所得", "fine": ""},
        {"case_no": "K5", "penalty_kinds": "罚款、劝诫", "fine": 1},
    )
    assert column(shard, "penalty_kinds") == [
        ["暂扣许可证件"],
        ["暂扣许可证件", "罚款", "警告"],
        ["其他行政处罚"],
        ["没收违法所得", "责令关闭"],
    ]
    assert [rule for _, rule in rejected(shard)] == ["unknown-value"]


def test_a_set_of_ids_is_compared_as_ids_and_one_that_lost_digits_is_rejected() -> None:
    shard = of(
        "cases",
        {"case_no": "K1", "officer_ids": "ab01\nAB02"},
        {"case_no": "K2", "officer_ids": "33072301001.0"},
        {"case_no": "K3", "officer_ids": "3.30723E+17"},
    )
    assert column(shard, "officer_ids") == [["AB01", "AB02"], ["33072301001"]]
    assert [rule for _, rule in rejected(shard)] == ["id-lost-digits"]


def test_an_unknown_value_is_rejected_or_kept_with_a_warning_where_the_list_is_open() -> None:
    shard = of("cases", {"case_no": "K1", "field": "无人机"}, {"case_no": "K2", "procedure": "特别程序"})
    assert column(shard, "field") == ["无人机"]
    assert [(row, rule) for row, _, rule in findings(shard, "warning")] == [(2, "unknown-value")]
    assert [(row, rule) for row, _, rule in findings(shard, "rejection")] == [(3, "unknown-value")]


def test_what_excel_left_instead_of_a_value_is_rejected() -> None:
    assert rejected(read_rows(HEADING, [*CASE[:4], "#REF!"])) == [("E2", "excel-error")]


def test_a_formula_that_was_never_computed_is_rejected_and_shows_nothing() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        HEADING,
        CASE,
        ["浙武交罚〔2023〕2号", *CASE[1:4], "=100+100"],
        ["合计", None, None, None, "=SUM(E2:E3)"],
    ):
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    shard = shard_of(content.getvalue())
    assert rejected(shard) == [("E3", "formula-without-value")]
    assert shard.findings.filter(shard.findings["level"] == "rejection")["value"].to_list() == [None]
    assert skipped(shard) == {4: "total-row"}


# -- rejections and their cells --------------------------------------------------------------------
def test_each_fault_of_a_row_names_its_cell_heading_and_value() -> None:
    shard = read_rows(
        ["某局"], [], HEADING, CASE, ["浙武交罚〔2023〕2号", "不知", "2023-02-30", "行政处罚", -5], first_column=3
    )
    found = [
        (row["cell"], row["heading"], row["value"], row["rule"])
        for row in shard.findings.filter(shard.findings["level"] == "rejection").to_dicts()
    ]
    assert sorted(found) == [
        ("D5", "程序类型", "不知", "unknown-value"),
        ("E5", "处罚决定日期", "2023-02-30", "date-impossible"),
        ("G5", "罚款金额", "-5", "money-negative"),
    ]
    assert counts(shard) == (2, 1, 1, 0)


def test_a_rule_over_a_cell_that_could_not_be_read_says_nothing_more() -> None:
    assert rejected(read_rows(HEADING, [*CASE[:2], "2023/13/40", "行政处罚", 200])) == [("C2", "date-impossible")]


def test_a_rule_is_not_applied_to_a_file_that_lacks_its_column() -> None:
    kinds = {"case_no": "K1", "penalty_kinds": "罚款"}
    assert counts(of("cases", kinds)) == (1, 1, 0, 0)
    assert counts(of("cases", kinds | {"fine": ""})) == (1, 0, 1, 0)


def test_a_rejected_row_carries_no_warnings_and_is_counted_once() -> None:
    shard = of("cases", {"case_no": "", "procedure": "", "field": "无人机"})
    assert findings(shard, "warning") == []
    assert counts(shard) == (1, 0, 1, 0)


# -- deletions and test rows -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("contract", "key"),
    [
        ("cases", {"case_no": "K1"}),
        ("payments", {"receipt_no": "P1"}),
        ("permits", {"item_no": "I1"}),
        ("inspections", {"task_no": "T1", "object_id": "X1", "inspected_on": "2023-05-06"}),
        ("inspections", {"task_no": "T1", "object_name": "安达运输有限公司", "inspected_on": "2023-05-06"}),
        ("coercions", {"document_no": "D1"}),
        ("reviews", {"review_no": "R1"}),
        ("outreach", {"event_no": "E1"}),
        ("outreach", {"held_on": "2023-12-04", "event_name": "宪法宣传周", "place": "广场"}),
        ("complaints", {"complaint_no": "C1"}),
    ],
)
def test_a_deletion_needs_its_key_and_nothing_else(contract: str, key: dict[str, str]) -> None:
    whole = table(contract, key)[0]
    blank = dict.fromkeys(_defaults(contract))
    shard = of(contract, blank | key | {"change": "删除"})
    assert findings(shard, "rejection") == [], whole
    assert counts(shard) == (1, 1, 0, 0)


def _defaults(contract: str) -> list[str]:
    from tests.exports import DEFAULTS

    return list(DEFAULTS[contract])


@pytest.mark.parametrize(
    ("contract", "row"),
    [
        ("cases", {"case_no": ""}),
        ("inspections", {"task_no": "T1", "object_name": ""}),
        ("inspections", {"task_no": "T1", "inspected_on": "2023-02-30"}),
        ("outreach", {"event_no": "", "event_name": ""}),
    ],
)
def test_a_deletion_without_its_key_is_rejected(contract: str, row: dict[str, str]) -> None:
    assert counts(of(contract, row | {"change": "作废"})) == (1, 0, 1, 0)


def test_a_deletion_may_hold_what_would_otherwise_be_rejected() -> None:
    shard = of("cases", {"case_no": "K1", "procedure": "不知", "decided_on": "2023-02-30", "change": "d"})
    assert counts(shard) == (1, 1, 0, 0)
    assert shard.findings.height == 0


def test_test_rows_are_skipped_whatever_they_say() -> None:
    shard = of("cases", {"case_no": "", "procedure": "不知", "is_test": "是"}, {"case_no": "K1", "is_test": "否"})
    assert skipped(shard) == {2: "test-row"}
    assert counts(shard) == (2, 1, 0, 1)


# -- keys ------------------------------------------------------------------------------------------
def test_an_event_without_number_is_known_by_day_name_and_place() -> None:
    shard = of("outreach", {"event_no": "e1"}, {"place": "广场"})
    assert column(shard, "record_key", "outreach") == ["E1", "2023-12-04|宪法宣传周|广场"]


def test_an_event_without_number_and_place_is_known_by_day_and_name() -> None:
    shard = of("outreach", {"event_name": "甲"}, {"event_name": "乙"})
    assert counts(shard) == (2, 2, 0, 0)
    assert len(set(column(shard, "record_key", "outreach"))) == 2


def test_a_visit_is_known_by_task_object_and_day() -> None:
    shard = of("inspections", {"task_no": "t1", "object_id": "x9"}, {"task_no": "T1"})
    assert column(shard, "record_key", "inspections") == ["T1|X9|2023-05-06", "T1|安达运输有限公司|2023-05-06"]


@pytest.mark.parametrize(
    ("contract", "record", "months"),
    [
        ("cases", {"case_no": "K", "filed_on": "2023-04-01"}, ["2023-05-06", "2023-04-01"]),
        ("payments", {"receipt_no": "P"}, ["2023-06-01"]),
        ("permits", {"item_no": "I", "finished_on": "2023-07-01"}, ["2023-03-01", "2023-07-01"]),
        ("coercions", {"document_no": "D", "completed_on": "2023-09-09"}, ["2023-05-06"]),
        ("coercions", {"document_no": "D", "measure": "代履行", "completed_on": "2023-09-09"}, ["2023-09-09"]),
        ("reviews", {"review_no": "R", "concluded_on": "2023-08-01"}, ["2023-05-06", "2023-08-01"]),
        ("outreach", {"event_no": "E"}, ["2023-12-04"]),
        ("complaints", {"complaint_no": "C"}, ["2023-05-06"]),
    ],
)
def test_a_row_covers_the_months_of_its_dates(contract: str, record: dict[str, Any], months: list[str]) -> None:
    assert [str(day) for day in accepted(of(contract, record), contract)[0]["cover_on"]] == months


# -- read = accepted + rejected + skipped ----------------------------------------------------------
def test_every_row_below_the_heading_is_accounted_for() -> None:
    rows = [
        CASE,
        [],
        ["浙武交罚〔2023〕2号", "不知", "2023-02-30", "行政处罚", -1],
        ["合计", None, None, None, 200],
        HEADING,
        [None, None, None, "行政处罚"],
        ["浙武交罚〔2023〕3号", "普通程序", None, "办理中", None],
        ["填报人:某某"],
    ]
    shard = shard_of(workbook({"明细": [HEADING, *rows], "另一页": [HEADING, ["浙武交罚〔2023〕4号", *CASE[1:]]]}))
    assert counts(shard) == (8, 3, 2, 3)


def test_row_order_changes_nothing_but_the_rows() -> None:
    rows = [[f"浙武交罚〔2023〕{number}号", *CASE[1:4], number] for number in range(1, 6)]
    one, other = read_rows(HEADING, *rows), read_rows(HEADING, *reversed(rows))
    assert sorted(column(one, "fine")) == sorted(column(other, "fine"))
    swapped = [[row[index] for index in (4, 2, 0, 3, 1)] for row in [HEADING, *rows]]
    assert column(read_rows(*swapped), "case_no") == column(one, "case_no")
