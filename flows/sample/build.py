"""From the plan and a seed to all records of the sample, and what of them was known on a day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from flows.sample.cases import CaseDrawer, exceed_simplified_limit, forget_kinds
from flows.sample.inspections import Inspectorate
from flows.sample.ledgers import LedgerKeeper
from flows.sample.payments import Cashier, balance
from flows.sample.people import Register
from flows.sample.permits import Counter
from flows.sample.plan import YearPlan
from flows.sample.records import Case, Payment, Permit, Record, Records, Visit
from flows.sample.vocabulary import Vocabulary, load_vocabulary
from flows.sample.workdays import Workdays

CALENDAR_MARGIN = timedelta(270)  # filings and payments reach so far beyond the years of the plan
FORMER_CASES_PER_YEAR = 2
RECORDS_PER_PERSON, FEWEST_PERSONS = 6, 60  # cases for each private person: people turn up again


NO_TIME = timedelta(0)


def build_records(
    plans: Sequence[YearPlan],
    seed: int,
    first_serial: int = 1,
    history: timedelta = NO_TIME,
    outlook: timedelta = NO_TIME,
) -> Records:
    """Draw the records of the years planned, as known `outlook` after the last day of the last one.

    `history` is how long before the first plan the systems were already running. The same arguments give the same
    records. Each contract has a random stream of its own, so that a change in one leaves the others as they were.
    """
    return RecordsBuilder(plans, seed, first_serial, history, outlook).build()


class RecordsBuilder:
    """One pass over the plans; later contracts refer to the records of earlier ones."""

    def __init__(
        self, plans: Sequence[YearPlan], seed: int, first_serial: int, history: timedelta, outlook: timedelta
    ) -> None:
        self._plans = plans
        self._seed = seed
        self._first_serial = first_serial
        self._history = history
        self._last_on = plans[-1].cases.last + outlook
        self._vocabulary: Vocabulary = load_vocabulary()
        first, last = plans[0].inspections.first - history, self._last_on
        self._workdays = Workdays(first - CALENDAR_MARGIN, last + CALENDAR_MARGIN)
        persons = sum(plan.cases.rows for plan in plans) // RECORDS_PER_PERSON
        self._register = Register(self._stream("register"), self._vocabulary, max(persons, FEWEST_PERSONS))

    def build_cases(self) -> Records:
        """Draw cases and their payments alone, for large files of cases."""
        records = Records(cases=self._cases())
        records.payments = self._payments(records.cases)
        records.cases = [case_as_known(case, self._last_on) for case in records.cases]
        return records

    def build(self) -> Records:
        """Draw everything; call it once."""
        records = Records(cases=self._cases(), permits=self._permits())
        records.payments = self._payments(records.cases)
        records.inspections = self._inspections(records.cases)
        self._keep_ledgers(records)
        records.cases = [case_as_known(case, self._last_on) for case in records.cases]
        return records

    def _stream(self, name: str) -> random.Random:
        return random.Random(f"{self._seed}-{name}")

    def _cases(self) -> list[Case]:
        drawer = CaseDrawer(
            self._stream("cases"),
            self._register,
            self._vocabulary,
            self._workdays,
            self._plans[0].cases.first - self._history,
            self._first_serial,
        )
        years = [drawer.draw(plan.cases) for plan in self._plans]
        for cases in years:
            exceed_simplified_limit(cases)
            forget_kinds(cases)
        return [case for cases in years for case in cases]

    def _payments(self, cases: list[Case]) -> list[Payment]:
        cashier = Cashier(self._stream("payments"), self._workdays, self._last_on, self._first_serial)
        for case in cases:
            cashier.settle(case)
        for plan in self._plans:
            if (target := plan.cases.collected_yuan) is not None:
                for serial in range(1, FORMER_CASES_PER_YEAR + 1):
                    cashier.pay_for_former_case(plan.cases.first + timedelta(9 * serial), 1100 + serial, 500 * serial)
                balance(cashier, self._vocabulary.offences, plan.year, target)
        return sorted(cashier.payments, key=lambda payment: (payment.paid_on, payment.receipt_no))

    def _permits(self) -> list[Permit]:
        counter = Counter(
            self._stream("permits"),
            self._register,
            self._vocabulary,
            self._workdays,
            self._plans[0].permits.first - self._history,
            self._first_serial,
        )
        return [item for plan in self._plans for item in counter.draw(plan.permits)]

    def _inspections(self, cases: list[Case]) -> list[Visit]:
        inspectorate = Inspectorate(
            self._stream("inspections"), self._register, self._vocabulary, self._workdays, cases, self._first_serial
        )
        return [visit for plan in self._plans for visit in inspectorate.draw(plan.inspections)]

    def _keep_ledgers(self, records: Records) -> None:
        keeper = LedgerKeeper.of(
            self._stream("ledgers"), self._vocabulary, self._workdays, records.cases, self._first_serial
        )
        for plan in (year.ledgers for year in self._plans):
            records.coercions += keeper.coercions(plan)
            records.reviews += keeper.reviews(plan)
            records.outreach += keeper.outreach(plan.outreach, plan.last)
            records.complaints += keeper.complaints(plan)


def as_known(record: Record, on: date) -> Record:
    """Return a record as the system showed it at the end of a day; ledgers and receipts show what they have."""
    match record:
        case Case():
            return case_as_known(record, on)
        case Permit():
            return permit_as_known(record, on)
        case _:
            return record


def case_as_known(case: Case, on: date) -> Case:
    """Return a case without what happened after a day; before its decision it is 办理中."""
    known = replace(
        case,
        closed_on=_until(case.closed_on, on),
        published_on=_until(case.published_on, on),
        revoked_on=_until(case.revoked_on, on),
        transferred_on=_until(case.transferred_on, on),
    )
    is_decided = case.decided_on is None or case.decided_on <= on
    is_ended = case.outcome not in ("移送司法", "撤销立案") or (case.transferred_on or case.closed_on or on) <= on
    return known if is_decided and is_ended else _undecided(known)


def _undecided(case: Case) -> Case:
    return replace(
        case,
        outcome="办理中",
        decision_no=None,
        decided_on=None,
        closed_on=None,
        penalty_kinds=(),
        fine=None,
        confiscated_income=None,
        confiscated_goods=None,
        waived_fine=None,
        reduced_fine=None,
        leniency=None,
        hearing_held=None,
        legal_review=None,
        collective_discussion=None,
        extension_reason=None,
    )


def permit_as_known(permit: Permit, on: date) -> Permit:
    """Return an item without what happened after a day."""
    is_finished = permit.finished_on is not None and permit.finished_on <= on
    is_decided = permit.accepted_on is None or permit.accepted_on <= on
    return replace(
        permit,
        accepted_on=_until(permit.accepted_on, on),
        acceptance=permit.acceptance if is_decided else None,
        finished_on=permit.finished_on if is_finished else None,
        result=permit.result if is_finished else None,
        excluded_days=permit.excluded_days if is_finished else None,
    )


def _until(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None
