"""The warnings that need other rows, other files or the calendar."""

from datetime import date
from typing import Any

from tests.sql.warehouse import Warehouse

DAY = date(2023, 5, 4)


def found(build: Warehouse, rule: str) -> dict[int, str | None]:
    """The rows that a rule finds, with the value it shows."""
    findings: list[dict[str, Any]] = build.offenders(f"staging/rules/{rule}.sql")
    assert len({finding["row"] for finding in findings}) == len(findings)
    return {finding["row"]: finding["value"] for finding in findings}


def test_the_same_offence_fined_twice_on_a_day() -> None:
    fined = {"decided_on": DAY, "fine": 200, "plate_no": "浙G12345", "offence": "超限", "party_name": "张三"}
    build = Warehouse(
        cases=[
            {"case_no": "A", **fined},
            {"case_no": "B", **fined},
            {"case_no": "C", **fined, "decided_on": date(2023, 5, 5)},
            {"case_no": "D", **fined, "offence": "未带证"},
            {"case_no": "E", **fined, "plate_no": "浙G54321"},
            {"case_no": "F", **fined, "party_name": "李四"},
            {"case_no": "G", **fined, "fine": None},
            {"case_no": "H", **fined, "plate_no": None},
            {"case_no": "I", **fined, "plate_no": None},
        ]
    )
    assert found(build, "same-offence-fined-twice") == {2: "B", 3: "A"}


def test_the_same_party_is_known_by_its_number_as_well() -> None:
    fined = {
        "decided_on": DAY,
        "fine": 200,
        "plate_no": "浙G12345",
        "offence": "超限",
        "party_id": "330723199001011234",
    }
    build = Warehouse(cases=[{"case_no": no, **fined, "party_name": no} for no in ("A", "B", "C")])
    assert found(build, "same-offence-fined-twice") == {2: "C", 3: "A", 4: "A"}


def test_published_late_counts_working_days() -> None:
    decided = {"decided_on": date(2023, 9, 28)}
    build = Warehouse(
        cases=[
            {**decided, "published_on": date(2023, 10, 13)},
            {**decided, "published_on": date(2023, 10, 16)},
            decided,
        ]
    )
    assert found(build, "published-late") == {3: "2023-10-16"}


def test_payments_without_case_and_over_what_was_decided() -> None:
    build = Warehouse(
        cases=[{"case_no": "案1", "decided_on": DAY, "fine": 1000, "confiscated_goods": 100}],
        payments=[
            {"paid_on": date(2023, 5, 7), "amount": 200},
            {"paid_on": date(2023, 5, 5), "amount": 1000},
            {"paid_on": date(2023, 5, 6), "amount": 100},
            {"paid_on": date(2023, 5, 6), "amount": 900, "kind": "加处罚款"},
            {"paid_on": date(2023, 5, 6), "amount": 900, "case_no": "不在册"},
        ],
    )
    assert found(build, "payments-over-decision") == {2: "200.00"}
    assert found(build, "payment-without-case") == {6: "不在册"}


def test_permits_over_their_days() -> None:
    # Three working days from 28 September to 9 October 2023.
    item = {"applied_on": date(2023, 9, 28), "finished_on": date(2023, 10, 9)}
    build = Warehouse(
        permits=[
            {**item, "legal_days": 3, "promised_days": 2},
            {**item, "legal_days": 2, "promised_days": 3},
            {**item, "legal_days": 2, "promised_days": 2, "excluded_days": 1},
            {**item, "legal_days": 2, "result": "撤回申请"},
        ]
    )
    assert set(found(build, "permit-over-promised-days")) == {2}
    assert set(found(build, "permit-over-legal-days")) == {3}
    assert found(build, "permit-without-limit") == {}


def test_visits_that_contradict_their_task() -> None:
    build = Warehouse(
        inspections=[
            {"task_no": "T1", "object_name": "乙公司", "inspected_on": DAY, "task_kind": "专项检查"},
            {"task_no": "T1", "object_name": "甲公司", "inspected_on": date(2023, 5, 3)},
            {"task_no": "T2", "object_name": "甲公司", "inspected_on": DAY, "task_kind": "专项检查"},
        ]
    )
    assert found(build, "task-kind-differs") == {2: "专项检查"}


def test_the_same_visit_under_two_keys_of_different_exports() -> None:
    visit = {"task_no": "T1", "object_name": "甲公司"}
    first, second = {"export_on": date(2023, 5, 31)}, {"export_on": date(2023, 6, 30)}
    build = Warehouse(
        inspections=[
            {**visit, **first, "inspected_on": DAY},
            {**visit, **second, "inspected_on": date(2023, 5, 6)},
            {**visit, **first, "task_no": "T2", "inspected_on": DAY},
            {**visit, **first, "task_no": "T2", "inspected_on": date(2023, 5, 6)},
        ]
    )
    assert found(build, "probably-same-visit") == {2: "甲公司", 3: "甲公司"}
