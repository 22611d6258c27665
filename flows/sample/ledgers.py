"""The four ledgers kept by hand: coercion, reviews and lawsuits, legal publicity, complaints."""

from __future__ import annotations

import random
from datetime import date, timedelta

from flows.sample.cases import ORDINARY
from flows.sample.people import weighted
from flows.sample.plan import LedgersPlan, OutreachPlan, ReviewPlan
from flows.sample.records import Case, Coercion, Complaint, OutreachEvent, Review
from flows.sample.vocabulary import Vocabulary
from flows.sample.workdays import Workdays

EXECUTIONS = ("加处罚款或者滞纳金", "代履行")
COURT = "申请法院强制执行"


def draw_coercions(
    rng: random.Random, plan: LedgersPlan, cases: list[Case], vocabulary: Vocabulary, workdays: Workdays
) -> list[Coercion]:
    """Draw the coercive measures, executions and applications of a plan, numbered by their day."""
    drawn = [(workdays.draw(rng, plan.first, plan.last), measure) for measure in _repeat(plan.coercions)]
    return [
        _coercion(rng, f"武交样强〔{plan.first.year}〕{serial}号", day, measure, cases, vocabulary)
        for serial, (day, measure) in enumerate(sorted(drawn), start=1)
    ]


def _coercion(
    rng: random.Random, document_no: str, day: date, measure: str, cases: list[Case], vocabulary: Vocabulary
) -> Coercion:
    ordinary = (case for case in cases if case.procedure == ORDINARY)
    earlier = [case for case in ordinary if timedelta(0) <= day - case.filed_on <= timedelta(120)]
    case = rng.choice(earlier) if earlier else None
    unit = case.org_unit if case else weighted(rng, vocabulary.units)
    coercion = Coercion(document_no, case.case_no if case else None, measure, unit)
    if measure == COURT:
        coercion.applied_on = day
    elif measure in EXECUTIONS:
        coercion.completed_on = day
    else:
        coercion.decided_on = day
    return coercion


def draw_reviews(rng: random.Random, plan: LedgersPlan, cases: list[Case], workdays: Workdays) -> list[Review]:
    """Draw reconsiderations and lawsuits that are accepted and concluded within the plan's window."""
    half = plan.first + (plan.last - plan.first) / 2
    drawn = sorted((workdays.draw(rng, plan.first, half), number) for number in range(len(plan.reviews)))
    return [
        _review(rng, serial, day, plan.reviews[number], cases, workdays)
        for serial, (day, number) in enumerate(drawn, start=1)
    ]


def _review(
    rng: random.Random, serial: int, accepted_on: date, plan: ReviewPlan, cases: list[Case], workdays: Workdays
) -> Review:
    letters = "样复" if plan.kind == "行政复议" else "样行初"
    decided = [case.case_no for case in cases if case.decided_on and case.decided_on <= accepted_on]
    return Review(
        review_no=f"{letters}〔{accepted_on.year}〕{serial}号",
        kind=plan.kind,
        accepted_on=accepted_on,
        concluded_on=workdays.after(accepted_on, rng.randint(20, 42)),  # 行政复议法 62: 60 days
        outcome=plan.outcome,
        chief_attended=plan.chief_attended,
        case_no=rng.choice(decided) if decided else None,
    )


def draw_outreach(
    rng: random.Random, plan: OutreachPlan, last: date, vocabulary: Vocabulary, workdays: Workdays
) -> list[OutreachEvent]:
    """Draw events whose participants and materials add up to the plan."""
    days = sorted(workdays.draw(rng, plan.first, last) for _ in range(plan.events))
    participants = _split(rng, plan.participants, plan.events, step=1)
    materials = _split(rng, plan.materials, plan.events, step=10)
    return [
        OutreachEvent(
            event_no=f"PF{day.year}{serial:03d}",
            event_name=vocabulary.outreach.names[serial % len(vocabulary.outreach.names)],
            held_on=day,
            participants=participants[serial - 1],
            materials=materials[serial - 1],
            place=rng.choice(vocabulary.outreach.places),
            org_unit=weighted(rng, vocabulary.units),
        )
        for serial, day in enumerate(days, start=1)
    ]


def draw_complaints(rng: random.Random, plan: LedgersPlan, cases: list[Case], workdays: Workdays) -> list[Complaint]:
    """Draw complaints; the first ones about 行政执法, else the first ones, are upheld as planned."""
    drawn = sorted((workdays.draw(rng, plan.first, plan.last), about) for about in _repeat(plan.complaints))
    complaints = [
        Complaint(f"TS{day.year}{serial:04d}", day, about, False, _complained_case(rng, day, about, cases))
        for serial, (day, about) in enumerate(drawn, start=1)
    ]
    for complaint in [item for item in complaints if item.about == "行政执法"][: plan.upheld]:
        complaint.upheld = True
    return complaints


def _complained_case(rng: random.Random, day: date, about: str, cases: list[Case]) -> str | None:
    if about != "行政执法":
        return None
    decided = ((case.case_no, case.decided_on) for case in cases if case.decided_on)
    recent = [case_no for case_no, decided_on in decided if timedelta(0) <= day - decided_on <= timedelta(60)]
    return rng.choice(recent) if recent else None


def _repeat(numbers: dict[str, int]) -> list[str]:
    return [word for word, number in numbers.items() for _ in range(number)]


def _split(rng: random.Random, total: int, parts: int, step: int) -> list[int]:
    """Split a total into uneven positive parts that are multiples of `step`, but for the first."""
    weights = [rng.uniform(0.5, 1.5) for _ in range(parts)]
    sizes = [int(total * weight / sum(weights)) // step * step for weight in weights]
    sizes[0] += total - sum(sizes)
    return sizes
