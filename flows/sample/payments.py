"""Payments for the cases drawn, and the balance that makes a year's sum what the plan says."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from flows.sample.cases import ORDINARY, SIMPLIFIED
from flows.sample.people import weighted
from flows.sample.records import Case, Payment
from flows.sample.vocabulary import Offence
from flows.sample.workdays import Workdays

METHODS = {"浙里办": 6, "银行转账": 3, "POS机": 2, "现金": 1}
ORDINARY_HABITS = {"promptly": 85, "in instalments": 6, "late": 5, "never": 4}
SIMPLIFIED_HABITS = {"promptly": 96, "late": 2, "never": 2}
PENALTY_INTEREST = "加处罚款"
UNKNOWN_CASE_NO = "武交样罚〔2021〕{serial}号"  # cases of the former system: payments without a known case


@dataclass
class Cashier:
    """Writes receipts for cases; `earliest_on` and `last_on` bound what the payment system knows."""

    rng: random.Random
    workdays: Workdays
    last_on: date
    first_serial: int = 1
    payments: list[Payment] = field(default_factory=list)
    promptly_paid: list[tuple[Case, Payment]] = field(default_factory=list)
    _serials: dict[int, count[int]] = field(default_factory=dict)

    def settle(self, case: Case) -> None:
        """Let the party pay, in one of its habits, and close the case when all is paid."""
        if case.decided_on is None or case.outcome != "行政处罚":
            return
        if case.levied_yuan == 0:
            case.closed_on = case.decided_on
            return
        habits = SIMPLIFIED_HABITS if case.procedure == SIMPLIFIED else ORDINARY_HABITS
        match weighted(self.rng, habits):
            case "promptly":
                self._pay_at_once(case, self._days_later(case.decided_on, 0, 3 if case.procedure == SIMPLIFIED else 15))
            case "late":
                self._pay_at_once(case, self._days_later(case.decided_on, 40, 150), is_late=True)
            case "in instalments":
                self._pay_in_parts(case)

    def pay_for_former_case(self, paid_on: date, serial: int, amount: int) -> None:
        """Take a payment for a case that the case system never exported: a warning."""
        case_no = UNKNOWN_CASE_NO.format(serial=serial)
        self.payments.append(Payment(self._receipt_no(paid_on), case_no, paid_on, amount, "罚款", "银行转账"))

    def _pay_at_once(self, case: Case, paid_on: date, is_late: bool = False) -> None:
        receipt_no = self._receipt_no(paid_on)
        fine = self._item(case, receipt_no, paid_on, case.fine or 0, "罚款")
        if case.confiscated_income:
            self._item(case, receipt_no, paid_on, case.confiscated_income, "没收违法所得")
        if is_late and case.procedure == ORDINARY and self.rng.random() < 0.5:
            # 行政处罚法 72: three per cent a day, never more than the fine itself.
            self._item(case, receipt_no, paid_on, (case.fine or 0) // 5, PENALTY_INTEREST)
        if not is_late and paid_on <= self.last_on:
            self.promptly_paid.append((case, fine))
        self._close(case, paid_on)

    def _pay_in_parts(self, case: Case) -> None:
        decided_on = case.decided_on or self.last_on
        first = (case.fine or 0) // 200 * 100 or (case.fine or 0)
        paid_on = self._days_later(decided_on, 3, 15)
        self._item(case, self._receipt_no(paid_on), paid_on, first, "罚款")
        paid_on = self._days_later(decided_on, 40, 120)
        receipt_no = self._receipt_no(paid_on)
        if rest := (case.fine or 0) - first:
            self._item(case, receipt_no, paid_on, rest, "罚款")
        if case.confiscated_income:
            self._item(case, receipt_no, paid_on, case.confiscated_income, "没收违法所得")
        self._close(case, paid_on)

    def _item(self, case: Case, receipt_no: str, paid_on: date, amount: int, kind: str) -> Payment:
        payment = Payment(receipt_no, case.case_no, paid_on, amount, kind, weighted(self.rng, METHODS))
        if paid_on <= self.last_on:
            self.payments.append(payment)
        return payment

    def _close(self, case: Case, paid_on: date) -> None:
        closed_on = paid_on + timedelta(0 if case.procedure == SIMPLIFIED else self.rng.randint(0, 9))
        case.closed_on = closed_on if closed_on <= self.last_on else None

    def _days_later(self, day: date, low: int, high: int) -> date:
        return day + timedelta(self.rng.randint(low, high))

    def _receipt_no(self, paid_on: date) -> str:
        serial = next(self._serials.setdefault(paid_on.year, count(self.first_serial)))
        return f"YB{paid_on.year}{serial:08d}"


def collected_yuan(payments: list[Payment], year: int) -> int:
    """Sum the payments of a year other than 加处罚款 (figures.md: fines_collected)."""
    return sum(item.amount for item in payments if item.paid_on.year == year and item.kind != PENALTY_INTEREST)


def balance(cashier: Cashier, offences: tuple[Offence, ...], year: int, target_yuan: int) -> None:
    """Move fines of promptly paid ordinary cases within the range of their offence until the year collects the target.

    The last step, smaller than that of any fine, goes into a confiscated income. Raises ValueError when the fines of
    the year cannot move that far.
    """
    gap = target_yuan - collected_yuan(cashier.payments, year)
    ranges = {offence.name: offence.fine for offence in offences}
    movable = [pair for pair in cashier.promptly_paid if _is_movable(*pair, year)]
    while abs(gap) >= 100:
        before = gap
        for case, payment in movable:
            gap -= _move(case, payment, ranges[case.offence], gap)
        if gap == before:
            break
    if abs(gap) >= 500:
        raise ValueError(f"the fines of {year} cannot be moved by another {gap} yuan")
    _move_confiscated(cashier, year, gap)


def _is_movable(case: Case, payment: Payment, year: int) -> bool:
    decided_in_year = case.decided_on is not None and case.decided_on.year == year
    return decided_in_year and case.procedure == ORDINARY and payment.paid_on.year == year and not case.major_case


def _move(case: Case, payment: Payment, fine_range: tuple[int, int, int], gap: int) -> int:
    """Move a fine and its payment one step towards the gap; return by how much they moved."""
    lowest, highest, step = fine_range
    if abs(gap) < step:
        return 0
    move = step if gap > 0 else -step
    if not lowest <= payment.amount + move <= highest:
        return 0
    case.fine = payment.amount = payment.amount + move
    return move


def _move_confiscated(cashier: Cashier, year: int, gap: int) -> None:
    """Put what is left of the gap, less than 500 yuan, into the largest confiscated income paid in the year."""
    receipts = {payment.receipt_no: case for case, payment in cashier.promptly_paid if _is_movable(case, payment, year)}
    items = [item for item in cashier.payments if item.kind == "没收违法所得" and item.receipt_no in receipts]
    largest = max(items, key=lambda item: item.amount)
    largest.amount += gap
    receipts[largest.receipt_no].confiscated_income = largest.amount
