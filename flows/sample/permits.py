"""Items of the permit system drawn to a plan: applied, accepted and finished on working days, nearly all on time."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date
from itertools import count

from flows.sample.people import Register, weighted
from flows.sample.plan import PermitsPlan
from flows.sample.records import Permit
from flows.sample.vocabulary import Item, Vocabulary
from flows.sample.workdays import Workdays

PERMIT, FILING, OTHER_POWER = "行政许可", "行政备案", "其他行政权力"
PERMIT_RESULTS = {"准予": 78, "准予变更": 9, "准予延续": 11, "注销": 2}
CHANNELS = {"网上": 70, "掌上": 22, "窗口": 8}
ON_THE_SPOT_SHARES = {PERMIT: 0.3, FILING: 0.75, OTHER_POWER: 0.7}
EXPERT_REVIEW_DAYS = (3, 8)


@dataclass
class Counter:
    """The window of the permit system: draws items; one for all years of a sample.

    `earliest_on` is the day on which the permit system began: nothing is applied for before it.
    """

    rng: random.Random
    register: Register
    vocabulary: Vocabulary
    workdays: Workdays
    earliest_on: date
    first_serial: int = 1
    _serials: dict[int, count[int]] = field(default_factory=dict)

    def draw(self, plan: PermitsPlan) -> list[Permit]:
        """Draw the items of a plan, in the order of their application."""
        handled = [self._handled(kind, plan) for kind, number in plan.handled.items() for _ in range(number)]
        self._vary(handled, plan)
        others = [
            *(self._withdrawn(plan) for _ in range(plan.withdrawn)),
            *(self._declined(plan) for _ in range(plan.declined)),
            *(self._declined(plan, within_authority=False) for _ in range(plan.outside_authority)),
            *(self._unfinished(plan) for _ in range(plan.unfinished)),
        ]
        items = sorted([*handled, *others], key=lambda item: item.applied_on)
        for item in items:
            item.item_no = self._item_no(item.applied_on)
        return items

    def _handled(self, kind: str, plan: PermitsPlan) -> Permit:
        """Draw an item finished within what was promised."""
        item = self._item(kind)
        finished_on = self.workdays.draw(self.rng, plan.first, plan.last)
        permit = self._apply(item, finished_on)
        days = self._days_taken(permit, item)
        accepted_on = max(self.earliest_on, self.workdays.before(finished_on, days))
        applied_on = self._applied_before(accepted_on)
        permit.accepted_on, permit.applied_on, permit.finished_on = accepted_on, applied_on, finished_on
        permit.result = weighted(self.rng, PERMIT_RESULTS) if kind == PERMIT else "准予"
        return permit

    def _applied_before(self, accepted_on: date) -> date:
        """Draw the day of application, in the year of acceptance: more accepted than applied for looks like a gap."""
        applied_on = self.workdays.before(accepted_on, self.rng.choice((0, 0, 0, 1, 1, 2)))
        first_on = max(self.earliest_on, accepted_on.replace(month=1, day=1))
        return applied_on if applied_on >= first_on else accepted_on

    def _days_taken(self, permit: Permit, item: Item) -> int:
        """Draw the working days from acceptance to the end, excluded days with them; an item on the spot takes none."""
        if self.rng.random() < ON_THE_SPOT_SHARES.get(item.kind, 0.5):
            permit.on_the_spot = True
            return 0
        days = self.rng.randint(0, item.days[1])
        if self.rng.random() < item.expert_review:
            permit.excluded_days = self.rng.randint(*EXPERT_REVIEW_DAYS)
            days += permit.excluded_days
        return days

    def _vary(self, handled: list[Permit], plan: PermitsPlan) -> None:
        """Refuse, revoke and delay as many items as the plan says."""
        slow = [item for item in handled if item.item_kind == PERMIT and not item.on_the_spot]
        chosen = self.rng.sample(slow, plan.refused + plan.revoked + plan.late)
        for item in chosen[: plan.refused]:
            item.result = "不予"
        for item in chosen[plan.refused : plan.refused + plan.revoked]:
            item.result = "撤销"
        for item in chosen[plan.refused + plan.revoked :]:
            self._delay(item, plan)

    def _delay(self, item: Permit, plan: PermitsPlan) -> None:
        """Finish an item two working days after what was promised; it is accepted early enough to end in the window."""
        days = item.promised_days + (item.excluded_days or 0) + 2
        latest = self.workdays.before(plan.last, days + 1)
        accepted_on = self.workdays.draw(self.rng, max(plan.first, self.earliest_on), latest)
        item.applied_on = item.accepted_on = accepted_on
        item.finished_on = self.workdays.after(accepted_on, days)

    def _withdrawn(self, plan: PermitsPlan) -> Permit:
        permit = self._handled(self.rng.choice((PERMIT, OTHER_POWER)), plan)
        permit.result = "撤回申请"
        return permit

    def _declined(self, plan: PermitsPlan, within_authority: bool = True) -> Permit:
        applied_on = self.workdays.draw(self.rng, plan.first, plan.last)
        permit = self._apply(self._item(PERMIT), applied_on)
        permit.acceptance, permit.accepted_on, permit.within_authority = "不予受理", None, within_authority
        return permit

    def _unfinished(self, plan: PermitsPlan) -> Permit:
        begun = self.workdays.before(plan.last, 5)
        permit = self._apply(self._item(PERMIT), self.workdays.draw(self.rng, begun, plan.last))
        permit.accepted_on = permit.applied_on
        return permit

    def _apply(self, item: Item, applied_on: date) -> Permit:
        is_personal = self.rng.random() < item.personal
        party = self.register.person(self.rng) if is_personal else self.rng.choice(self.register.companies)
        return Permit(
            item_no="",
            item_name=item.name,
            item_code=item.code,
            item_kind=item.kind,
            applicant=party.name,
            applicant_kind=party.kind,
            applicant_id=party.id_no,
            applied_on=applied_on,
            accepted_on=None,
            acceptance="受理",
            finished_on=None,
            result=None,
            legal_days=item.days[0],
            promised_days=item.days[1],
            excluded_days=None,
            on_the_spot=False,
            channel=weighted(self.rng, CHANNELS),
            org_unit=weighted(self.rng, self.vocabulary.permit_units),
        )

    def _item(self, kind: str) -> Item:
        items = [item for item in self.vocabulary.items if item.kind == kind]
        return self.rng.choices(items, [item.weight for item in items])[0]

    def _item_no(self, applied_on: date) -> str:
        serial = next(self._serials.setdefault(applied_on.year, count(self.first_serial)))
        return f"WYJT{applied_on:%Y%m}{serial:07d}"
