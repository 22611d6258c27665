"""Rows below a heading that are no data, and rows that only look so (spec: exports, "Reading the file")."""

from __future__ import annotations

import pytest

from tests.tables.shards import accepted, column, counts, findings, read_rows, skipped

HEADING = ["序号", "案号", "案件名称", "程序类型", "处罚决定日期", "处理结果", "罚款金额"]
CASE = [1, "浙武交罚〔2023〕1号", None, "简易程序", "2023-05-06", "行政处罚", 200]
EVENTS = ["活动名称", "活动日期", "参与人数", "发放资料份数", "活动地点"]
REVIEWS = ["序号", "文书号", "类型", "受理日期", "负责人是否出庭", "审理结果"]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (["合计", None, None, None, None, None, 200], "total-row"),
        ([None, "合　计", None, None, None, None, 200], "total-row"),
        ([None, "合计(起)", None, None, None, None, 200], "total-row"),
        ([2, "小计", None, None, None, None, 200], "total-row"),
        (["总计:", None, None, None, None, None, 200], "total-row"),
        (["本页小计", None, None, None, None, None, 200], "total-row"),
        (["填报人:张三", None, None, "审核人:李四"], "note-row"),
        (["填报人 张三", None, None, "审核人 李四"], "note-row"),
        (["制表单位 某某局"], "note-row"),
        (["制表日期 2024-01-05"], "note-row"),
        (["说明", None, "一案一行"], "note-row"),
        (["说明:一案一行"], "note-row"),
        (["备注:金额单位为元"], "note-row"),
        (["备注：金额单位为元"], "note-row"),
        (["注1:金额单位为元"], "note-row"),
        (["例", "浙武交罚〔2023〕9号", "某案", "简易程序", "2023-05-06", "行政处罚", 200], "example-row"),
        (["示例", "浙武交罚〔2023〕9号", "某案", "简易程序", "2023-05-06", "行政处罚", 200], "example-row"),
        (["案例(请删除)", "浙武交罚〔2023〕9号", "某案", "简易程序", "2023-05-06", "行政处罚", 200], "example-row"),
        (["例1", "浙武交罚〔2023〕9号", None, "简易程序"], "example-row"),
        ([None, "必填", None, "必填", "YYYY-MM-DD", None, "元"], "hint-row"),
        ([None, None, None, None, "yyyy/mm/dd"], "hint-row"),
        (HEADING, "repeated-heading"),
        ([5], "outside-table"),
    ],
)
def test_what_is_no_data_is_skipped_and_says_why(row: list[object], rule: str) -> None:
    shard = read_rows(["某局案件台账"], HEADING, CASE, row)
    assert skipped(shard) == {4: rule}
    assert counts(shard) == (2, 1, 0, 1)


def test_the_title_of_a_paged_print_is_skipped() -> None:
    shard = read_rows(["某局案件台账"], HEADING, CASE, ["某局案件台账"], HEADING, merges=("A1:G1", "A4:G4"))
    assert skipped(shard) == {4: "repeated-title", 5: "repeated-heading"}


def test_a_repeated_heading_of_two_rows_is_skipped() -> None:
    upper = ["案号", "程序类型", "处罚决定日期", "处理结果", "罚款", "没收违法所得", None]
    lower = [None, None, None, None, "金额", "金额", "来源"]
    case = ["浙武交罚〔2023〕1号", "简易程序", "2023-05-06", "行政处罚", 200]
    merges = [f"{letter}{row}:{letter}{row + 1}" for row in (1, 4) for letter in "ABCD"] + ["F1:G1", "F4:G4"]
    shard = read_rows(upper, lower, case, upper, lower, ["浙武交罚〔2023〕2号", *case[1:]], merges=tuple(merges))
    assert skipped(shard) == {4: "repeated-heading", 5: "repeated-heading"}
    assert column(shard, "row") == [3, 6]


@pytest.mark.parametrize(
    "row",
    [
        [1, "无"],
        [None, "无"],
        [1, "本年无"],
        [1, "本月无", None, None, None, "无"],
        [1, "零报告"],
        [1, "无", "无", "无", "无", "无"],
        ["无", "无", "无", "无", "无", "无"],
    ],
)
def test_a_ledger_with_nothing_to_report_has_no_rows(row: list[object]) -> None:
    shard = read_rows(["2023年行政复议诉讼台账"], REVIEWS, row)
    assert skipped(shard) == {3: "zero-report"}
    assert counts(shard) == (1, 0, 0, 1)


# -- what only looks like it -----------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["说明会", "说明", "合计", "总计划宣讲会", "备注:法治讲座", "填报人培训", "示范岗宣讲"]
)
def test_an_event_may_be_called_like_a_note_or_a_total(name: str) -> None:
    shard = read_rows(EVENTS, [name, "2023-12-04", 10, 20, "文化广场"])
    assert column(shard, "event_name", "outreach") == [name]


@pytest.mark.parametrize("name", ["合计超限三次的案件", "小计", "例行检查发现的案件", "案例一"])
def test_a_case_may_be_named_like_one(name: str) -> None:
    shard = read_rows(HEADING, [1, "浙武交罚〔2023〕1号", name, *CASE[3:]])
    assert column(shard, "case_name") == [name]


def test_a_case_name_in_the_first_column_may_look_like_a_total() -> None:
    shard = read_rows(["案件名称", *HEADING[1:2], *HEADING[3:]], ["合计超载案", CASE[1], *CASE[3:]])
    assert counts(shard) == (1, 1, 0, 0)


def test_a_data_row_that_lacks_a_value_is_rejected_not_skipped() -> None:
    shard = read_rows(HEADING, [1, "浙武交罚〔2023〕1号", "某案", None, "2023-05-06", "行政处罚", 200])
    assert findings(shard, "rejection") == [(2, "D2", "required")]
    assert skipped(shard) == {}


def test_a_row_of_few_cells_that_are_numbers_and_blank_marks_is_no_zero_report_where_something_is_said() -> None:
    shard = read_rows(HEADING, [1, "浙武交罚〔2023〕1号", "无"])
    assert [rule for _, _, rule in findings(shard, "rejection")] == ["required"]


# -- merges in the body ----------------------------------------------------------------------------
def test_the_value_of_a_merge_holds_for_all_of_its_rows() -> None:
    rows = [["浙武交罚〔2023〕1号", "简易程序", "2023-05-06", "行政处罚", 200]]
    rows += [[f"浙武交罚〔2023〕{number}号", None, None, None, 100 * number] for number in (2, 3)]
    heading = [name for name in HEADING[1:] if name != "案件名称"]
    shard = read_rows(heading, *rows, merges=("B2:B4", "C2:C4", "D2:D4"))
    assert [(row["row"], row["procedure"], str(row["decided_on"])) for row in accepted(shard)] == [
        (row, "简易程序", "2023-05-06") for row in (2, 3, 4)
    ]


def test_a_merge_across_columns_fills_all_of_them() -> None:
    heading = ["案号", "程序类型", "处罚决定日期", "公示日期", "处理结果"]
    case = ["浙武交罚〔2023〕1号", "简易程序", "2023-05-06", None, "行政处罚"]
    shard = read_rows(heading, case, merges=("D3:E3",), first_row=2, first_column=2)
    assert [str(row["published_on"]) for row in accepted(shard)] == ["2023-05-06"]


def test_a_merge_left_of_the_table_changes_nothing_in_it() -> None:
    heading = ["案号", "程序类型", "处罚决定日期", "处理结果"]
    rows = [
        ["浙武交罚〔2023〕1号", "简易程序", "2023-05-06", "行政处罚"],
        ["浙武交罚〔2023〕2号", "简易程序", "2023-05-06", "不予处罚"],
    ]
    shard = read_rows(heading, *rows, merges=("A3:A4",), first_row=2, first_column=2)
    assert column(shard, "outcome") == ["行政处罚", "不予处罚"]
