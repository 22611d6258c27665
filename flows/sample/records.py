"""The records of the eight contracts as the generator plans them: clear values, money in whole yuan.

Attributes carry the column names of the contracts (spec: exports.md, "Columns"), so that a sheet is described by a list
of headings and column names alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Case:
    """One case."""

    case_no: str
    procedure: str
    org_unit: str
    field: str
    offence: str
    basis: str
    outcome: str
    filed_on: date
    case_name: str = ""
    party_name: str = ""
    party_kind: str = ""
    party_id: str = ""
    plate_no: str | None = None
    source: str = ""
    off_site: bool = False
    decision_no: str | None = None
    decided_on: date | None = None
    closed_on: date | None = None
    penalty_kinds: tuple[str, ...] = ()
    fine: int | None = None
    confiscated_income: int | None = None
    confiscated_goods: int | None = None
    waived_fine: int | None = None
    reduced_fine: int | None = None
    leniency: str | None = None
    hearing_held: bool | None = None  # asked in 普通程序 only
    legal_review: bool | None = None
    collective_discussion: bool | None = None
    major_case: bool | None = None
    extension_reason: str | None = None
    transferred_on: date | None = None
    revoked_on: date | None = None
    published_on: date | None = None
    inspection_task_no: str | None = None
    officers: tuple[str, ...] = ()
    officer_ids: tuple[str, ...] = ()
    change: str | None = None
    is_test: bool | None = None

    @property
    def levied_yuan(self) -> int:
        """Fine and confiscations together, blank as 0."""
        return (self.fine or 0) + (self.confiscated_income or 0) + (self.confiscated_goods or 0)


@dataclass(slots=True)
class Payment:
    """One item of a receipt."""

    receipt_no: str
    case_no: str
    paid_on: date
    amount: int
    kind: str
    method: str
    change: str | None = None
    is_test: bool | None = None


@dataclass(slots=True)
class Permit:
    """One item of the permit system."""

    item_no: str
    item_name: str
    item_code: str
    item_kind: str
    applicant: str
    applicant_kind: str
    applicant_id: str
    applied_on: date
    accepted_on: date | None
    acceptance: str | None
    finished_on: date | None
    result: str | None
    legal_days: int
    promised_days: int
    excluded_days: int | None
    on_the_spot: bool
    channel: str
    org_unit: str
    within_authority: bool = True
    fee: int = 0
    change: str | None = None
    is_test: bool | None = None


@dataclass(slots=True)
class Visit:
    """One object visited within one inspection task."""

    task_no: str
    task_name: str
    task_kind: str
    object_name: str
    object_id: str | None
    field: str
    inspected_on: date
    terminal: str
    cross_department: bool
    departments: tuple[str, ...]
    credit_rule: bool
    credit_grade: str | None
    officers: tuple[str, ...]
    officer_ids: tuple[str, ...]
    org_unit: str
    finding: str | None = None
    follow_up: str | None = None
    case_no: str | None = None
    published_on: date | None = None
    item: str = "经营资质与现场作业"  # the item checked; no contract column, so the pipeline warns of the heading
    change: str | None = None
    is_test: bool | None = None


@dataclass(slots=True)
class Coercion:
    """One coercive measure, execution or application to a court."""

    document_no: str
    case_no: str | None
    measure: str
    org_unit: str
    decided_on: date | None = None
    completed_on: date | None = None
    applied_on: date | None = None
    change: str | None = None
    is_test: bool | None = None


@dataclass(slots=True)
class Review:
    """One reconsideration or lawsuit."""

    review_no: str
    kind: str
    accepted_on: date
    concluded_on: date | None
    outcome: str | None
    chief_attended: bool | None
    case_no: str | None
    change: str | None = None
    is_test: bool | None = None


@dataclass(slots=True)
class OutreachEvent:
    """One legal-publicity event."""

    event_no: str
    event_name: str
    held_on: date
    participants: int
    materials: int
    place: str
    org_unit: str
    change: str | None = None
    is_test: bool | None = None


@dataclass(slots=True)
class Complaint:
    """One complaint."""

    complaint_no: str
    received_on: date
    about: str
    upheld: bool
    case_no: str | None = None
    item_no: str | None = None
    change: str | None = None
    is_test: bool | None = None


Record = Case | Payment | Permit | Visit | Coercion | Review | OutreachEvent | Complaint


@dataclass(slots=True)
class Records:
    """All records of a sample, by contract, each list in the order of its keys' dates."""

    cases: list[Case] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    permits: list[Permit] = field(default_factory=list)
    inspections: list[Visit] = field(default_factory=list)
    coercions: list[Coercion] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    outreach: list[OutreachEvent] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)

    def of(self, contract: str) -> list[Record]:
        """Return the records of one contract by its name."""
        records: list[Record] = getattr(self, contract)
        return records
