"""Over random cases: each counted once, under the heaviest of its kinds by the form, and the columns add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.cases import PENALTY_KINDS
from tests.annual.built import Built

SINGLE_KINDS = """
    警告 通报批评 罚款 没收违法所得 没收非法财物 暂扣许可证件 降低资质等级 吊销许可证件 限制开展生产经营活动
    责令停产停业 责令关闭 限制从业 行政拘留
"""
# From light to heavy, each column with its kinds; written from the specification, not from the form files.
LIGHT_TO_HEAVY = {
    "zhejiang": [
        ("警告、通报批评", "警告 通报批评"),
        ("罚款", "罚款"),
        ("没收违法所得、没收非法财物", "没收违法所得 没收非法财物"),
        ("暂扣许可证、执照,降低资质等级", "暂扣许可证件 降低资质等级"),
        ("限制开展生产经营活动", "限制开展生产经营活动"),
        ("责令停产停业、责令关闭、限制从业", "责令停产停业 责令关闭 限制从业"),
        ("吊销许可证、执照", "吊销许可证件"),
        ("行政拘留", "行政拘留"),
    ],
    "shandong": [(kind, kind) for kind in SINGLE_KINDS.split()],
    "pre2021": [
        ("警告", "警告"),
        ("罚款", "罚款"),
        ("没收违法所得、没收非法财物", "没收违法所得 没收非法财物"),
        ("暂扣许可证、执照", "暂扣许可证件"),
        ("责令停产停业", "责令停产停业"),
        ("吊销许可证、执照", "吊销许可证件"),
        ("行政拘留", "行政拘留"),
    ],
}
OTHER = "其他行政处罚"
AMOUNTS = st.none() | st.just(Decimal("0.00")) | st.decimals(min_value="0.01", max_value=10**9, places=2)
CASES = st.lists(
    st.fixed_dictionaries(
        {
            "penalty_kinds": st.none() | st.lists(st.sampled_from(list(PENALTY_KINDS.synonyms)), unique=True),
            "fine": AMOUNTS,
            "confiscated_income": AMOUNTS,
            "confiscated_goods": AMOUNTS,
            "decided_on": st.sampled_from([date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), None]),
            "outcome": st.sampled_from(["行政处罚", "行政处罚", "行政处罚", "不予处罚", "办理中"]),
        }
    ),
    max_size=12,
)


@cache
def build() -> Built:
    return Built()


def stand_ins(case: dict[str, Any]) -> list[str]:
    """The kinds of a case, or what its amounts say in their place."""
    if case["penalty_kinds"]:
        return list(case["penalty_kinds"])
    confiscated = {"没收违法所得": case["confiscated_income"], "没收非法财物": case["confiscated_goods"]}
    kinds = [kind for kind, amount in confiscated.items() if amount]
    return kinds or (["罚款"] if case["fine"] else [OTHER])


def heaviest(form: str, case: dict[str, Any]) -> str:
    """The last column, from light to heavy, that holds one of the kinds."""
    kinds = set(stand_ins(case))
    return next((title for title, held in reversed(LIGHT_TO_HEAVY[form]) if kinds & set(held.split())), OTHER)


@given(cases=CASES)
@settings(max_examples=60, deadline=None)
def test_every_penalized_case_counts_once_under_its_heaviest_kind(cases: list[dict[str, Any]]) -> None:
    build().replace_cases(cases)
    counted = [
        case
        for case in cases
        if case["outcome"] == "行政处罚" and case["decided_on"] and case["decided_on"].year == 2023
    ]
    amounts = ("fine", "confiscated_income", "confiscated_goods")
    levied = sum((case[name] or Decimal(0) for case in counted for name in amounts), Decimal(0))
    for form, columns in LIGHT_TO_HEAVY.items():
        found = build().table(form, "行政处罚")
        titles = [heaviest(form, case) for case in counted]
        by_column = {title: found[title] for title in [*dict(columns), OTHER]}
        assert by_column == {title: titles.count(title) for title in by_column}
        assert sum(map(Decimal, by_column.values())) == len(counted) == found.get("合计(宗)", len(counted))
        assert found["罚没金额(万元)"] == levied / 10000
    assert build().offenders("checks/annual-columns-add-up.sql") == []


@pytest.mark.parametrize("form", LIGHT_TO_HEAVY)
def test_the_oracle_knows_every_column_of_kinds(form: str) -> None:
    columns = build().rows(f"select distinct \"column\" from annual_kinds where form = '{form}'")
    assert {row["column"] for row in columns} == {*dict(LIGHT_TO_HEAVY[form]), OTHER}
