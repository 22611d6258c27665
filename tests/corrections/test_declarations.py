"""The files of declared corrections: read as text, and every fault named in Chinese with file and line."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from flows.corrections.declarations import BadDeclaration, Declared, read_declarations
from flows.corrections.resolve import edit_of
from flows.settings import PROJECT

EXAMPLE = PROJECT / "schemas" / "corrections" / "example.yml.txt"
RIGHT = {
    "contract": "cases",
    "key": "浙武交罚〔2023〕1号",
    "column": "fine",
    "expected": "500",
    "value": "5000",
    "reason": "少写一个零",
    "approved_by": "法制科",
    "until": "2024-12-31",
}


def entry(**facts: Any) -> str:
    """One entry, some of its items otherwise; None leaves an item out."""
    lines = [f"{name}: {text}" for name, text in (RIGHT | facts).items() if text is not None]
    return "- " + "\n  ".join(lines) + "\n"


def read(text: str | bytes, tmp_path: Path) -> list[Declared]:
    path = tmp_path / "更正.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_declarations(path, "更正申报/更正.yml", hashlib.sha256(path.read_bytes()).hexdigest())


def test_the_example_is_three_declarations_that_can_be_used(tmp_path: Path) -> None:
    found = read(EXAMPLE.read_bytes(), tmp_path)
    kinds = [(one.declaration.value, one.declaration.accept, one.declaration.refund) for one in found]
    assert [[part is not None for part in parts] for parts in kinds] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    assert [edit_of(one).contract for one in found] == ["cases", "cases", "payments"]


def test_every_value_is_the_text_that_is_written(tmp_path: Path) -> None:
    (found,) = read(entry(key="0012", expected="1e5", value="5,000元", reason="2023-01-01"), tmp_path)
    declaration = found.declaration
    assert (declaration.key, declaration.expected, declaration.value) == ("0012", "1e5", "5,000元")
    assert declaration.reason == "2023-01-01"


def test_the_line_is_that_on_which_the_entry_begins(tmp_path: Path) -> None:
    found = read(f"# 一\n\n{entry()}# 二\n{entry(column='fine', key='案2')}", tmp_path)
    assert [one.line for one in found] == [3, 12]


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "[]\n"])
def test_a_file_without_entries_declares_nothing(text: str, tmp_path: Path) -> None:
    assert read(text, tmp_path) == []


def test_a_contract_and_a_column_may_bear_their_chinese_names(tmp_path: Path) -> None:
    (found,) = read(entry(contract="案件台账", column="罚款金额（元）"), tmp_path)
    assert edit_of(found).contract == "cases"
    assert edit_of(found).column == "fine"


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"reason": None}, "reason 缺少这一项"),
        ({"reason": "''"}, "reason 不能空白"),
        ({"approved_by": None}, "approved_by 缺少这一项"),
        ({"until": "2024-02-30"}, "“2024-02-30”不是 YYYY-MM-DD 形式的日期"),
        ({"until": "1735603200"}, "“1735603200”不是 YYYY-MM-DD 形式的日期"),
        ({"amount": "5"}, "amount 不认识的项"),
        ({"contract": "case"}, "不认识的数据种类“case”"),
        ({"column": "罚金额"}, "cases 没有“罚金额”这一列"),
        ({"expected": None}, "要写明 column(哪一列)和 expected"),
        ({"accept": "id-check-digit"}, "必须且只能有一项"),
        ({"value": None}, "必须且只能有一项"),
        ({"value": None, "accept": "required", "column": None}, "“required”不是可以认可的规则"),
        ({"value": None, "accept": "id-check-digit"}, "不写 column"),
        ({"value": None, "column": None, "refund": "{on: 2023-07-05, amount: 5}"}, "只用于 payments"),
        ({"key": "[1, 2]"}, "key 应是一段文字"),
    ],
)
def test_a_fault_is_named_with_file_and_line(facts: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(BadDeclaration) as caught:
        read(f"# 注\n{entry(**facts)}", tmp_path)
    assert str(caught.value).startswith("更正申报/更正.yml 第 2 行:")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cases: 1\n", "应是一份清单"),
        ("- 一句话\n", "第 1 行 应写成“项: 内容”"),
        ("- contract: cases\n  contract: permits\n", "第 1 行 同一项写了两次:contract"),
        ("- contract: [\n", "第 2 行 不是合法的 YAML"),
        ("- !!python/object/apply:os.system [echo]\n", "应写成“项: 内容”"),
        ("- contract: cases\n- *a\n", "不是合法的 YAML"),
        ("- 更正".encode("gb18030"), "不是 UTF-8 编码"),
        (b"[" * 100_000, "不是合法的 YAML"),
    ],
)
def test_a_file_that_is_no_list_of_entries_says_so(text: str | bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(BadDeclaration, match=r"更正申报/更正\.yml") as caught:
        read(text, tmp_path)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"value": "约五千"}, "“约五千”不能作为“罚款金额”"),
        ({"column": "outcome", "expected": "处罚", "value": "罚了"}, "“罚了”不能作为“处理结果”"),
        ({"contract": "inspections", "column": "finding", "value": "合格"}, "逐列写明:task_no、object_id/object_name"),
        ({"key": "{fine: 5}"}, "key 不足以认出一条记录"),
        ({"key": "{案子: 5}"}, "key 里有 cases 没有的列:案子"),
    ],
)
def test_a_text_that_its_column_cannot_hold_is_refused(facts: dict[str, Any], message: str, tmp_path: Path) -> None:
    (found,) = read(entry(**facts), tmp_path)
    with pytest.raises(BadDeclaration) as caught:
        edit_of(found)
    assert str(caught.value).startswith("更正申报/更正.yml 第 1 行:")
    assert message in str(caught.value)


def test_a_key_is_compared_as_that_of_a_row_is(tmp_path: Path) -> None:
    spellings = ["浙武交罚(2023)0012号", "浙武交罚〔2023〕第12号", '{案号: "浙武交罚[2023]12号"}']
    keys = {edit_of(read(entry(key=f'"{key}"' if key[0] != "{" else key), tmp_path)[0]).record_key for key in spellings}
    assert keys == {"浙武交罚〔2023〕12"}
