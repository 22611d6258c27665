"""Finding a table by its headings (spec: exports, "Recognising a table")."""

from __future__ import annotations

from decimal import Decimal

import pytest

from schemas import CONTRACTS
from tests.exports import DEFAULTS, table, workbook
from tests.tables.shards import accepted, column, counts, findings, read_rows, shard_of, skipped

HEADING = ["案号", "程序类型", "处罚决定日期", "处理结果", "罚款金额"]
CASE = ["浙武交罚〔2023〕1号", "简易程序", "2023-05-06", "行政处罚", 200]


@pytest.mark.parametrize("contract", list(CONTRACTS))
def test_every_contract_is_known_by_its_headings(contract: str) -> None:
    key = {
        "cases": "case_no",
        "payments": "receipt_no",
        "permits": "item_no",
        "inspections": "task_no",
        "coercions": "document_no",
        "reviews": "review_no",
        "outreach": "event_no",
        "complaints": "complaint_no",
        "declared": "indicator",
    }[contract]
    shard = read_rows(*table(contract, DEFAULTS[contract] | {key: "K2023-1"}))
    assert shard.reading.contract == contract
    assert counts(shard) == (1, 1, 0, 0)


# -- around the heading ----------------------------------------------------------------------------
def test_titles_notes_and_blank_rows_above_the_heading_are_passed_over() -> None:
    shard = read_rows(["武义县交通运输局案件台账"], [None], ["填报单位:某局", None, "单位:元"], [], HEADING, CASE)
    assert accepted(shard)[0]["row"] == 6
    assert shard.reading.tables[0].heading_row == 5
    assert counts(shard) == (1, 1, 0, 0)


def test_a_table_that_begins_further_down_and_right_names_its_cells_as_excel_does() -> None:
    wrong = [CASE[0], "简易程序", "2023年5月", "行政处罚", 200]
    shard = read_rows(HEADING, wrong, first_row=16, first_column=28)
    assert findings(shard, "rejection") == [(17, "AD17", "date-incomplete")]
    assert [(read.column, read.letters) for read in shard.reading.tables[0].columns][:2] == [
        ("case_no", "AB"),
        ("procedure", "AC"),
    ]


def test_blank_rows_and_columns_inside_the_table_are_nothing() -> None:
    heading = [HEADING[0], None, *HEADING[1:]]
    case = [CASE[0], None, *CASE[1:]]
    shard = read_rows(heading, [], case, [], [], ["浙武交罚〔2023〕2号", None, *CASE[1:]])
    assert column(shard, "row") == [3, 6]
    assert counts(shard) == (2, 2, 0, 0)


def test_fewer_than_three_headings_make_a_heading_row_if_nothing_else_stands_there() -> None:
    shard = shard_of(workbook({"一": [["案号", "程序类型"], CASE[:2]]}))
    assert shard.reading.refusal_rule == "column-missing"
    shard = shard_of(workbook({"说明": [["案号", "案件的编号"]], "明细": [HEADING, CASE]}))
    assert shard.reading.skipped_sheets == ["说明"]
    assert counts(shard) == (1, 1, 0, 0)


def test_a_header_only_table_is_read_and_has_no_rows() -> None:
    shard = read_rows(["2023年案件台账"], HEADING)
    assert counts(shard) == (0, 0, 0, 0)
    assert shard.reading.is_accepted
    assert shard.reading.stated_months == [f"2023-{month:02d}-01" for month in range(1, 13)]


def test_several_sheets_are_read_hidden_ones_too_and_those_without_heading_are_listed() -> None:
    payments = table("payments", {"receipt_no": "P1"})
    shard = shard_of(workbook({"封面": [["某局"], ["2023年"]], "案件": [HEADING, CASE], "缴款": payments}))
    assert shard.reading.contract == "cases+payments"
    assert shard.reading.skipped_sheets == ["封面"]
    assert [read.sheet for read in shard.reading.tables] == ["案件", "缴款"]


def test_two_sheets_of_one_contract_make_one_shard() -> None:
    other = ["浙武交罚〔2023〕2号", *CASE[1:]]
    shard = shard_of(workbook({"上半年": [HEADING, CASE], "下半年": [[*HEADING, "承办人"], [*other, "张三"]]}))
    assert [(row["sheet"], row["row"]) for row in accepted(shard)] == [("上半年", 2), ("下半年", 2)]


def test_a_file_without_any_heading_row_is_refused() -> None:
    shard = read_rows(["一", "二"], [1, 2])
    assert shard.reading.refusal_rule == "no-table"


# -- headings as they are written ------------------------------------------------------------------
@pytest.mark.parametrize(
    "written",
    ["案号", " 案　号 ", "案\n号", "*案号", "案号*", "案号(必填)", "案号（ 必填 ）", "案号【系统】", "案号*(必填)"],
)
def test_space_breaks_stars_and_a_bracket_at_the_end_do_not_matter(written: str) -> None:
    assert counts(read_rows([written, *HEADING[1:]], CASE)) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("heading", "cell", "yuan"),
    [
        ("罚款金额(元)", 200, "200.00"),
        ("罚款金额（万元）", 0.02, "200.00"),
        ("罚款金额(单位:万元)", "0.02", "200.00"),
        ("罚款金额[万元]", "200元", "200.00"),
        ("罚款金额", "0.02万元", "200.00"),
        ("罚款金额(实缴)", 200, "200.00"),
    ],
)
def test_a_bracket_names_the_unit_and_the_cell_may_name_its_own(heading: str, cell: object, yuan: str) -> None:
    shard = read_rows([*HEADING[:4], heading], [*CASE[:4], cell])
    assert column(shard, "fine") == [Decimal(yuan)]


def test_unknown_headings_are_recorded_and_not_guessed_at() -> None:
    shard = read_rows([*HEADING, "承办科长", "备注"], [*CASE, "王五", "无"])
    assert shard.reading.tables[0].unknown_headings == ["承办科长", "备注"]
    assert counts(shard) == (1, 1, 0, 0)


# -- headings of two rows --------------------------------------------------------------------------
def test_a_heading_of_two_rows_merged_downwards_and_across() -> None:
    upper = ["案号", "程序类型", "处罚决定日期", "处理结果", "处罚情况", None]
    lower = [None, None, None, None, "处罚种类", "罚款金额"]
    merges = ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1")
    shard = read_rows(upper, lower, [*CASE[:4], "罚款", 200], merges=merges)
    assert counts(shard) == (1, 1, 0, 0)
    assert column(shard, "fine") == [Decimal(200)]
    assert accepted(shard)[0]["row"] == 3


def test_a_group_over_a_part_of_a_name_is_read_together_with_it() -> None:
    upper = ["案号", "程序类型", "处罚决定日期", "处理结果", "罚款", "没收违法所得", None]
    lower = [None, None, None, None, "金额(万元)", "金额", "备注"]
    merges = ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "F1:G1")
    shard = read_rows(upper, lower, [*CASE[:4], 0.02, 30, None], merges=merges)
    assert (column(shard, "fine"), column(shard, "confiscated_income")) == ([Decimal(200)], [Decimal(30)])


def test_groups_above_a_complete_heading_are_titles_of_it() -> None:
    shard = read_rows(["基本情况", None, None, "处罚情况"], HEADING, CASE, merges=("A1:C1", "D1:E1"))
    assert counts(shard) == (1, 1, 0, 0)
    assert shard.reading.tables[0].heading_row == 2


def test_a_heading_split_over_two_rows_without_merges() -> None:
    shard = read_rows([*HEADING[:3], None, None], [None, None, None, *HEADING[3:]], CASE)
    assert counts(shard) == (1, 1, 0, 0)


def test_a_blank_merge_at_the_first_row_makes_no_heading_of_the_last_row() -> None:
    shard = read_rows(HEADING, CASE, merges=("H1:H2",))
    assert (column(shard, "row"), shard.reading.tables[0].heading_row) == ([2], 1)


def test_a_merge_down_from_a_blank_row_above_the_heading() -> None:
    shard = read_rows([], HEADING, CASE, merges=("H1:H2",))
    assert (column(shard, "row"), counts(shard)) == ([3], (1, 1, 0, 0))


# -- several headings of one column ----------------------------------------------------------------
def test_of_several_headings_each_row_takes_the_first_that_is_filled_in_the_order_of_the_contract() -> None:
    heading = ["罚款", *HEADING[:4], "罚款金额"]
    rows = [
        [100, "浙武交罚〔2023〕1号", *CASE[1:4], 200],
        [100, "浙武交罚〔2023〕2号", *CASE[1:4], None],
        ["100.00", "浙武交罚〔2023〕3号", *CASE[1:4], 100],
    ]
    shard = read_rows(heading, *rows)
    assert column(shard, "fine") == [Decimal(200), Decimal(100), Decimal(100)]
    assert findings(shard, "warning") == [(2, "F2", "several-values")]


def test_several_headings_of_a_set_are_compared_by_their_values() -> None:
    heading = [*HEADING, "执法人员", "承办人"]
    shard = read_rows(heading, [*CASE, "张三、李四", "李四,张三"], ["浙武交罚〔2023〕2号", *CASE[1:], "张三", "王五"])
    assert [row for row, _, rule in findings(shard, "warning") if rule == "several-values"] == [3]


def test_a_fault_is_shown_in_the_column_that_the_row_took() -> None:
    heading = [*HEADING[:4], "罚款", "罚款金额"]
    shard = read_rows(heading, [*CASE[:4], "很多", None], ["浙武交罚〔2023〕2号", *CASE[1:4], 100, "很多"])
    assert findings(shard, "rejection") == [(2, "E2", "money-unreadable"), (3, "F3", "money-unreadable")]


def test_the_very_same_heading_twice_with_the_same_values_is_one() -> None:
    shard = read_rows([*HEADING, "罚款金额(元)"], [*CASE, 200])
    assert counts(shard) == (1, 1, 0, 0)
    assert findings(shard, "warning") == []


def test_a_fault_is_shown_in_the_right_column_where_a_heading_stands_twice() -> None:
    heading = [*HEADING[:4], "罚款金额", "罚款金额", "罚款"]
    shard = read_rows(heading, [*CASE[:4], None, None, "很多"])
    assert findings(shard, "rejection") == [(2, "G2", "money-unreadable")]


def test_the_very_same_heading_twice_with_differing_values_refuses_the_file() -> None:
    shard = read_rows([*HEADING, "罚款金额"], [*CASE, 300])
    assert shard.reading.refusal_rule == "heading-twice"
    assert "罚款金额" in (shard.reading.refusal or "")


# -- which contract --------------------------------------------------------------------------------
def test_an_incomplete_table_refuses_the_file_and_names_what_resembles_the_missing_column() -> None:
    wrong = ["案号", "程序类型", "处罚决定时期", "处理结果", "罚款金额"]
    shard = shard_of(workbook({"缴款": table("payments", {"receipt_no": "P1"}), "案件": [wrong, CASE]}))
    assert shard.reading.refusal_rule == "column-missing"
    reason = shard.reading.refusal or ""
    assert "案件" in reason
    assert "处罚决定日期" in reason
    assert "处罚决定时期" in reason
    assert not shard.accepted


def test_a_missing_column_that_nothing_resembles_is_named_without_a_guess() -> None:
    shard = read_rows(["案号", "程序类型", "处理结果"], [CASE[0], CASE[1], CASE[3]])
    assert "没有相近的列名" in (shard.reading.refusal or "")


def test_of_two_complete_contracts_the_one_that_knows_more_headings() -> None:
    review = ["案号", "类型", "受理日期", "处理结果", "程序类型", "处罚决定日期", "罚款金额"]
    assert read_rows(review).reading.contract == "cases"


def test_two_complete_contracts_that_know_as_many_headings_refuse_the_file() -> None:
    both = ["投诉编号", "投诉日期", "投诉类型", "活动名称", "活动日期", "发放资料份数"]
    assert read_rows(both).reading.refusal_rule == "contract-ambiguous"
    tipped = read_rows([*both, "活动地点"])
    assert tipped.reading.contract == "outreach"


def test_headings_repeated_further_down_are_no_second_table() -> None:
    shard = read_rows(HEADING, CASE, ["第2页"], HEADING, ["浙武交罚〔2023〕2号", *CASE[1:]])
    assert skipped(shard)[4] == "repeated-heading"
    assert column(shard, "row") == [2, 5]
