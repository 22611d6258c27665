"""A file read with declared corrections: as if the cell had held the right text, and the rest as it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.corrections.edits import Edit
from tests.exports import heading, table, workbook
from tests.tables.shards import Shard, column, counts, findings, shard_of

KEY = "浙武交罚〔2023〕1"


def edit(**facts: Any) -> Edit:
    """An edit of the fine of the first case, but for what is given."""
    defaults = {"contract": "cases", "record_key": KEY, "where": (), "column": "fine", "expected": "500"}
    return Edit(**(defaults | {"value": "5000", "accept": None} | facts))


def read(rows: list[list[Any]], *edits: Edit) -> Shard:
    return shard_of(workbook({"明细": rows}), *edits)


def cases(*records: dict[str, Any]) -> list[list[Any]]:
    numbered = [{"case_no": f"浙武交罚〔2023〕{number}号", **record} for number, record in enumerate(records, 1)]
    return table("cases", *numbered)


def outcomes(shard: Shard) -> list[tuple[int, str | None, str]]:
    """Row, what was found, and outcome of every row that an edit names."""
    assert shard.amendments is not None
    return [(row["row"], row["found"], row["outcome"]) for row in shard.amendments.sort("row").to_dicts()]


def test_the_right_value_takes_the_place_of_the_expected_one_in_that_row_only() -> None:
    shard = read(cases({"fine": "500"}, {"fine": "500"}), edit())
    assert column(shard, "fine") == [Decimal(5000), Decimal(500)]
    assert outcomes(shard) == [(2, "500", "changed")]


@pytest.mark.parametrize(
    ("cell", "expected"), [("500.00", "500"), (500, "500元"), ("伍佰元", "500.00"), ("500", "５００")]
)
def test_what_is_expected_is_compared_by_value(cell: Any, expected: str) -> None:
    assert column(read(cases({"fine": cell}), edit(expected=expected)), "fine") == [Decimal(5000)]


def test_an_amount_without_a_unit_is_in_yuan_whatever_the_heading_says() -> None:
    rows = cases({"fine": "0.05"})
    rows[0][rows[0].index(heading("cases", "fine"))] = "罚款金额(万元)"
    assert column(read(rows, edit()), "fine") == [Decimal(5000)]
    assert column(read(rows, edit(expected="0.05", value="0.5万元")), "fine") == [Decimal(5000)]


def test_another_value_than_expected_is_left_and_told() -> None:
    shard = read(cases({"fine": "600"}), edit())
    assert column(shard, "fine") == [Decimal(600)]
    assert outcomes(shard) == [(2, "600", "other value")]


def test_a_blank_is_expected_as_a_blank_and_is_no_unreadable_cell() -> None:
    blank = edit(expected="", column="decided_on", value="2023-02-28")
    assert (
        column(read(cases({"decided_on": None, "outcome": "办理中"}), blank), "decided_on") == []
    )  # a rule forbids it
    assert outcomes(read(cases({"decided_on": "2023-02-30"}), blank)) == [(2, "2023-02-30", "other value")]


def test_a_row_that_was_rejected_comes_back_when_its_fault_is_mended() -> None:
    shard = read(
        cases({"decided_on": "2023-02-30"}), edit(column="decided_on", expected="2023-02-30", value="2023-02-28")
    )
    assert column(shard, "decided_on") == [date(2023, 2, 28)]
    assert column(shard, "cover_on") == [[date(2023, 2, 28)]]
    assert findings(shard, "rejection") == []
    assert counts(shard) == (1, 1, 0, 0)


def test_a_row_with_another_fault_stays_rejected_for_that() -> None:
    record = {"decided_on": "2023-02-30", "outcome": "从未听说"}
    shard = read(cases(record), edit(column="decided_on", expected="2023-02-30", value="2023-02-28"))
    assert [rule for _, _, rule in findings(shard, "rejection")] == ["unknown-value"]


def test_a_right_value_that_breaks_a_rule_is_rejected_like_any_other() -> None:
    record = {"filed_on": "2023-05-01", "procedure": "普通程序"}
    shard = read(cases(record), edit(column="decided_on", expected="2023-05-06", value="2023-04-01"))
    assert [rule for _, _, rule in findings(shard, "rejection")] == ["decided-before-filed"]
    assert counts(shard) == (1, 0, 1, 0)


def test_a_column_that_the_file_lacks_may_be_filled() -> None:
    shard = read(cases({"fine": "500"}), edit(column="leniency", expected="", value="首违免罚"))
    assert column(shard, "leniency") == ["首违不罚"]
    assert outcomes(shard) == [(2, None, "changed")]


def test_an_accepted_rule_lets_the_row_in_and_no_other_rule_with_it() -> None:
    person = {"party_kind": "个人", "party_name": "甲某", "party_id": "330723199001011230"}
    accept = edit(column="party_id", expected=None, value=None, accept="id-check-digit")
    assert counts(read(cases(person), accept)) == (1, 1, 0, 0)
    both = read(cases(person | {"fine": "9", "outcome": "不予处罚"}), accept)
    assert [rule for _, _, rule in findings(both, "rejection")] == ["fine-without-penalty"]


def test_a_rule_that_the_row_keeps_is_not_accepted() -> None:
    accept = edit(column="party_id", expected=None, value=None, accept="id-check-digit")
    assert outcomes(read(cases({"fine": "500"}), accept)) == [(2, None, "unbroken")]


def test_a_key_may_be_corrected_and_is_found_by_what_it_was() -> None:
    shard = read(
        cases({"fine": "500"}), edit(column="case_no", expected="浙武交罚〔2023〕1号", value="浙武交罚〔2023〕009号")
    )
    assert column(shard, "record_key") == ["浙武交罚〔2023〕9"]
    assert column(shard, "shown_key") == ["浙武交罚〔2023〕009号"]


def test_a_set_and_a_flag_are_read_as_their_cells_are() -> None:
    rows = cases({"officers": "甲、乙", "hearing_held": "否"})
    shard = read(
        rows,
        edit(column="officers", expected="乙、甲", value="甲;丙"),
        edit(column="hearing_held", expected="0", value="是"),
    )
    assert column(shard, "officers") == [["丙", "甲"]]
    assert column(shard, "hearing_held") == [True]


def test_a_narrower_key_tells_the_items_of_a_receipt_apart() -> None:
    items = [{"receipt_no": "P1", "kind": kind, "amount": 100} for kind in ("罚款", "加处罚款")]
    one = edit(contract="payments", record_key="P1", column="amount", expected="100", value="50")
    narrow = Edit(**(vars(one) | {"where": (("kind", "滞纳金"), ("receipt_no", "p1"))}))
    assert column(read(table("payments", *items), narrow), "amount", "payments") == [Decimal(100), Decimal(50)]


def test_without_edits_a_shard_has_no_amendments() -> None:
    assert read(cases({"fine": "500"})).amendments is None


EDITS = [
    edit(),
    edit(column="decided_on", expected="2023-05-06", value="2023-06-07"),
    edit(column="org_unit", expected="", value="二中队"),
    edit(column="case_no", expected="浙武交罚〔2023〕1号", value="浙武交罚〔2023〕9号"),
    edit(record_key="浙武交罚〔2023〕2", expected="600", value="700"),
    edit(record_key="浙武交罚〔2023〕2", column="outcome", expected="处罚", value="不予处罚"),
]


RECORDS = [{"fine": str(500 + 100 * number), "case_no": f"浙武交罚〔2023〕{number + 1}号"} for number in range(2)]


@cache
def straight() -> Shard:
    return read(table("cases", *RECORDS), *EDITS)


@settings(max_examples=8, deadline=None)
@given(st.permutations(EDITS), st.permutations(RECORDS))
def test_the_order_of_edits_and_of_rows_changes_nothing(edits: list[Edit], records: list[dict[str, Any]]) -> None:
    shard = read(table("cases", *records), *edits)
    content = ["record_key", "fine", "decided_on", "org_unit", "outcome"]
    kept, expected = (one.accepted["cases"].select(content).sort("record_key") for one in (shard, straight()))
    assert kept.equals(expected)
    assert sorted(shard.findings["rule"]) == sorted(straight().findings["rule"])
