"""Cases drawn to a plan: parties, offences, dates and amounts that keep the accept rules of the contract."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, count
from operator import attrgetter

from flows.sample.people import INDIVIDUAL_BUSINESS, NATURAL, Party, Register, weighted
from flows.sample.plan import CasesPlan
from flows.sample.records import Case
from flows.sample.vocabulary import Offence, Vocabulary
from flows.sample.workdays import Workdays

SIMPLIFIED, ORDINARY = "简易程序", "普通程序"
NATURAL_LIMIT_YUAN, ORGANISATION_LIMIT_YUAN = 200, 3000  # 行政处罚法 51: fines on the spot
DECISION_LIMIT_DAYS = 90  # 行政处罚法 60
EXTENSION = "案情复杂，经本机关负责人批准延长三十日"
MAJOR_FINE_YUAN = 10_000
MAJOR_CASES_WITH_LAPSES = 10  # in a year with so many major cases one review and one discussion were forgotten
GRAVE_KINDS = ("吊销许可证件", "暂扣许可证件", "责令停产停业")

LEGAL_REVIEW_SHARE = 0.35  # of ordinary cases that are not major
SLOW_SHARE = 0.035  # of ordinary cases take longer than 90 days
UNEXPLAINED_SHARE = 0.25  # of these have no reason noted: a warning
ONE_OFFICER_SHARE = 0.004  # of ordinary cases name one officer only: a warning
ENTERED_LATE_SHARE = 0.008  # of simplified cases are entered the day after: filed after decided, a warning
PUBLICATION_SHARES = {"in time": 94, "late": 4, "never": 2}


@dataclass
class CaseDrawer:
    """Draws cases; one for all years of a sample, so that numbers go on and never collide.

    `earliest_on` is the day on which the case system began: nothing is filed before it.
    """

    rng: random.Random
    register: Register
    vocabulary: Vocabulary
    workdays: Workdays
    earliest_on: date
    first_serial: int = 1
    _serials: dict[tuple[str, int], count[int]] = field(default_factory=dict)
    _offences: dict[str, tuple[list[Offence], list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for procedure, weight in ((SIMPLIFIED, attrgetter("simplified")), (ORDINARY, attrgetter("ordinary"))):
            offences = [offence for offence in self.vocabulary.offences if weight(offence)]
            self._offences[procedure] = offences, list(accumulate(weight(offence) for offence in offences))

    def draw(self, plan: CasesPlan) -> list[Case]:
        """Draw the cases of a plan, in the order of their decision, else of their filing."""
        penalized = [self._penalized(SIMPLIFIED, plan) for _ in range(plan.simplified)]
        ordinary = [self._penalized(ORDINARY, plan) for _ in range(plan.ordinary)]
        self._treat_as_major(ordinary, plan)
        self._soften(ordinary, plan)
        others = [
            *(self._lenient(kind, plan) for kind, number in plan.leniency.items() for _ in range(number)),
            *(self._withdrawn(plan) for _ in range(plan.withdrawn)),
            *(self._transferred(plan) for _ in range(plan.transferred)),
            *(self._in_progress(plan) for _ in range(plan.in_progress)),
        ]
        cases = sorted([*penalized, *ordinary, *others], key=lambda case: case.decided_on or case.filed_on)
        self._number(cases)
        return cases

    def _penalized(self, procedure: str, plan: CasesPlan) -> Case:
        offence = self._offence(procedure)
        decided_on = self._day(plan)
        case = self._open(procedure, offence, self._filed_on(procedure, decided_on))
        case.outcome = "行政处罚"
        self._decide(case, decided_on)
        if procedure == SIMPLIFIED and self.rng.random() < ENTERED_LATE_SHARE:
            case.filed_on = min(plan.last, decided_on + timedelta(1))
        case.off_site = self.rng.random() < offence.off_site
        self._set_amounts(case, offence)
        return case

    def _set_amounts(self, case: Case, offence: Offence) -> None:
        low, high = offence.typical
        if case.procedure == SIMPLIFIED:
            if case.party_kind == NATURAL:
                low, high = min(low, NATURAL_LIMIT_YUAN), min(high, NATURAL_LIMIT_YUAN)
            high = min(high, ORGANISATION_LIMIT_YUAN)
            if self.rng.random() < 0.12:
                case.penalty_kinds = ("警告",)
                return
        step = min(offence.fine[2], max(high - low, 50))
        case.fine = low + step * self.rng.randrange((high - low) // step + 1)
        case.penalty_kinds = ("罚款",)
        if self.rng.random() < offence.confiscation:
            case.confiscated_income = self.rng.randrange(120, 3200)
            case.penalty_kinds = ("罚款", "没收违法所得")

    def _decide(self, case: Case, decided_on: date) -> None:
        case.decided_on = decided_on
        if case.procedure == SIMPLIFIED:
            return
        slow = (decided_on - case.filed_on).days > DECISION_LIMIT_DAYS
        if slow and self.rng.random() > UNEXPLAINED_SHARE:
            case.extension_reason = EXTENSION
        case.hearing_held = case.collective_discussion = case.major_case = False
        case.legal_review = self.rng.random() < LEGAL_REVIEW_SHARE
        case.published_on = self._published_on(decided_on)

    def _published_on(self, decided_on: date) -> date | None:
        match weighted(self.rng, PUBLICATION_SHARES):
            case "in time":
                return self.workdays.after(decided_on, self.rng.randint(1, 7))
            case "late":
                return self.workdays.after(decided_on, self.rng.randint(8, 20))
        return None

    def _filed_on(self, procedure: str, decided_on: date) -> date:
        if procedure == SIMPLIFIED:
            return decided_on
        days = self.rng.randint(91, 130) if self.rng.random() < SLOW_SHARE else self.rng.randint(6, 62)
        return max(self.earliest_on, decided_on - timedelta(days))

    def _lenient(self, leniency: str, plan: CasesPlan) -> Case:
        procedure = ORDINARY if self.rng.random() < 0.6 else SIMPLIFIED
        offence = self._offence(procedure)
        decided_on = self._day(plan)
        case = self._open(procedure, offence, self._filed_on(procedure, decided_on))
        case.outcome, case.leniency = "不予处罚", leniency
        self._decide(case, decided_on)
        case.closed_on = decided_on
        case.published_on = None
        case.waived_fine = offence.fine[0]
        return case

    def _withdrawn(self, plan: CasesPlan) -> Case:
        case = self._open(ORDINARY, self._offence(ORDINARY), self._day(plan))
        case.outcome = "撤销立案"
        if self.rng.random() < 0.8:
            case.closed_on = min(plan.last, self.workdays.after(case.filed_on, self.rng.randint(3, 30)))
        return case

    def _transferred(self, plan: CasesPlan) -> Case:
        case = self._open(ORDINARY, self._offence(ORDINARY), self._day(plan))
        case.outcome, case.source = "移送司法", "行政检查"
        case.transferred_on = min(plan.last, self.workdays.after(case.filed_on, self.rng.randint(2, 20)))
        return case

    def _in_progress(self, plan: CasesPlan) -> Case:
        begun = max(self.earliest_on, plan.last - timedelta(60))
        case = self._open(ORDINARY, self._offence(ORDINARY), self.workdays.draw(self.rng, begun, plan.last))
        case.outcome = "办理中"
        return case

    def _open(self, procedure: str, offence: Offence, filed_on: date) -> Case:
        unit = weighted(self.rng, self.vocabulary.units)
        party = self._party(offence)
        plate = self.rng.choice(party.vehicles) if offence.has_plate else None
        alone = procedure == ORDINARY and self.rng.random() < ONE_OFFICER_SHARE
        patrol = self.register.patrol(self.rng, unit, 1 if alone else 2)
        return Case(
            case_no="",
            case_name=f"{party.name}{f'（{plate}）' if plate else ''}{offence.name}案",
            procedure=procedure,
            org_unit=unit,
            field=offence.field,
            offence=offence.name,
            basis=offence.basis,
            outcome="",
            filed_on=filed_on,
            party_name=party.name,
            party_kind=party.kind,
            party_id=party.id_no,
            plate_no=plate,
            source=weighted(self.rng, self.vocabulary.sources),
            officers=tuple(officer.name for officer in patrol),
            officer_ids=tuple(officer.id_no for officer in patrol),
        )

    def _party(self, offence: Offence) -> Party:
        if self.rng.random() < offence.personal:
            return self.register.person(self.rng)
        return self.register.company(self.rng, offence.field)

    def _offence(self, procedure: str) -> Offence:
        offences, weights = self._offences[procedure]
        return self.rng.choices(offences, cum_weights=weights)[0]

    def _day(self, plan: CasesPlan) -> date:
        return self.workdays.draw(self.rng, plan.first, plan.last)

    def _treat_as_major(self, ordinary: list[Case], plan: CasesPlan) -> None:
        """Mark major cases (行政处罚法 57, 58); one goes without legal review and one without discussion: warnings."""
        heavy = [case for case in ordinary if (case.fine or 0) >= MAJOR_FINE_YUAN]
        major = self.rng.sample(heavy, min(plan.major, len(heavy)))
        has_lapses = len(major) >= MAJOR_CASES_WITH_LAPSES
        for position, case in enumerate(major):
            case.major_case = True
            case.legal_review = not (has_lapses and position == plan.hearings)
            case.collective_discussion = not (has_lapses and position == plan.hearings + 1)
            case.hearing_held = position < plan.hearings
        for case, kind in zip(major[: len(major) // 8], GRAVE_KINDS, strict=False):
            case.penalty_kinds = ("罚款", kind)
            case.confiscated_income = None

    def _soften(self, ordinary: list[Case], plan: CasesPlan) -> None:
        light = [case for case in ordinary if not case.major_case]
        chosen = self.rng.sample(light, plan.mitigated + plan.lighter + plan.revoked)
        revoked = chosen[: plan.revoked]
        for case in revoked:
            decided_on = case.decided_on or plan.last
            case.revoked_on = min(plan.last, self.workdays.after(decided_on, self.rng.randint(10, 40)))
        for position, case in enumerate(chosen[plan.revoked :]):
            case.leniency = "减轻处罚" if position < plan.mitigated else "从轻处罚"
            case.reduced_fine = 500 * self.rng.randint(1, 6)

    def _number(self, cases: Iterable[Case]) -> None:
        for case in cases:
            is_simplified = case.procedure == SIMPLIFIED
            letters, year = "武交样简罚" if is_simplified else "武交样罚", case.filed_on.year
            serial = next(self._serials.setdefault((letters, year), count(self.first_serial)))
            case.case_no = f"{letters}〔{year}〕{serial}号"
            if case.outcome == "行政处罚":
                case.decision_no = f"{letters}决〔{year}〕{serial}号"


def exceed_simplified_limit(cases: list[Case]) -> None:
    """Give the first fine of a natural person in 简易程序 500 yuan, over the limit: a warning in every year.

    A self-employed business keeps its fine: whether its limit is 200 or 3,000 yuan is a setting of the bureau.
    """
    for case in cases:
        if case.procedure == SIMPLIFIED and case.party_kind == NATURAL and case.fine:
            case.fine = 500
            return


def forget_kinds(cases: list[Case]) -> None:
    """Leave the kinds of one penalized case of a self-employed business blank: a warning, classed by its amounts."""
    for case in cases:
        if case.procedure == SIMPLIFIED and case.party_kind == INDIVIDUAL_BUSINESS and case.fine:
            case.penalty_kinds = ()
            return
