"""The four ledgers kept by hand: coercion, reviews and lawsuits, legal publicity, complaints."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flows.sample.cases import ORDINARY
from flows.sample.people import weighted
from flows.sample.plan import LedgersPlan, OutreachPlan, ReviewPlan
from flows.sample.records import Case, Coercion, Complaint, OutreachEvent, Review
from flows.sample.vocabulary import Vocabulary
from flows.sample.workdays import Workdays

EXECUTIONS = ("加处罚款或者滞纳金", "代履行")
COURT = "申请法院强制执行"
ENFORCEMENT = "行政执法"
# How long after the case that it is about: a coercion after filing, a review and a complaint after the decision.
COERCION_DELAY, REVIEW_DELAY, COMPLAINT_DELAY = timedelta(120), timedelta(60), timedelta(60)


class CasesByDay:
    """Cases in the order of one of their dates, to draw one that happened within some days."""

    def __init__(self, cases: Iterable[Case], day_of: Callable[[Case], date | None]) -> None:
        dated = ((day, case) for case in cases if (day := day_of(case)) is not None)
        ordered = sorted(dated, key=lambda pair: pair[0])
        self._days = [day for day, _ in ordered]
        self._cases = [case for _, case in ordered]

    def draw(self, rng: random.Random, first: date, last: date) -> Case | None:
        """Draw a case dated between two days, both included; None when there is none."""
        low, high = bisect_left(self._days, first), bisect_right(self._days, last)
        return self._cases[rng.randrange(low, high)] if low < high else None


@dataclass(frozen=True, slots=True)
class LedgerKeeper:
    """Draws the entries of the ledgers; they refer to ordinary cases filed and to cases decided."""

    rng: random.Random
    vocabulary: Vocabulary
    workdays: Workdays
    filed: CasesByDay
    decided: CasesByDay
    first_serial: int

    @classmethod
    def of(
        cls, rng: random.Random, vocabulary: Vocabulary, workdays: Workdays, cases: list[Case], first_serial: int
    ) -> LedgerKeeper:
        """Return a keeper who knows these cases."""
        ordinary = (case for case in cases if case.procedure == ORDINARY)
        filed, decided = (
            CasesByDay(ordinary, lambda case: case.filed_on),
            CasesByDay(cases, lambda case: case.decided_on),
        )
        return cls(rng, vocabulary, workdays, filed, decided, first_serial)

    def coercions(self, plan: LedgersPlan) -> list[Coercion]:
        """Draw the coercive measures, executions and applications of a plan, numbered by their day."""
        drawn = [(self.workdays.draw(self.rng, plan.first, plan.last), measure) for measure in _repeat(plan.coercions)]
        return [
            self._coercion(f"武交样强〔{day.year}〕{serial}号", day, measure)
            for serial, (day, measure) in enumerate(sorted(drawn), start=self.first_serial)
        ]

    def _coercion(self, document_no: str, day: date, measure: str) -> Coercion:
        case = self.filed.draw(self.rng, day - COERCION_DELAY, day)
        unit = case.org_unit if case else weighted(self.rng, self.vocabulary.units)
        coercion = Coercion(document_no, case.case_no if case else None, measure, unit)
        if measure == COURT:
            coercion.applied_on = day
        elif measure in EXECUTIONS:
            coercion.completed_on = day
        else:
            coercion.decided_on = day
        return coercion

    def reviews(self, plan: LedgersPlan) -> list[Review]:
        """Draw reconsiderations and lawsuits that are accepted and concluded within the plan's window."""
        half = plan.first + (plan.last - plan.first) / 2
        days = [self.workdays.draw(self.rng, plan.first, half) for _ in plan.reviews]
        drawn = sorted(zip(days, plan.reviews, strict=True), key=lambda pair: pair[0])
        return [self._review(serial, day, review) for serial, (day, review) in enumerate(drawn, start=1)]

    def _review(self, serial: int, accepted_on: date, plan: ReviewPlan) -> Review:
        letters = "样复" if plan.kind == "行政复议" else "样行初"
        case = self.decided.draw(self.rng, accepted_on - REVIEW_DELAY, accepted_on)
        return Review(
            review_no=f"{letters}〔{accepted_on.year}〕{serial}号",
            kind=plan.kind,
            accepted_on=accepted_on,
            concluded_on=self.workdays.after(accepted_on, self.rng.randint(20, 42)),  # 行政复议法 62: 60 days
            outcome=plan.outcome,
            chief_attended=plan.chief_attended,
            case_no=case.case_no if case else None,
        )

    def outreach(self, plan: OutreachPlan, last: date) -> list[OutreachEvent]:
        """Draw events whose participants and materials add up to the plan."""
        days = sorted(self.workdays.draw(self.rng, plan.first, last) for _ in range(plan.events))
        participants = _split(self.rng, plan.participants, plan.events, step=1)
        materials = _split(self.rng, plan.materials, plan.events, step=10)
        words = self.vocabulary.outreach
        return [
            OutreachEvent(
                event_no=f"PF{day:%Y%m}{serial:04d}",
                event_name=words.names[serial % len(words.names)],
                held_on=day,
                participants=participants[serial - 1],
                materials=materials[serial - 1],
                place=self.rng.choice(words.places),
                org_unit=weighted(self.rng, self.vocabulary.units),
            )
            for serial, day in enumerate(days, start=1)
        ]

    def complaints(self, plan: LedgersPlan) -> list[Complaint]:
        """Draw complaints; the first ones about 行政执法 are upheld as planned."""
        drawn = sorted(
            (self.workdays.draw(self.rng, plan.first, plan.last), about) for about in _repeat(plan.complaints)
        )
        complaints = [self._complaint(serial, day, about) for serial, (day, about) in enumerate(drawn, start=1)]
        for complaint in [item for item in complaints if item.about == ENFORCEMENT][: plan.upheld]:
            complaint.upheld = True
        return complaints

    def _complaint(self, serial: int, day: date, about: str) -> Complaint:
        case = self.decided.draw(self.rng, day - COMPLAINT_DELAY, day) if about == ENFORCEMENT else None
        return Complaint(f"TS{day:%Y%m}{serial:05d}", day, about, upheld=False, case_no=case.case_no if case else None)


def _repeat(numbers: dict[str, int]) -> list[str]:
    return [word for word, number in numbers.items() for _ in range(number)]


def _split(rng: random.Random, total: int, parts: int, step: int) -> list[int]:
    """Split a total into uneven positive parts that are multiples of `step`, but for the first."""
    weights = [rng.uniform(0.5, 1.5) for _ in range(parts)]
    sizes = [int(total * weight / sum(weights)) // step * step for weight in weights]
    sizes[0] += total - sum(sizes)
    return sizes
