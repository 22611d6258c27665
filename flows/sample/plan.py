"""The totals that the sample is planned to (`plan.toml`), and the records drawn to them."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Self

from pydantic import Field

from flows.sample.vocabulary import Frozen


def share(count: int, part: int, whole: int) -> int:
    """Return `count` in proportion part : whole, rounded down."""
    return count * part // whole


class Window(Frozen):
    """The days that a plan spreads its records over, both included."""

    first: date = Field(alias="from")
    last: date = Field(alias="until")


class CasesPlan(Window):
    """Cases of a year, by how they end."""

    simplified: int  # penalized in 简易程序
    ordinary: int  # penalized in 普通程序
    leniency: dict[str, int]  # not penalized, by kind of leniency
    withdrawn: int
    transferred: int
    in_progress: int = 0
    major: int
    hearings: int
    revoked: int
    mitigated: int
    lighter: int
    collected_yuan: int | None = None  # what the payments of the year add up to, without 加处罚款

    @property
    def rows(self) -> int:
        """How many cases the plan has in all."""
        not_penalized = sum(self.leniency.values()) + self.withdrawn + self.transferred + self.in_progress
        return self.simplified + self.ordinary + not_penalized

    def scaled(self, rows: int, window: Window) -> Self:
        """Return a plan of exactly `rows` cases within a window, in the proportions of this one."""
        counts = ("simplified", "withdrawn", "transferred", "in_progress")
        marks = ("major", "hearings", "revoked", "mitigated", "lighter")
        change: dict[str, object] = {name: share(getattr(self, name), rows, self.rows) for name in counts + marks}
        change["leniency"] = {kind: share(count, rows, self.rows) for kind, count in self.leniency.items()}
        change |= {"first": window.first, "last": window.last, "collected_yuan": None, "ordinary": 0}
        scaled = self.model_copy(update=change)
        return scaled.model_copy(update={"ordinary": rows - scaled.rows})


class TasksPlan(Frozen):
    """Inspection tasks of one kind and the visits within them."""

    kind: str
    tasks: int
    visits: int
    cross_department: int
    without_credit_rule: int = 0

    def scaled(self, part: int, whole: int) -> Self:
        """Return the plan in proportion part : whole, with a visit for every task."""
        tasks = max(1, share(self.tasks, part, whole))
        return self.model_copy(
            update={
                "tasks": tasks,
                "visits": max(tasks, share(self.visits, part, whole)),
                "cross_department": share(self.cross_department, part, whole),
            }
        )


class InspectionsPlan(Window):
    """Inspection tasks of a year and what their visits find."""

    tasks: tuple[TasksPlan, ...]
    not_mobile_tasks: int  # tasks with a visit that was not made on 掌上
    led_to_cases: int
    problems: dict[str, int]  # visits by finding; a visit that led to a case is one of 发现问题待后续处理

    def scaled(self, part: int, whole: int, window: Window) -> Self:
        """Return the plan in proportion part : whole within a window."""
        return self.model_copy(
            update={
                "first": window.first,
                "last": window.last,
                "tasks": tuple(task.scaled(part, whole) for task in self.tasks),
                "led_to_cases": share(self.led_to_cases, part, whole),
                "problems": {finding: share(count, part, whole) for finding, count in self.problems.items()},
            }
        )


class PermitsPlan(Window):
    """Items of the permit system of a year, by how they end."""

    handled: dict[str, int]  # by item_kind, finished in the window
    withdrawn: int  # 撤回申请: not handled
    late: int
    declined: int  # 不予受理
    outside_authority: int  # 不予受理 and not within authority
    refused: int
    revoked: int
    unfinished: int = 0

    def scaled(self, part: int, whole: int, window: Window) -> Self:
        """Return the plan in proportion part : whole within a window, at least one item of every kind."""
        counts = ("withdrawn", "late", "declined", "outside_authority", "refused", "revoked")
        change: dict[str, object] = {name: share(getattr(self, name), part, whole) for name in counts}
        change["handled"] = {kind: max(1, share(count, part, whole)) for kind, count in self.handled.items()}
        return self.model_copy(update=change | {"first": window.first, "last": window.last})


class ReviewPlan(Frozen):
    """One reconsideration or lawsuit."""

    kind: str
    outcome: str
    chief_attended: bool | None = None


class OutreachPlan(Frozen):
    """Legal publicity of a year: the totals that its events add up to."""

    first: date = Field(alias="from")
    events: int
    participants: int
    materials: int


class LedgersPlan(Window):
    """What the four ledgers of a year hold."""

    coercions: dict[str, int]
    reviews: tuple[ReviewPlan, ...]
    outreach: OutreachPlan
    complaints: dict[str, int]
    upheld: int

    def scaled(self, part: int, whole: int, window: Window) -> Self:
        """Return the plan in proportion part : whole within a window."""
        events = max(1, share(self.outreach.events, part, whole))
        outreach = self.outreach.model_copy(
            update={
                "first": window.first,
                "events": events,
                "participants": max(events, share(self.outreach.participants, part, whole)),
                "materials": share(self.outreach.materials, part, whole),
            }
        )
        return self.model_copy(
            update={
                "first": window.first,
                "last": window.last,
                "coercions": {measure: share(count, part, whole) for measure, count in self.coercions.items()},
                "outreach": outreach,
                "complaints": {about: share(count, part, whole) for about, count in self.complaints.items()},
                "upheld": share(self.upheld, part, whole),
            }
        )


class YearPlan(Frozen):
    """All contracts of one year."""

    year: int
    cases: CasesPlan
    inspections: InspectionsPlan
    permits: PermitsPlan
    ledgers: LedgersPlan


@cache
def load_plan() -> tuple[YearPlan, ...]:
    """Read `plan.toml` of this package: one plan a year, in the order of the years."""
    text = files("flows.sample").joinpath("plan.toml").read_text(encoding="utf-8")
    return tuple(YearPlan.model_validate(year) for year in tomllib.loads(text)["years"])
