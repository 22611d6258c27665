"""Every rule on a row lets a right row pass and finds the wrong one."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from stdnum.cn import ric, uscc

from schemas import CONTRACTS
from schemas.base import ALL_RULES, Level, Rule
from schemas.pandera_polars import pa

USCC = "9133072300000001A" + uscc.calc_check_digit("9133072300000001A")
RESIDENT_ID = "33072319900307001" + ric.calc_check_digit("33072319900307001")
BROKEN_ID = RESIDENT_ID[:-1] + ("1" if RESIDENT_ID[-1] != "1" else "2")
MAY, JUNE, JULY, DECEMBER = date(2023, 5, 8), date(2023, 6, 8), date(2023, 7, 8), date(2023, 12, 8)
TWO = ["周甲", "吴乙"]

# The least that each contract requires of a row.
RIGHT_ROWS: dict[str, dict[str, Any]] = {
    "cases": {"case_no": "〔2023〕1", "procedure": "普通程序", "outcome": "办理中"},
    "payments": {"receipt_no": "P1", "case_no": "〔2023〕1", "paid_on": MAY, "amount": Decimal("200.00")},
    "permits": {"item_no": "I1", "item_kind": "行政许可", "applied_on": MAY},
    "inspections": {"task_no": "T1", "task_kind": "专项检查", "object_name": "甲公司", "inspected_on": MAY},
    "coercions": {"document_no": "〔2023〕1", "measure": "代履行"},
    "reviews": {"review_no": "〔2023〕1", "kind": "行政复议", "accepted_on": MAY},
    "outreach": {"event_name": "宪法宣传", "held_on": MAY},
    "complaints": {"complaint_no": "C1", "received_on": MAY, "about": "政务服务"},
    "declared": {
        "indicator": "执法人员数",
        "value": Decimal(37),
        "unit": "人",
        "period": "2023-01/2023-12",
        "source": "台账",
        "declared_by": "甲某",
    },
}
PENALTY = {"outcome": "行政处罚", "decided_on": JUNE, "penalty_kinds": ["警告"]}
SIMPLIFIED_FINE = PENALTY | {"procedure": "简易程序", "penalty_kinds": ["罚款"]}
MAJOR = PENALTY | {"major_case": True, "legal_review": True, "collective_discussion": True}


def yuan(amount: str) -> Decimal:
    return Decimal(amount)


# contract, rule, a row that it lets pass, a row that it finds.
EXAMPLES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    (
        "declared",
        "percent-as-fraction",
        {"unit": "%", "value": Decimal("98.5")},
        {"unit": "%", "value": Decimal("0.985")},
    ),
    ("declared", "percent-as-fraction", {"unit": "‰", "value": Decimal(1)}, {"unit": "%", "value": Decimal(1)}),
    ("cases", "id-check-digit", {"party_id": USCC}, {"party_id": BROKEN_ID}),
    ("cases", "id-check-digit", {"party_id": RESIDENT_ID}, {"party_id": USCC[:-1] + "#"}),
    ("cases", "id-check-digit", {"party_id": "330723199003070012"[:6] + "********" + "0012"}, {"party_id": BROKEN_ID}),
    # Passing either check is right, whoever the party is said to be.
    (
        "cases",
        "id-check-digit",
        {"party_id": RESIDENT_ID, "party_kind": "法人及非法人组织"},
        {"party_id": BROKEN_ID, "party_kind": "法人及非法人组织"},
    ),
    ("cases", "id-check-digit", {"party_id": USCC.lower()}, {"party_id": "A" * 18}),
    ("cases", "id-unverified", {"party_id": USCC}, {"party_id": "330723000012345"}),
    ("cases", "id-unverified", {"party_id": None}, {"party_id": "3307230000123"}),
    ("cases", "id-unverified", {"party_id": RESIDENT_ID}, {"party_id": "12345678X"}),
    ("cases", "id-unverified", {"party_id": USCC}, {"party_id": "E12345678"}),
    ("cases", "id-unverified", {"party_id": USCC}, {"party_id": "330723********0012"}),
    ("cases", "decided-before-filed", {"filed_on": MAY, **PENALTY}, {"filed_on": JULY, **PENALTY}),
    ("cases", "decided-before-filed", {"filed_on": JUNE, **PENALTY}, {"filed_on": DECEMBER, **PENALTY}),
    (
        "cases",
        "decided-before-filed",
        {"filed_on": JULY, **PENALTY, "procedure": "简易程序"},
        {"filed_on": JULY, **PENALTY},
    ),
    ("cases", "closed-before-decided", {"closed_on": JUNE, **PENALTY}, {"closed_on": MAY, **PENALTY}),
    (
        "cases",
        "closed-before-decided",
        {"closed_on": JULY, **PENALTY},
        {"closed_on": MAY, **PENALTY, "procedure": "简易程序"},
    ),
    (
        "cases",
        "closed-before-filed",
        {"outcome": "撤销立案", "filed_on": MAY, "closed_on": MAY},
        {"outcome": "撤销立案", "filed_on": JUNE, "closed_on": MAY},
    ),
    (
        "cases",
        "filed-after-decided",
        {"filed_on": JUNE, **PENALTY, "procedure": "简易程序"},
        {"filed_on": JULY, **PENALTY, "procedure": "简易程序"},
    ),
    ("cases", "penalty-without-decision", PENALTY, PENALTY | {"decided_on": None}),
    ("cases", "open-case-with-decision", {"outcome": "办理中"}, {"outcome": "办理中", "decided_on": MAY}),
    ("cases", "open-case-with-decision", {"outcome": None}, {"outcome": None, "decided_on": MAY}),
    (
        "cases",
        "fine-missing",
        PENALTY | {"penalty_kinds": ["罚款"], "fine": yuan("200.00")},
        PENALTY | {"penalty_kinds": ["没收违法所得", "罚款"], "fine": None},
    ),
    ("cases", "fine-missing", PENALTY, PENALTY | {"penalty_kinds": ["罚款"], "fine": yuan("0.00")}),
    (
        "cases",
        "fine-without-penalty",
        {"outcome": "不予处罚", "fine": yuan("0.00")},
        {"outcome": "不予处罚", "fine": yuan("0.01")},
    ),
    ("cases", "fine-without-penalty", {"outcome": "撤销立案"}, {"outcome": "撤销立案", "fine": yuan("100.00")}),
    (
        "cases",
        "simplified-fine-over-200",
        SIMPLIFIED_FINE | {"party_kind": "自然人", "fine": yuan("200.00")},
        SIMPLIFIED_FINE | {"party_kind": "自然人", "fine": yuan("200.01")},
    ),
    (
        "cases",
        "simplified-fine-over-200",
        SIMPLIFIED_FINE | {"party_kind": "个体工商户", "fine": yuan("3000.00")},
        SIMPLIFIED_FINE | {"party_kind": "自然人", "fine": yuan("3000.00")},
    ),
    (
        "cases",
        "simplified-fine-over-3000",
        SIMPLIFIED_FINE | {"party_kind": "法人及非法人组织", "fine": yuan("3000.00")},
        SIMPLIFIED_FINE | {"party_kind": "法人及非法人组织", "fine": yuan("3000.01")},
    ),
    (
        "cases",
        "simplified-fine-over-3000",
        SIMPLIFIED_FINE | {"procedure": "普通程序", "fine": yuan("9000.00")},
        SIMPLIFIED_FINE | {"party_kind": None, "fine": yuan("9000.00")},
    ),
    (
        "cases",
        "over-90-days",
        PENALTY | {"filed_on": date(2023, 1, 1), "decided_on": date(2023, 4, 1)},
        PENALTY | {"filed_on": date(2023, 1, 1), "decided_on": date(2023, 4, 2)},
    ),
    (
        "cases",
        "over-90-days",
        PENALTY | {"filed_on": MAY, "decided_on": DECEMBER, "extension_reason": "案情复杂"},
        PENALTY | {"filed_on": MAY, "decided_on": DECEMBER},
    ),
    ("cases", "fewer-than-two-officers", {"officers": TWO}, {"officers": TWO[:1]}),
    ("cases", "fewer-than-two-officers", {"officers": None}, {"officers": TWO[:1], "officer_ids": ["1"]}),
    ("cases", "fewer-than-two-officers", {"officers": TWO[:1], "officer_ids": ["1", "2"]}, {"officers": TWO[:1]}),
    (
        "cases",
        "fewer-than-two-officers",
        {"officers": TWO[:1], "procedure": "简易程序"},
        {"officers": TWO[:1], "procedure": "普通程序"},
    ),
    ("cases", "fewer-than-two-officer-ids", {"officer_ids": ["1", "2"]}, {"officer_ids": ["1"]}),
    ("cases", "fewer-than-two-officer-ids", {"officer_ids": ["1"], "officers": TWO}, {"officer_ids": ["1"]}),
    ("cases", "major-case-without-legal-review", MAJOR, MAJOR | {"legal_review": None}),
    (
        "cases",
        "major-case-without-legal-review",
        {"major_case": True, "outcome": "办理中"},
        MAJOR | {"legal_review": False},
    ),
    ("cases", "major-case-without-discussion", MAJOR, MAJOR | {"collective_discussion": False}),
    (
        "cases",
        "major-case-without-discussion",
        MAJOR | {"major_case": None, "collective_discussion": None},
        MAJOR | {"collective_discussion": None},
    ),
    (
        "cases",
        "fine-not-among-kinds",
        PENALTY | {"penalty_kinds": ["警告", "罚款"], "fine": yuan("200.00")},
        PENALTY | {"penalty_kinds": ["警告"], "fine": yuan("200.00")},
    ),
    (
        "cases",
        "fine-not-among-kinds",
        PENALTY | {"penalty_kinds": None, "fine": yuan("200.00")},
        PENALTY | {"penalty_kinds": ["没收违法所得"], "fine": yuan("0.01")},
    ),
    ("cases", "penalty-without-kinds", PENALTY, PENALTY | {"penalty_kinds": None}),
    ("cases", "penalty-without-kinds", {"outcome": "不予处罚"}, PENALTY | {"penalty_kinds": []}),
    ("permits", "id-check-digit", {"applicant_id": USCC}, {"applicant_id": BROKEN_ID}),
    ("permits", "id-unverified", {"applicant_id": RESIDENT_ID}, {"applicant_id": "330723000012345"}),
    ("permits", "accepted-before-applied", {"accepted_on": MAY}, {"applied_on": JUNE, "accepted_on": MAY}),
    (
        "permits",
        "finished-before-accepted",
        {"accepted_on": JUNE, "finished_on": JUNE},
        {"accepted_on": JULY, "finished_on": JUNE},
    ),
    ("permits", "finished-before-applied", {"finished_on": MAY}, {"applied_on": JUNE, "finished_on": MAY}),
    ("permits", "accepted-without-date", {"acceptance": "受理", "accepted_on": MAY}, {"acceptance": "受理"}),
    ("permits", "accepted-without-date", {"acceptance": "不予受理"}, {"acceptance": "受理"}),
    ("permits", "result-without-date", {"result": "准予", "finished_on": MAY}, {"result": "准予"}),
    ("permits", "result-without-date", {"finished_on": MAY}, {"result": "撤回申请"}),
    ("inspections", "object-id-check-digit", {"object_id": USCC}, {"object_id": BROKEN_ID}),
    ("inspections", "object-id-check-digit", {"object_id": "DX-0001"}, {"object_id": "A" * 18}),
    ("inspections", "registration-not-uscc", {"object_id": USCC}, {"object_id": "330723000012345"}),
    ("inspections", "registration-not-uscc", {"object_id": "DX-0001"}, {"object_id": "3307230000123"}),
    ("inspections", "registration-not-uscc", {"object_id": RESIDENT_ID}, {"object_id": "12345678-X"}),
    ("inspections", "registration-not-uscc", {"object_id": None}, {"object_id": "91330723******001A"}),
    ("inspections", "one-officer-visit", {"officers": TWO}, {"officers": TWO[:1]}),
    ("inspections", "one-officer-visit", {"officers": TWO[:1], "officer_ids": ["1", "2"]}, {"officers": TWO[:1]}),
    ("inspections", "one-officer-id-visit", {"officer_ids": ["1", "2"]}, {"officer_ids": ["1"]}),
    ("inspections", "one-officer-id-visit", {"officer_ids": ["1"], "officers": TWO}, {"officer_ids": ["1"]}),
    (
        "coercions",
        "measure-without-decision",
        {"measure": "扣押财物", "decided_on": MAY},
        {"measure": "扣押财物", "completed_on": MAY},
    ),
    ("coercions", "measure-without-decision", {"measure": "代履行"}, {"measure": "其他强制措施"}),
    (
        "coercions",
        "application-without-date",
        {"measure": "申请法院强制执行", "applied_on": MAY},
        {"measure": "申请法院强制执行", "decided_on": MAY},
    ),
    ("coercions", "no-date-of-its-year", {"measure": "代履行"}, {"measure": "查封场所、设施或者财物"}),
    (
        "coercions",
        "no-date-of-its-year",
        {"measure": "申请法院强制执行", "applied_on": MAY},
        {"measure": "申请法院强制执行"},
    ),
]
RULES = [(contract, rule) for contract, spec in CONTRACTS.items() for rule in spec.rules.values()]
# Named by the specification without an article, or a contradiction within the row that no law speaks of.
WITHOUT_LAW = {
    "closed-before-decided",
    "open-case-with-decision",
    "fine-missing",
    "fine-without-penalty",
    "result-without-date",
    "percent-as-fraction",
}


def frame(contract: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Right rows of the contract with the given values in place of their own."""
    fields = CONTRACTS[contract].model.to_schema().columns
    blank = dict.fromkeys(fields)
    full = [blank | RIGHT_ROWS[contract] | row for row in rows]
    return pl.DataFrame(full, schema={name: field.dtype.type for name, field in fields.items()}, orient="row")


def broken(contract: str, rows: pl.DataFrame) -> dict[str, list[int]]:
    """The rules that the rows break, each with the positions of the rows; pandera refuses just these rows."""
    rules = {name: at.to_list() for name, at in CONTRACTS[contract].broken(rows).items()}
    assert refused(contract, rows) == {at for positions in rules.values() for at in positions}
    return rules


def refused(contract: str, rows: pl.DataFrame) -> set[int]:
    """The rows of which pandera says that they break a rule."""
    try:
        CONTRACTS[contract].model.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as found:
        kept = [error.check_output for error in found.schema_errors if getattr(error.check, "name", None) == ALL_RULES]
        return {at for holds in kept for at in (~holds.to_series()).arg_true()}
    return set()


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_least_a_contract_requires_breaks_no_rule(contract: str) -> None:
    assert broken(contract, frame(contract, {}, {})) == {}


@pytest.mark.parametrize(("contract", "name", "right", "wrong"), EXAMPLES)
def test_rule_finds_the_wrong_row_only(contract: str, name: str, right: dict[str, Any], wrong: dict[str, Any]) -> None:
    found = broken(contract, frame(contract, right, wrong, right))
    assert found[name] == [1]


@pytest.mark.parametrize(("contract", "name", "right", "wrong"), EXAMPLES)
def test_rule_needs_its_columns_and_no_other(
    contract: str, name: str, right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    columns = CONTRACTS[contract].rules[name].columns
    with_its_own = {column: value for column, value in wrong.items() if column in columns}
    without_its_own = wrong | dict.fromkeys(columns)
    assert broken(contract, frame(contract, with_its_own, without_its_own))[name] == [0]


def test_every_rule_has_an_example() -> None:
    assert {(contract, name) for contract, name, _, _ in EXAMPLES} == {
        (contract, rule.name) for contract, rule in RULES
    }


@pytest.mark.parametrize(("contract", "rule"), RULES)
def test_rule_says_what_is_wrong_and_what_to_do(contract: str, rule: Rule) -> None:
    what, _, remedy = rule.message.partition(";")
    assert what
    assert re.search("请|应当", remedy)
    assert not re.search(r"[0-9{}]", rule.message), "no values, numbers in words"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    assert {*rule.columns, rule.marks} <= CONTRACTS[contract].columns.keys()
    assert rule.marks in rule.columns


@pytest.mark.parametrize(("contract", "rule"), RULES)
def test_rule_names_its_law(contract: str, rule: Rule) -> None:
    if rule.name in WITHOUT_LAW:
        assert rule.level is Level.REJECTION
    else:
        assert re.search(r"第[一二三四五六七八九十百]+条|GB \d+", rule.law)


def test_required_values_are_the_models_own_business() -> None:
    rows = frame("payments", {}).with_columns(pl.lit(None, pl.String).alias("case_no"))
    with pytest.raises(pa.errors.SchemaErrors) as found:
        CONTRACTS["payments"].model.validate(rows, lazy=True)
    assert [error.schema.name for error in found.value.schema_errors] == ["case_no"]


def test_every_offending_row_is_found_not_only_the_first() -> None:
    rows = frame("cases", *([PENALTY | {"decided_on": None}] * 50), PENALTY)
    assert broken("cases", rows)["penalty-without-decision"] == list(range(50))


def test_a_row_may_break_several_rules() -> None:
    row = PENALTY | {"decided_on": None, "party_id": BROKEN_ID, "penalty_kinds": ["罚款"]}
    assert broken("cases", frame("cases", row)).keys() == {"penalty-without-decision", "id-check-digit", "fine-missing"}
