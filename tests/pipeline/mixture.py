"""Some records of every contract, drawn from a seed: enough that every figure has something to count."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from schemas import CONTRACTS

Records = dict[str, list[dict[str, Any]]]

FIELDS = ["道路货运", "普货", "超限超载", "无此领域", ""]
UNITS = ["一中队", "二中队", ""]
FLAGS = ["是", "否", ""]
# Names, numbers and plates of nobody.
PEOPLE = ["欧阳试样", "司马假设", "诸葛虚构"]
RESIDENT_IDS = ["330000199001011236", "330000198512120018", "110101200001010010"]
PLATES = ["浙G12345", "浙A·6Z789", "皖K54321挂"]
COMPANIES = ["虚构运输有限公司", "试样物流有限公司"]


def mixture(seed: int = 7, size: int = 60) -> Records:
    """``size`` records of each contract that figures are computed from, dated 2022 to early 2024."""
    rng = random.Random(seed)
    makers: dict[str, Callable[[random.Random, int], dict[str, Any]]] = {
        "cases": _case,
        "payments": _payment,
        "permits": _permit,
        "inspections": _visit,
        "coercions": _coercion,
        "reviews": _review,
        "outreach": _event,
        "complaints": _complaint,
    }
    # What is declared by hand is added up and split by nothing: tests/pipeline/test_declared.py looks at it.
    assert set(makers) == set(CONTRACTS) - {"declared"}
    return {contract: [make(rng, number) for number in range(1, size + 1)] for contract, make in makers.items()}


def _day(rng: random.Random) -> date:
    return date(2022, 1, 1) + timedelta(days=rng.randrange(800))


def _after(rng: random.Random, day: date, days: int = 40) -> date:
    return day + timedelta(days=rng.randrange(days))


def _case(rng: random.Random, number: int) -> dict[str, Any]:
    filed = _day(rng)
    decided = _after(rng, filed, 120)
    outcome = rng.choice(["行政处罚"] * 6 + ["不予处罚", "撤销立案", "移送司法", "办理中"])
    person = rng.randrange(3)
    party = PEOPLE[person] if number % 2 else rng.choice(COMPANIES)
    is_decided = outcome in ("行政处罚", "不予处罚")
    return {
        "case_no": f"浙武交罚〔{filed.year}〕{number:04d}号",
        "case_name": f"{party}的{PLATES[person]}超限运输案",
        "party_name": party,
        "party_kind": "自然人" if number % 2 else "单位",
        "party_id": RESIDENT_IDS[person] if number % 2 else "",
        "plate_no": PLATES[person],
        "field": rng.choice(FIELDS),
        "procedure": rng.choice(["简易程序", "普通程序"]),
        "off_site": rng.choice(FLAGS),
        "org_unit": rng.choice(UNITS),
        "filed_on": filed,
        "decided_on": decided if is_decided else "",
        "closed_on": _after(rng, decided) if rng.random() < 0.7 else "",
        "outcome": outcome,
        "penalty_kinds": "罚款" if outcome == "行政处罚" else "",
        "fine": rng.randrange(1, 200_000) if outcome == "行政处罚" else "",
        "leniency": rng.choice(["", "轻微不罚", "首违不罚", "减轻处罚"]),
        "hearing_held": rng.choice(FLAGS),
        "legal_review": rng.choice(FLAGS),
        "collective_discussion": rng.choice(FLAGS),
        "major_case": rng.choice(FLAGS),
        "transferred_on": decided if outcome == "移送司法" else "",
        "revoked_on": _after(rng, decided) if rng.random() < 0.1 else "",
        "published_on": _after(rng, decided, 20) if rng.random() < 0.8 else "",
        "officers": [PEOPLE[person], PEOPLE[person - 1]],
    }


def _payment(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "receipt_no": f"P{number:05d}",
        "case_no": f"浙武交罚〔{rng.choice((2022, 2023))}〕{rng.randrange(1, 80)}号",
        "paid_on": _day(rng),
        "amount": f"{rng.randrange(1, 20_000_000) / 100:.2f}",
        "kind": rng.choice(["罚款", "罚款", "没收款", "滞纳金", ""]),
    }


def _permit(rng: random.Random, number: int) -> dict[str, Any]:
    applied = _day(rng)
    is_accepted, is_finished = rng.random() < 0.9, rng.random() < 0.9
    accepted = _after(rng, applied, 3) if is_accepted else ""
    return {
        "item_no": f"I{number:05d}",
        "item_kind": rng.choice(["行政许可", "行政许可", "行政备案", "其他行政权力", "行政确认"]),
        "applicant": rng.choice([*PEOPLE, *COMPANIES]),
        "applied_on": applied,
        "accepted_on": accepted,
        "acceptance": "受理" if is_accepted else rng.choice(["不予受理", ""]),
        "within_authority": rng.choice(FLAGS),
        "finished_on": _after(rng, accepted or applied, 30) if is_finished else "",
        "result": rng.choice(["准予", "准予", "不予", "撤销", "撤回申请", ""]) if is_finished else "",
        "legal_days": 20,
        "promised_days": rng.choice([5, 10, ""]),
        "excluded_days": rng.choice([0, 3, ""]),
        "on_the_spot": rng.choice(FLAGS),
        "channel": rng.choice(["网上", "掌上", "窗口", ""]),
        "org_unit": rng.choice(UNITS),
    }


def _visit(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "task_no": f"T{rng.randrange(1, 25):03d}",
        "task_kind": rng.choice(["双随机抽查", "专项检查", "即时检查", "个案检查"]),
        "object_name": f"{rng.choice([*PEOPLE, *COMPANIES])}",
        "inspected_on": _day(rng),
        "terminal": rng.choice(["掌上", "掌上", "电脑", ""]),
        "cross_department": rng.choice(FLAGS),
        "credit_rule": rng.choice(FLAGS),
        "officers": PEOPLE[number % 3],
        "finding": rng.choice(["合格", "不合格", "责令改正", "停业或清算", ""]),
        "case_no": rng.choice(["", f"浙武交罚〔2022〕{rng.randrange(1, 80)}号"]),
        "org_unit": rng.choice(UNITS),
        "field": rng.choice(FIELDS),
    }


def _coercion(rng: random.Random, number: int) -> dict[str, Any]:
    day = _day(rng)
    return {
        "document_no": f"D{number:04d}",
        "measure": rng.choice(["查封", "扣押", "代履行", "加处罚款", "申请法院"]),
        "decided_on": day,
        "completed_on": rng.choice(["", _after(rng, day)]),
        "applied_on": _after(rng, day),
        "org_unit": rng.choice(UNITS),
    }


def _review(rng: random.Random, number: int) -> dict[str, Any]:
    day = _day(rng)
    return {
        "review_no": f"R{number:04d}",
        "kind": rng.choice(["行政复议", "行政诉讼"]),
        "accepted_on": day,
        "concluded_on": rng.choice(["", _after(rng, day)]),
        "outcome": rng.choice(["", "维持", "撤销", "变更", "败诉", "胜诉"]),
        "chief_attended": rng.choice(FLAGS),
    }


def _event(rng: random.Random, number: int) -> dict[str, Any]:
    people, papers = rng.randrange(500), rng.randrange(900)
    return {"event_no": f"E{number}", "held_on": _day(rng), "participants": people, "materials": papers}


def _complaint(rng: random.Random, number: int) -> dict[str, Any]:
    about = rng.choice(["政务服务", "行政执法", "其他"])
    return {"complaint_no": f"C{number}", "received_on": _day(rng), "about": about, "upheld": rng.choice(FLAGS)}
