"""The examiner examined: small worlds whose figures are plain to see."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from .expected import Answer, Cover, answers, gravest, year_period
from .names import whole_year
from .truth import Record, Unit, Value, World
from .vocabulary import CONTRACTS
from .workdays import nth_workday_after, workdays_after

AS_OF = date(2024, 1, 31)


def world_of(as_of: date = AS_OF, **records: list[Record]) -> World:
    """A world in which each record is a unit of its own."""
    world = World(as_of)
    for contract, rows in records.items():
        world.units[contract] = [Unit(contract, f"{contract}{number}", [row]) for number, row in enumerate(rows)]
    return world


def full_cover() -> Cover:
    months = {month for year in range(2020, 2026) for month in whole_year(year)}
    return {contract: set(months) for contract in CONTRACTS}


def answers_of(world: World, year: int = 2023) -> dict[str, Answer]:
    return answers(world, full_cover(), year)


def parts_of(answer: Answer) -> tuple[object, object]:
    return answer.numerator, answer.denominator


def outcome_of(answer: Answer) -> tuple[object, object]:
    return answer.value, answer.statuses


def penalty(number: int, decided: date, **others: Value) -> Record:
    """A penalised case in ordinary procedure."""
    record: Record = {
        "case_no": f"罚〔2023〕{number}",
        "outcome": "行政处罚",
        "procedure": "普通程序",
        "filed_on": decided,
        "decided_on": decided,
    }
    return record | others


def test_the_year_is_half_open() -> None:
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1)]
    result = answers_of(world_of(cases=[penalty(number, day) for number, day in enumerate(days)]))
    assert result["cases_penalized"].value == 2


def test_the_year_up_to_june_ends_before_july() -> None:
    period = year_period(2023, 6)
    assert period.holds(date(2023, 6, 30))
    assert not period.holds(date(2023, 7, 1))
    assert period.months()[-1] == (2023, 6)


def test_money_levied_and_collected() -> None:
    day = date(2023, 5, 6)
    cases = [
        penalty(1, day, fine=Decimal("5000.50"), confiscated_income=Decimal("99.5")),
        penalty(2, day, confiscated_goods=Decimal(100)),
    ]
    payments: list[Record] = [
        {
            "receipt_no": "1",
            "case_no": "罚〔2023〕1",
            "paid_on": date(2024, 1, 2),
            "amount": Decimal(2600),
            "kind": None,
        },
        {
            "receipt_no": "2",
            "case_no": "罚〔2023〕1",
            "paid_on": date(2023, 6, 1),
            "amount": Decimal(7),
            "kind": "加处罚款",
        },
        {
            "receipt_no": "3",
            "case_no": "外〔2023〕9",
            "paid_on": date(2023, 6, 1),
            "amount": Decimal(30),
            "kind": "罚款",
        },
    ]
    result = answers_of(world_of(cases=cases, payments=payments))
    assert result["fines_levied"].value == Fraction("0.52")
    assert result["average_fine"].value == 2600
    assert parts_of(result["collection_rate"]) == (2600, 5200)
    assert result["collection_rate"].value == 50
    assert result["fines_collected"].value == Fraction("0.003")


def test_cases_carried_in() -> None:
    filed = date(2022, 3, 1)
    open_case: Record = {"outcome": "办理中", "procedure": "普通程序", "filed_on": filed}
    ended: list[Record] = [
        open_case | {"closed_on": date(2022, 12, 31)},
        open_case | {"outcome": "移送司法", "transferred_on": date(2022, 5, 1)},
        open_case | {"outcome": "行政处罚", "procedure": "简易程序", "decided_on": date(2022, 3, 1)},
        open_case | {"outcome": "不予处罚", "decided_on": date(2022, 4, 1)},
        open_case | {"outcome": "撤销立案"},
    ]
    still_open: list[Record] = [
        open_case,
        open_case | {"closed_on": date(2023, 1, 1)},
        open_case | {"outcome": "行政处罚", "decided_on": date(2022, 4, 1)},
        open_case | {"outcome": "移送司法"},
        open_case | {"outcome": "撤销立案", "closed_on": date(2023, 2, 1)},
    ]
    later: list[Record] = [open_case | {"filed_on": date(2023, 1, 1)}, open_case | {"filed_on": None}]
    assert answers_of(world_of(cases=ended + still_open + later))["cases_carried_in"].value == 5


def test_working_days_know_holidays_and_make_up_days() -> None:
    # 2023: Spring Festival 21 to 27 January; Saturday 28 and Sunday 29 are worked.
    assert workdays_after(date(2023, 1, 20), date(2023, 1, 28)) == 1
    assert nth_workday_after(date(2023, 1, 20), 2) == date(2023, 1, 29)
    # 2023: 29 September to 6 October off; Saturday 7 and Sunday 8 October are worked.
    assert workdays_after(date(2023, 9, 28), date(2023, 10, 8)) == 2
    assert workdays_after(date(2023, 5, 8), date(2023, 5, 8)) == 0


def test_publication_within_seven_working_days() -> None:
    cases = [
        penalty(1, date(2023, 9, 28), published_on=date(2023, 10, 13)),  # 7, 8, 9, 10, 11, 12, 13 October: the seventh
        penalty(2, date(2023, 9, 28), published_on=date(2023, 10, 16)),  # the eighth, after a weekend
        penalty(3, date(2023, 9, 28)),
        penalty(4, date(2023, 9, 28), published_on=date(2023, 9, 28), procedure="简易程序"),
    ]
    result = answers_of(world_of(cases=cases))
    assert parts_of(result["publication_rate"]) == (2, 3)
    assert parts_of(result["publication_on_time_rate"]) == (1, 3)


def test_a_decision_whose_seven_days_are_not_over_is_not_judged() -> None:
    decided = date(2024, 1, 22)  # the seventh working day is 31 January
    assert nth_workday_after(decided, 7) == AS_OF
    over = answers_of(world_of(cases=[penalty(1, decided)]), 2024)
    assert over["publication_on_time_rate"].denominator == 1
    running = answers_of(world_of(cases=[penalty(1, date(2024, 1, 23))]), 2024)
    assert running["publication_on_time_rate"].denominator == 0
    assert running["publication_on_time_rate"].value is None
    assert running["publication_on_time_rate"].statuses == {"无对象"}


def test_ninety_days() -> None:
    filed = date(2023, 1, 2)
    cases = [
        penalty(1, date(2023, 4, 2), filed_on=filed),  # 90
        penalty(2, date(2023, 4, 3), filed_on=filed),  # 91
        penalty(3, date(2023, 4, 3), filed_on=None),
        penalty(4, date(2023, 4, 2), filed_on=filed, outcome="不予处罚"),
        penalty(5, date(2023, 4, 2), filed_on=filed, procedure="简易程序"),
    ]
    rate = answers_of(world_of(cases=cases))["within_90_days_rate"]
    assert parts_of(rate) == (2, 3)


def visit(task: str, thing: str, day: date, **others: Value) -> Record:
    """A visit of a random inspection on a mobile terminal."""
    record: Record = {
        "task_no": task,
        "object_id": thing,
        "object_name": f"某某{thing}",
        "inspected_on": day,
        "task_kind": "双随机抽查",
        "terminal": "掌上",
    }
    return record | others


def test_a_task_belongs_to_the_year_and_kind_of_its_first_visit() -> None:
    visits = [
        visit("A", "2", date(2022, 12, 30), task_kind="专项检查", terminal="电脑"),
        visit("A", "1", date(2023, 1, 3)),
        visit("B", "9", date(2023, 3, 1), task_kind="即时检查"),
        visit("B", "10", date(2023, 3, 1), terminal=None),  # "10" sorts before "9"
        visit("C", "1", date(2023, 4, 1), terminal="电脑"),
    ]
    result = answers_of(world_of(inspections=visits))
    assert result["inspection_visits"].value == 4
    assert result["inspection_tasks"].value == 1
    assert result["random_inspections"].value == 1
    assert result["instant_inspections"].value == 0
    assert parts_of(result["mobile_inspection_rate"]) == (0, 2)
    assert answers_of(world_of(inspections=visits), 2022)["special_inspections"].value == 1


def test_flags_of_a_task() -> None:
    day = date(2023, 3, 1)
    visits = [
        visit("A", "1", day, cross_department=True, credit_rule=True),
        visit("A", "2", day, cross_department=None, credit_rule=True),
        visit("B", "1", day, cross_department=False, credit_rule=True),
        visit("B", "2", day, cross_department=None, credit_rule=None),
    ]
    result = answers_of(world_of(inspections=visits))
    assert result["cross_department_inspections"].value == 1
    assert result["cross_department_rate"].value == 50
    assert result["credit_rule_rate"].value == 50
    assert result["objects_inspected"].value == 2


def test_item_lines_are_one_visit_with_the_gravest_finding() -> None:
    day = date(2023, 3, 1)
    world = world_of(cases=[penalty(1, day)])
    lines = [
        visit("A", "1", day, finding="未发现问题"),
        visit("A", "1", day, finding="发现问题已改正", case_no="罚〔2023〕1"),
    ]
    world.units["inspections"] = [Unit("inspections", "A|1", lines)]
    result = answers_of(world)
    assert result["inspection_visits"].value == 1
    assert result["inspections_with_findings"].value == 1
    assert result["rectification_rate"].value == 100
    assert result["inspection_to_case_rate"].value == 100
    assert result["inspection_count_statutory"].value == 0
    assert gravest(["不配合检查", None, "停业或清算"]) == "不配合检查"
    assert gravest([None]) is None


def item(**others: Value) -> Record:
    """A permit applied for and accepted on Monday 8 May 2023."""
    record: Record = {
        "item_kind": "行政许可",
        "applied_on": date(2023, 5, 8),
        "accepted_on": date(2023, 5, 8),
        "finished_on": date(2023, 5, 15),
        "promised_days": 5,
        "legal_days": 20,
    }
    return record | others


def test_on_time() -> None:
    items = [
        item(),  # five working days, five promised
        item(finished_on=date(2023, 5, 16)),  # six
        item(finished_on=date(2023, 5, 16), excluded_days=1),
        item(finished_on=date(2023, 5, 16), on_the_spot=True),
        item(finished_on=date(2023, 6, 16), promised_days=None),  # late by the legal term
        item(promised_days=None, legal_days=None),  # cannot be judged
        item(result="终止", finished_on=date(2023, 8, 16)),
        item(item_kind="公共服务", finished_on=date(2023, 8, 16)),
        item(accepted_on=None, applied_on=date(2023, 5, 5)),  # Saturday 6 May is worked: seven days
    ]
    result = answers_of(world_of(permits=items))
    assert parts_of(result["on_time_rate"]) == (3, 6)
    assert result["overdue_items"].value == 3
    assert result["permits_handled"].value == 7
    assert parts_of(result["early_completion_rate"]) == (0, 5)
    assert parts_of(result["promise_compression"]) == (75, 100)


def test_acceptance() -> None:
    items = [
        item(acceptance="受理"),
        item(acceptance=None),  # accepted_on tells
        item(acceptance="不予受理"),
        item(acceptance=None, accepted_on=None),
        item(acceptance="受理", within_authority=False),
        item(acceptance="受理", item_kind="行政确认"),
    ]
    rate = answers_of(world_of(permits=items))["acceptance_rate"]
    assert parts_of(rate) == (2, 3)


def test_reviews() -> None:
    day = date(2023, 3, 1)
    base: Record = {"kind": "行政诉讼", "accepted_on": date(2022, 12, 1), "concluded_on": day}
    reviews: list[Record] = [
        base | {"outcome": "败诉", "chief_attended": True},
        base | {"outcome": "撤销", "chief_attended": False},
        base | {"outcome": "胜诉"},
        base | {"kind": "行政复议", "outcome": "变更"},
        base | {"kind": "行政复议", "outcome": "维持", "chief_attended": True},
        base | {"kind": "行政复议", "accepted_on": day, "concluded_on": None},
    ]
    result = answers_of(world_of(reviews=reviews))
    assert result["unlawful_acts"].value == 3
    assert result["lawsuits_lost"].value == 2
    assert result["lawsuits"].value == 0
    assert result["reconsiderations"].value == 1
    assert result["reconsiderations_corrected"].value == 1
    assert result["correction_rate"].value == 50
    assert result["chief_attendance_rate"].value == 50


def test_coercion_has_the_date_of_its_kind() -> None:
    acts: list[Record] = [
        {"measure": "扣押财物", "decided_on": date(2023, 1, 1), "completed_on": date(2024, 1, 1)},
        {"measure": "代履行", "decided_on": date(2023, 1, 1), "completed_on": date(2024, 1, 1)},
        {"measure": "代履行", "decided_on": date(2023, 1, 1), "completed_on": None},
        {"measure": "申请法院强制执行", "decided_on": date(2022, 1, 1), "applied_on": date(2023, 1, 1)},
    ]
    result = answers_of(world_of(coercions=acts))
    assert [result[name].value for name in ("coercive_measures", "coercive_executions", "court_applications")] == [
        1,
        0,
        1,
    ]


def test_nothing_is_not_zero() -> None:
    world = world_of(cases=[penalty(1, date(2023, 5, 6))])
    cover: Cover = {contract: set() for contract in CONTRACTS}
    cover["cases"] = {(2023, month) for month in range(1, 12)}
    cover["reviews"] = set(whole_year(2023))
    result = answers(world, cover, 2023)
    assert outcome_of(result["cases_penalized"]) == (1, {"部分"})
    assert result["cases_penalized"].missing == {(2023, 12)}
    assert outcome_of(result["lawsuits"]) == (0, {"正常"})
    assert outcome_of(result["correction_rate"]) == (None, {"无对象"})
    assert outcome_of(result["fines_collected"]) == (None, {"无数据"})
    assert result["collection_rate"].statuses == {"无数据"}


def test_months_after_as_of_are_not_missing() -> None:
    cover = full_cover()
    cover["cases"] = {(2024, 1)}
    assert answers(world_of(), cover, 2024)["cases_penalized"].statuses == {"正常"}
