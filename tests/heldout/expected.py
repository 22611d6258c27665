"""Every figure of part A, worked out record by record in plain loops, word for word from the definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from .truth import Record, Unit, Value, World
from .vocabulary import COERCIVE_MEASURES
from .workdays import nth_workday_after, workdays_after

Ref = tuple[str, str, int | None]  # contract, key of the unit, row within the unit (None: any of its rows)
Number = Fraction
Month = tuple[int, int]


@dataclass(frozen=True)
class Fact:
    """One record as the figures see it: its values, where it comes from, and what else may stand for it."""

    values: Record
    refs: frozenset[Ref]

    def __getitem__(self, name: str) -> object:
        return self.values.get(name)

    def day(self, name: str) -> date | None:
        value = self.values.get(name)
        return value if isinstance(value, date) else None


@dataclass(frozen=True)
class Part:
    """What one record adds to a figure."""

    refs: frozenset[Ref]
    occurred_on: date | None
    numerator: Number
    denominator: Number


@dataclass
class Answer:
    """A figure of a period as it should come out. `statuses` holds more than one where the specification is silent."""

    name: str
    measure: str
    value: Number | None
    numerator: Number | None
    denominator: Number | None
    statuses: frozenset[str]
    parts: list[Part] = field(default_factory=list)
    missing: frozenset[Month] = frozenset()


@dataclass(frozen=True)
class Period:
    """[start, end)."""

    start: date
    end: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.start <= day < self.end

    def months(self) -> list[Month]:
        last = self.end - timedelta(days=1)
        return [(self.start.year, month) for month in range(1, last.month + 1)]


def year_period(year: int, through_month: int = 12) -> Period:
    """The year, or the year up to and including a month."""
    end = date(year + 1, 1, 1) if through_month == 12 else date(year, through_month + 1, 1)
    return Period(date(year, 1, 1), end)


# -- the records -----------------------------------------------------------------------------------------------------
GRAVITY = ("发现问题待后续处理", "发现问题已改正", "不配合检查")


def gravest(findings: Iterable[Value]) -> Value:
    """The gravest of the findings of a visit; any other finding beats none."""
    filled = [finding for finding in findings if finding is not None]
    for grave in GRAVITY:
        if grave in filled:
            return grave
    return filled[0] if filled else None


def merged_visit(unit: Unit) -> Record:
    """The item lines as one visit: the gravest finding and the first case number."""
    numbers = [row.get("case_no") for row in unit.rows if row.get("case_no") is not None]
    return unit.rows[0] | {
        "finding": gravest(row.get("finding") for row in unit.rows),
        "case_no": numbers[0] if numbers else None,
    }


def facts(world: World, contract: str) -> list[Fact]:
    """The contract's records, one a row; of inspections one a visit."""
    result = []
    for unit in world.units[contract]:
        if contract == "inspections":
            result.append(Fact(merged_visit(unit), frozenset({(contract, unit.key, None)})))
        else:
            for index, row in enumerate(unit.rows):
                result.append(Fact(row, frozenset({(contract, unit.key, index)})))
    return result


@dataclass(frozen=True)
class Task:
    """All visits under one task number."""

    visits: list[Fact]

    @property
    def first(self) -> Fact:
        return min(self.visits, key=lambda visit: (visit.day("inspected_on") or date.max, object_key(visit)))

    def every(self, name: str, wanted: object) -> bool:
        return all(visit[name] == wanted for visit in self.visits)

    def any(self, name: str, wanted: object) -> bool:
        return any(visit[name] == wanted for visit in self.visits)


def object_key(visit: Fact) -> str:
    """object_id, else object_name."""
    return str(visit["object_id"] or visit["object_name"])


def tasks(world: World) -> list[Task]:
    """Distinct task numbers with their visits."""
    found: dict[str, list[Fact]] = {}
    for visit in facts(world, "inspections"):
        found.setdefault(str(visit["task_no"]), []).append(visit)
    return [Task(visits) for visits in found.values()]


# -- aggregates ------------------------------------------------------------------------------------------------------
def _part(fact: Fact, day: date | None, numerator: object, denominator: object = 1) -> Part:
    return Part(fact.refs, day, Fraction(str(numerator)), Fraction(str(denominator)))


def count(name: str, parts: list[Part]) -> Answer:
    """The number of records."""
    return Answer(name, "count", Fraction(len(parts)), None, None, frozenset(), parts)


def total(name: str, parts: list[Part], divisor: int = 1) -> Answer:
    """An exact sum; money in yuan is shown in 万元."""
    value = sum((part.numerator for part in parts), Fraction(0)) / divisor
    return Answer(name, "sum", value, None, None, frozenset(), parts)


def quotient(name: str, measure: str, parts: list[Part], factor: int = 100) -> Answer:
    """One exact sum over another; shares and ratios in percent."""
    numerator = sum((part.numerator for part in parts), Fraction(0))
    denominator = sum((part.denominator for part in parts), Fraction(0))
    value = numerator / denominator * factor if denominator else None
    return Answer(name, measure, value, numerator, denominator, frozenset(), parts)


Test = Callable[[Fact], bool]


def select(rows: Iterable[Fact], date_column: str, period: Period, test: Test = lambda _: True) -> list[Part]:
    """The records dated in the period that pass the test."""
    return [_part(row, row.day(date_column), 1) for row in rows if period.holds(row.day(date_column)) and test(row)]


def share(rows: Iterable[Fact], date_column: str, period: Period, of: Test, counted: Test) -> list[Part]:
    """The records dated in the period that belong to the whole, marked where they count."""
    return [
        _part(row, row.day(date_column), int(counted(row)))
        for row in rows
        if period.holds(row.day(date_column)) and of(row)
    ]


# -- cases -----------------------------------------------------------------------------------------------------------
def is_penalised(case: Fact) -> bool:
    return case["outcome"] == "行政处罚"


def is_decided(case: Fact) -> bool:
    return case["outcome"] in ("行政处罚", "不予处罚") and case["decided_on"] is not None


def is_simple(case: Fact) -> bool:
    return case["procedure"] == "简易程序"


def is_ordinary(case: Fact) -> bool:
    return case["procedure"] == "普通程序"


def levied(case: Fact) -> Decimal:
    """Fine and confiscations as decided; blank is nothing."""
    amounts = [case[name] for name in ("fine", "confiscated_income", "confiscated_goods")]
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def ended_on(case: Fact) -> date | None:
    """When a case stopped being open."""
    if case.day("closed_on"):
        return case.day("closed_on")
    if case.day("transferred_on"):
        return case.day("transferred_on")
    if (is_simple(case) or case["outcome"] == "不予处罚") and case.day("decided_on"):
        return case.day("decided_on")
    return case.day("filed_on") if case["outcome"] == "撤销立案" else None


def is_carried_into(case: Fact, start: date) -> bool:
    """Filed before the day and not ended before it."""
    filed, ended = case.day("filed_on"), ended_on(case)
    return filed is not None and filed < start and (ended is None or ended >= start)


def within_90_days(case: Fact) -> bool:
    decided, filed = case.day("decided_on"), case.day("filed_on")
    return decided is not None and filed is not None and (decided - filed).days <= 90


def published_in_time(case: Fact) -> bool:
    decided, published = case.day("decided_on"), case.day("published_on")
    return decided is not None and published is not None and workdays_after(decided, published) <= 7


def publication_term_is_over(case: Fact, as_of: date) -> bool:
    decided = case.day("decided_on")
    return decided is not None and nth_workday_after(decided, 7) <= as_of


def collected(world: World, case: Fact) -> Decimal:
    """Paid for this case, whenever, but for 加处罚款."""
    amounts = [
        payment["amount"]
        for payment in facts(world, "payments")
        if payment["case_no"] == case["case_no"] and payment["kind"] != "加处罚款"
    ]
    return sum((amount for amount in amounts if isinstance(amount, Decimal)), Decimal(0))


def withdrawn_parts(cases: list[Fact], period: Period) -> list[Part]:
    """撤销立案 by closed_on, else filed_on."""
    result = []
    for case in cases:
        day = case.day("closed_on") or case.day("filed_on")
        if case["outcome"] == "撤销立案" and period.holds(day):
            result.append(_part(case, day, 1))
    return result


def case_answers(world: World, period: Period) -> list[Answer]:
    """The figures that count cases."""
    cases = facts(world, "cases")
    penalised = [case for case in cases if is_penalised(case)]
    decided = [case for case in cases if is_decided(case)]

    def by(column: str, rows: list[Fact], test: Test = lambda _: True) -> list[Part]:
        return select(rows, column, period, test)

    carried = [_part(case, period.start, 1) for case in cases if is_carried_into(case, period.start)]
    return [
        count("cases_penalized", by("decided_on", penalised)),
        count("cases_filed", by("filed_on", cases)),
        count("cases_closed", by("closed_on", cases)),
        count("cases_carried_in", carried),
        count("simplified_cases", by("decided_on", penalised, is_simple)),
        count("ordinary_cases", by("decided_on", penalised, is_ordinary)),
        count("off_site_cases", by("decided_on", penalised, lambda case: case["off_site"] is True)),
        count("non_penalty_cases", by("decided_on", cases, lambda case: case["outcome"] == "不予处罚")),
        count(
            "minor_leniency_cases",
            by(
                "decided_on",
                cases,
                lambda case: case["outcome"] == "不予处罚" and case["leniency"] in ("轻微不罚", "首违不罚"),
            ),
        ),
        count("mitigated_cases", by("decided_on", penalised, lambda case: case["leniency"] == "减轻处罚")),
        count("hearings", by("decided_on", decided, lambda case: case["hearing_held"] is True)),
        count("legal_reviews", by("decided_on", decided, lambda case: case["legal_review"] is True)),
        count("collective_discussions", by("decided_on", decided, lambda case: case["collective_discussion"] is True)),
        count("transfers_to_police", by("transferred_on", cases)),
        count("cases_withdrawn", withdrawn_parts(cases, period)),
        count("penalties_revoked", by("revoked_on", penalised)),
    ]


def case_share_answers(world: World, period: Period) -> list[Answer]:
    """The shares among cases."""
    cases = facts(world, "cases")

    def rate(name: str, of: Test, counted: Test) -> Answer:
        return quotient(name, "share", share(cases, "decided_on", period, of, counted))

    def is_public_matter(case: Fact) -> bool:
        return is_penalised(case) and is_ordinary(case)

    return [
        rate("simplified_rate", is_penalised, is_simple),
        rate("off_site_rate", is_penalised, lambda case: case["off_site"] is True),
        rate(
            "legal_review_rate",
            lambda case: is_decided(case) and case["major_case"] is True,
            lambda case: case["legal_review"] is True,
        ),
        rate(
            "within_90_days_rate",
            lambda case: is_decided(case) and is_ordinary(case) and case["filed_on"] is not None,
            within_90_days,
        ),
        rate("publication_rate", is_public_matter, lambda case: case["published_on"] is not None),
        rate(
            "publication_on_time_rate",
            lambda case: is_public_matter(case) and publication_term_is_over(case, world.as_of),
            published_in_time,
        ),
    ]


def money_answers(world: World, period: Period) -> list[Answer]:
    """What was decided and what was paid."""
    penalised = [case for case in facts(world, "cases") if is_penalised(case) and period.holds(case.day("decided_on"))]
    paid = [
        _part(payment, payment.day("paid_on"), payment["amount"])
        for payment in facts(world, "payments")
        if payment["kind"] != "加处罚款" and period.holds(payment.day("paid_on"))
    ]
    decided = [_part(case, case.day("decided_on"), levied(case)) for case in penalised]
    execution = [_part(case, case.day("decided_on"), collected(world, case), levied(case)) for case in penalised]
    return [
        total("fines_collected", paid, 10_000),
        total("fines_levied", decided, 10_000),
        quotient("average_fine", "mean", decided, 1),
        quotient("collection_rate", "ratio", execution),
    ]


# -- inspections -----------------------------------------------------------------------------------------------------
def has_problem(visit: Fact) -> bool:
    return visit["finding"] in ("发现问题已改正", "发现问题待后续处理")


def visit_answers(world: World, period: Period) -> list[Answer]:
    """The figures that count visits."""
    visits = facts(world, "inspections")
    known = {case["case_no"] for case in facts(world, "cases")}

    def rate(name: str, of: Test, counted: Test) -> Answer:
        return quotient(name, "share", share(visits, "inspected_on", period, of, counted))

    return [
        count("inspection_visits", select(visits, "inspected_on", period)),
        count("inspections_with_findings", select(visits, "inspected_on", period, has_problem)),
        count(
            "inspection_count_statutory",
            select(
                visits,
                "inspected_on",
                period,
                lambda visit: visit["finding"] is not None and visit["case_no"] is None,
            ),
        ),
        count("objects_inspected", object_parts(visits, period)),
        rate("finding_rate", lambda visit: visit["finding"] is not None, has_problem),
        rate("rectification_rate", has_problem, lambda visit: visit["finding"] == "发现问题已改正"),
        rate("inspection_to_case_rate", lambda _: True, lambda visit: visit["case_no"] in known),
    ]


def object_parts(visits: list[Fact], period: Period) -> list[Part]:
    """Distinct objects of the period; each stands at its first visit (any of them, if there are several that day)."""
    by_object: dict[str, list[Fact]] = {}
    for visit in visits:
        if period.holds(visit.day("inspected_on")):
            by_object.setdefault(object_key(visit), []).append(visit)
    result = []
    for met in by_object.values():
        first = min(visit.day("inspected_on") or date.max for visit in met)
        refs = frozenset(ref for visit in met if visit.day("inspected_on") == first for ref in visit.refs)
        result.append(Part(refs, first, Fraction(1), Fraction(1)))
    return result


def task_answers(world: World, period: Period) -> list[Answer]:
    """The figures that count tasks, each in the year of its first visit."""
    mine = [task for task in tasks(world) if period.holds(task.first.day("inspected_on"))]
    mobile = [task for task in mine if task.any("terminal", "掌上")]

    def is_random(task: Task) -> bool:
        return task.first["task_kind"] == "双随机抽查"

    def of(kind: str) -> list[Part]:
        return parts([task for task in mobile if task.first["task_kind"] == kind])

    def parts(chosen: list[Task], counted: Callable[[Task], bool] = lambda _: True) -> list[Part]:
        return [_part(task.first, task.first.day("inspected_on"), int(counted(task))) for task in chosen]

    cross = [task for task in mobile if task.any("cross_department", True)]
    credit = parts([task for task in mobile if is_random(task)], lambda task: task.every("credit_rule", True))
    return [
        count("inspection_tasks", parts(mobile)),
        count("random_inspections", of("双随机抽查")),
        count("special_inspections", of("专项检查")),
        count("instant_inspections", of("即时检查")),
        count("case_inspections", of("个案检查")),
        count("cross_department_inspections", parts(cross)),
        quotient("random_inspection_rate", "share", parts(mobile, is_random)),
        quotient("cross_department_rate", "share", parts(mobile, lambda task: task.any("cross_department", True))),
        quotient("credit_rule_rate", "share", credit),
        quotient("mobile_inspection_rate", "share", parts(mine, lambda task: task.every("terminal", "掌上"))),
    ]


# -- permits ---------------------------------------------------------------------------------------------------------
THREE_KINDS = ("行政许可", "行政备案", "其他行政权力")


def is_of_three_kinds(item: Fact) -> bool:
    return item["item_kind"] in THREE_KINDS


def is_finished(item: Fact) -> bool:
    return item["finished_on"] is not None and item["result"] not in ("撤回申请", "终止")


def is_handled(item: Fact) -> bool:
    return is_of_three_kinds(item) and is_finished(item)


def acceptance(item: Fact) -> object:
    """What was decided on acceptance: said, or else told by an acceptance date."""
    if item["acceptance"] is not None:
        return item["acceptance"]
    return "受理" if item["accepted_on"] is not None else None


def days_used(item: Fact) -> int:
    """Working days from acceptance (else application) to the end, without the excluded ones."""
    start = item.day("accepted_on") or item.day("applied_on")
    end = item.day("finished_on")
    assert start is not None
    assert end is not None
    excluded = item["excluded_days"]
    return workdays_after(start, end) - (excluded if isinstance(excluded, int) else 0)


def limit(item: Fact) -> int | None:
    """promised_days, else legal_days."""
    for name in ("promised_days", "legal_days"):
        value = item[name]
        if isinstance(value, int):
            return value
    return None


def can_be_judged(item: Fact) -> bool:
    return item["on_the_spot"] is True or limit(item) is not None


def is_on_time(item: Fact) -> bool:
    if item["on_the_spot"] is True:
        return True
    allowed = limit(item)
    return allowed is not None and days_used(item) <= allowed


def is_early(item: Fact) -> bool:
    promised = item["promised_days"]
    return isinstance(promised, int) and days_used(item) < promised


def permit_answers(world: World, period: Period) -> list[Answer]:
    """The counts among items."""
    items = facts(world, "permits")

    def done(name: str, test: Test) -> Answer:
        return count(name, select(items, "finished_on", period, test))

    def is_permit(item: Fact) -> bool:
        return item["item_kind"] == "行政许可"

    return [
        done("permits_handled", lambda item: is_permit(item) and is_finished(item)),
        done("filings_handled", lambda item: item["item_kind"] == "行政备案" and is_finished(item)),
        done("other_powers_handled", lambda item: item["item_kind"] == "其他行政权力" and is_finished(item)),
        done("overdue_items", lambda item: is_handled(item) and can_be_judged(item) and not is_on_time(item)),
        done("permits_refused", lambda item: is_permit(item) and item["result"] in ("不予", "不予变更", "不予延续")),
        done("permits_revoked", lambda item: is_permit(item) and item["result"] == "撤销"),
    ]


def promise_parts(items: list[Fact], period: Period) -> list[Part]:
    """Permits handled that have both terms: the days promised away, and the legal days."""
    result = []
    for item in items:
        legal, promised = item["legal_days"], item["promised_days"]
        if item["item_kind"] != "行政许可" or not is_finished(item) or not period.holds(item.day("finished_on")):
            continue
        if isinstance(legal, int) and isinstance(promised, int):
            result.append(_part(item, item.day("finished_on"), legal - promised, legal))
    return result


def permit_share_answers(world: World, period: Period) -> list[Answer]:
    """The shares among items."""
    items = facts(world, "permits")

    def rate(name: str, of: Test, counted: Test, column: str = "finished_on") -> Answer:
        return quotient(name, "share", share(items, column, period, of, counted))

    def may_be_accepted(item: Fact) -> bool:
        return is_of_three_kinds(item) and item["within_authority"] is not False and acceptance(item) is not None

    return [
        rate("acceptance_rate", may_be_accepted, lambda item: acceptance(item) == "受理", "applied_on"),
        rate("on_time_rate", lambda item: is_handled(item) and can_be_judged(item), is_on_time),
        rate("early_completion_rate", lambda item: is_handled(item) and item["promised_days"] is not None, is_early),
        rate("on_the_spot_rate", is_handled, lambda item: item["on_the_spot"] is True),
        rate(
            "online_rate",
            lambda item: is_handled(item) and item["channel"] is not None,
            lambda item: item["channel"] in ("网上", "掌上"),
        ),
        quotient("promise_compression", "ratio", promise_parts(items, period)),
    ]


# -- ledgers ---------------------------------------------------------------------------------------------------------
CORRECTED = ("撤销", "变更", "确认违法", "责令履行")


def review_answers(world: World, period: Period) -> list[Answer]:
    """Reconsiderations and lawsuits."""
    reviews = facts(world, "reviews")

    def is_reconsideration(review: Fact) -> bool:
        return review["kind"] == "行政复议"

    def is_lawsuit(review: Fact) -> bool:
        return review["kind"] == "行政诉讼"

    def is_corrected(review: Fact) -> bool:
        return review["outcome"] in CORRECTED

    def concluded(name: str, test: Test) -> Answer:
        return count(name, select(reviews, "concluded_on", period, test))

    def is_bad(review: Fact) -> bool:
        return is_corrected(review) or review["outcome"] == "败诉"

    correction = share(reviews, "concluded_on", period, is_reconsideration, is_corrected)
    attendance = share(
        reviews,
        "concluded_on",
        period,
        lambda review: is_lawsuit(review) and review["chief_attended"] is not None,
        lambda review: review["chief_attended"] is True,
    )
    return [
        concluded("unlawful_acts", is_bad),
        count("reconsiderations", select(reviews, "accepted_on", period, is_reconsideration)),
        count("lawsuits", select(reviews, "accepted_on", period, is_lawsuit)),
        concluded("reconsiderations_corrected", lambda review: is_reconsideration(review) and is_corrected(review)),
        quotient("correction_rate", "share", correction),
        concluded("lawsuits_lost", lambda review: is_lawsuit(review) and is_bad(review)),
        quotient("chief_attendance_rate", "share", attendance),
    ]


def ledger_answers(world: World, period: Period) -> list[Answer]:
    """Publicity, complaints and coercion."""
    events, complaints = facts(world, "outreach"), facts(world, "complaints")
    coercions = facts(world, "coercions")

    def summed(name: str, column: str) -> Answer:
        held = [event for event in events if period.holds(event.day("held_on"))]
        return total(name, [_part(event, event.day("held_on"), event[column] or 0) for event in held])

    def is_measure(act: Fact) -> bool:
        return act["measure"] in COERCIVE_MEASURES

    def is_application(act: Fact) -> bool:
        return act["measure"] == "申请法院强制执行"

    def is_execution(act: Fact) -> bool:
        return not is_measure(act) and not is_application(act)

    return [
        summed("outreach_participants", "participants"),
        summed("outreach_materials", "materials"),
        count(
            "service_complaints",
            select(complaints, "received_on", period, lambda complaint: complaint["about"] == "政务服务"),
        ),
        count(
            "upheld_complaints",
            select(complaints, "received_on", period, lambda complaint: complaint["upheld"] is True),
        ),
        count("coercive_measures", select(coercions, "decided_on", period, is_measure)),
        count("coercive_executions", select(coercions, "completed_on", period, is_execution)),
        count("court_applications", select(coercions, "applied_on", period, is_application)),
    ]


# -- cover -----------------------------------------------------------------------------------------------------------
FAMILIES: dict[tuple[str, ...], Callable[[World, Period], list[Answer]]] = {
    ("cases",): case_answers,
    ("cases", "share"): case_share_answers,
    ("money",): money_answers,
    ("inspections",): visit_answers,
    ("inspections", "tasks"): task_answers,
    ("permits",): permit_answers,
    ("permits", "share"): permit_share_answers,
    ("reviews",): review_answers,
    ("ledgers",): ledger_answers,
}
READS: dict[str, tuple[str, ...]] = {
    "fines_collected": ("payments",),
    "fines_levied": ("cases",),
    "average_fine": ("cases",),
    "collection_rate": ("cases", "payments"),
    "inspection_to_case_rate": ("inspections", "cases"),
    "outreach_participants": ("outreach",),
    "outreach_materials": ("outreach",),
    "service_complaints": ("complaints",),
    "upheld_complaints": ("complaints",),
    "coercive_measures": ("coercions",),
    "coercive_executions": ("coercions",),
    "court_applications": ("coercions",),
}

Cover = dict[str, set[Month]]


def status_of(answer: Answer, reads: tuple[str, ...], cover: Cover, period: Period, as_of: date) -> None:
    """Set status, missing months and, where there is no data, no value."""
    months = period.months()
    due = [month for month in months if month <= (as_of.year, as_of.month)]
    missing = {month for month in due for contract in reads if month not in cover[contract]}
    answer.missing = frozenset(missing)
    if any(not cover[contract] & set(months) for contract in reads):
        answer.value, answer.statuses = None, frozenset({"无数据"})
    elif answer.denominator == 0:
        answer.statuses = frozenset({"无对象"})
    elif missing == {(as_of.year, as_of.month)}:  # the specification leaves open whether the running month is due
        answer.statuses = frozenset({"正常", "部分"})
    else:
        answer.statuses = frozenset({"部分" if missing else "正常"})


def answers(world: World, cover: Cover, year: int, through_month: int = 12) -> dict[str, Answer]:
    """Every figure of part A for the year, or for the year up to a month."""
    period = year_period(year, through_month)
    result = {}
    for family, work_out in FAMILIES.items():
        for answer in work_out(world, period):
            status_of(answer, READS.get(answer.name, family[:1]), cover, period, world.as_of)
            result[answer.name] = answer
    return result
