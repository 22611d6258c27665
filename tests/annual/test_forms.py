"""The forms that are shipped are those of the specification, and a form that does not hold together is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.building.forms import FORMS, BadForm, Form, read_forms
from schemas.cases import PENALTY_KINDS

SHIPPED = {form.name: form for form in read_forms()}
COLUMNS = {
    "zhejiang": """
        警告、通报批评 | 罚款 | 没收违法所得、没收非法财物 | 暂扣许可证、执照,降低资质等级 | 吊销许可证、执照
        | 限制开展生产经营活动 | 责令停产停业、责令关闭、限制从业 | 行政拘留 | 其他行政处罚 | 合计(宗) | 罚没金额(万元)
    """,
    "shandong": """
        立案数量 | 结案数量 | 警告 | 通报批评 | 罚款 | 没收违法所得 | 没收非法财物 | 暂扣许可证件 | 降低资质等级
        | 吊销许可证件 | 限制开展生产经营活动 | 责令停产停业 | 责令关闭 | 限制从业 | 行政拘留 | 其他行政处罚
        | 罚没金额(万元) | 不予处罚案件数量 | 不罚金额 | 减轻处罚的案件数量 | 轻罚金额 | 被行政复议数量 | 复议纠错数量
        | 被行政诉讼数量 | 诉讼败诉数量 | 移送司法机关数量
    """,
    "pre2021": """
        警告 | 罚款 | 没收违法所得、没收非法财物 | 暂扣许可证、执照 | 责令停产停业 | 吊销许可证、执照 | 行政拘留
        | 其他行政处罚 | 合计(宗) | 罚没金额(万元)
    """,
}
OTHERS = {
    "行政许可": "申请数量 | 受理数量 | 许可数量 | 不予许可数量 | 撤销许可数量",
    "行政强制": """
        查封场所、设施或者财物 | 扣押财物 | 冻结存款、汇款 | 其他强制措施 | 加处罚款或者滞纳金 | 划拨存款、汇款
        | 拍卖或者依法处理 | 排除妨碍、恢复原状 | 代履行 | 其他强制执行 | 申请法院强制执行 | 合计(宗)
    """,
    "其他行政执法行为": "行政征收 | 行政检查(次) | 行政裁决 | 行政确认 | 行政给付 | 行政奖励 | 其他行政执法行为",
}


def titles(form: Form, table: str) -> list[str]:
    return [column.title for found in form.tables if found.name == table for column in found.columns]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_shipped_form_has_the_columns_of_the_specification_in_their_order(name: str) -> None:
    form = SHIPPED[name]
    assert [table.name for table in form.tables] == ["行政处罚", *OTHERS]
    for table, columns in {"行政处罚": COLUMNS[name], **OTHERS}.items():
        assert titles(form, table) == [title.strip() for title in columns.split("|")]


def test_the_forms_rule_their_years() -> None:
    assert {name: (form.first_year, form.last_year) for name, form in SHIPPED.items()} == {
        "pre2021": (None, 2020),
        "shandong": (2021, None),
        "zhejiang": (2021, None),
    }


def test_all_kinds_are_named_by_the_forms_of_the_revised_law() -> None:
    known = {name: set(form.tables[0].kind_columns) for name, form in SHIPPED.items()}
    assert known["zhejiang"] == known["shandong"] == set(PENALTY_KINDS.synonyms)
    assert known["zhejiang"] - known["pre2021"] == {
        "通报批评",
        "降低资质等级",
        "限制开展生产经营活动",
        "责令关闭",
        "限制从业",
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kinds = ["警告"]', 'kinds = ["训诫"]', "训诫"),
        ('kinds = ["警告"]', 'kinds = ["罚款"]', "重复"),
        ('  "罚款",\n', "", "light_to_heavy"),
        ('title = "合计(宗)"', 'title = "罚款"', "同名"),
        ('unit = "万元"', 'unit = "千元"', "金额单位"),
        ('role = "total"', 'role = "sum"', "sum"),
        ("[money]", "[mony]", "money"),
        ("based_on", "base", "permits"),
        ("title =", "title", "pre2021.toml"),
    ],
)
def test_a_form_that_does_not_hold_together_is_refused(old: str, new: str, said: str, tmp_path: Path) -> None:
    shutil.copytree(FORMS / "base", tmp_path / "base")
    text = (FORMS / "pre2021.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "pre2021.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadForm, match=said):
        read_forms(tmp_path)
