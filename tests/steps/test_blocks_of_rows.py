"""How many rows are read at a time changes nothing of what a file gives."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.exports import csv_file, workbook
from tests.tables.shards import Shard, shard_of

HEADING = ["案号", "程序类型", "处罚决定日期", "立案日期", "处理结果", "罚款金额", "执法机构", "办案机构", "测试数据"]
MERGES = ("G6:G10", "C13:C15", "A19:E19")  # one, two or more blocks high; the last over a row that is no data


PLAIN = {"程序类型": "简易程序", "处罚决定日期": "2023-05-06", "处理结果": "行政处罚", "执法机构": "一中队"}


def row(number: int, **changed: Any) -> list[Any]:
    cells = {**PLAIN, "案号": f"浙武交罚〔2023〕{number}号", "罚款金额": 200 * number, **changed}
    return [cells.get(name) for name in HEADING]


ROWS = [
    row(1),
    row(2, 办案机构="二中队"),  # two headings of one column that differ
    row(3, 罚款金额="abc"),
    *(row(number, 执法机构=None if number > 4 else "合并中队") for number in range(4, 9)),
    HEADING,
    row(9, 测试数据="是"),
    *(row(number, 处罚决定日期=None if number > 10 else "2023-06-07") for number in range(10, 13)),
    row(13, 案号=None),
    row(14, 案号="3.30723E+17"),
    [None] * len(HEADING),
    ["合计", *[None] * 4, 12_345, None, None, None],
    *(row(number) for number in range(15, 20)),
]
BOOK = workbook({"明细": [["2023年案件"], HEADING, *ROWS], "第二张": [HEADING, row(30)]}, MERGES)
TEXT = csv_file("cases", *({"case_no": f"K{number}", "fine": number if number != 7 else "x"} for number in range(20)))
SWAPPED = workbook({"明细": [HEADING, *(row(n, 处罚决定日期=200, 罚款金额="2023-05-06") for n in range(30))]})


def told(shard: Shard) -> tuple[object, ...]:
    frames = [*sorted(shard.accepted.items()), ("findings", shard.findings)]
    return shard.reading, [(name, frame.schema, frame.rows()) for name, frame in frames]


WHOLE = {content: told(shard_of(content)) for content in (BOOK, TEXT, SWAPPED)}


@settings(max_examples=8, deadline=None)
@given(st.sampled_from([BOOK, TEXT, SWAPPED]), st.integers(2, 40))
@example(BOOK, 1)
def test_the_size_of_a_block_changes_nothing(content: bytes, rows: int) -> None:
    assert told(shard_of(content, block_rows=rows)) == WHOLE[content]


def test_what_must_be_seen_across_blocks_is_there_to_be_seen() -> None:
    """Or the test above would compare nothing with nothing."""
    shard = shard_of(BOOK)
    assert {"total-row", "repeated-heading", "test-row", "several-values", "required"} <= set(shard.findings["rule"])
    assert shard.accepted["cases"]["org_unit"].to_list().count("合并中队") == 5
    assert shard_of(SWAPPED).reading.refusal_rule == "columns-swapped"
