"""Inspection tasks and their visits drawn to a plan."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from flows.sample.cases import ORDINARY
from flows.sample.people import NATURAL, Party, Register, weighted
from flows.sample.plan import InspectionsPlan, TasksPlan
from flows.sample.records import Case, Visit
from flows.sample.vocabulary import Vocabulary
from flows.sample.workdays import Workdays

LONGEST_TASK_DAYS = 12  # calendar days from the first to the last visit of a task
FILING_DELAY_DAYS = 40  # a case follows its inspection within so many days
RANDOM = "双随机抽查"


@dataclass
class Inspectorate:
    """Draws tasks with their visits; one for all years of a sample. `cases` are those that visits may have led to."""

    rng: random.Random
    register: Register
    vocabulary: Vocabulary
    workdays: Workdays
    cases: list[Case]
    first_serial: int = 1
    _serials: dict[int, count[int]] = field(default_factory=dict)

    def draw(self, plan: InspectionsPlan) -> list[Visit]:
        """Draw the visits of a plan, in the order of their tasks and days."""
        tasks = [task for tasks_plan in plan.tasks for task in self._tasks(tasks_plan, plan)]
        self._leave_the_app(tasks, plan)
        self._number(tasks)
        visits = [visit for task in tasks for visit in task]
        visits.sort(key=lambda visit: (visit.task_no, visit.inspected_on))
        self._find(visits, plan)
        return visits

    def _tasks(self, tasks_plan: TasksPlan, plan: InspectionsPlan) -> list[list[Visit]]:
        sizes = self._sizes(tasks_plan.tasks, tasks_plan.visits)
        tasks = [self._task(tasks_plan.kind, size, plan) for size in sizes]
        for task in self.rng.sample(tasks, tasks_plan.cross_department):
            self._invite(task)
        if tasks_plan.kind == RANDOM:
            self._apply_credit_rule(tasks, tasks_plan.without_credit_rule)
        return tasks

    def _sizes(self, tasks: int, visits: int) -> list[int]:
        """Split visits over tasks, at least one each, by random weights."""
        weights = [self.rng.uniform(0.4, 1.6) for _ in range(tasks)]
        total = sum(weights)
        sizes = [1 + int((visits - tasks) * weight / total) for weight in weights]
        for position in range(visits - sum(sizes)):
            sizes[position % tasks] += 1
        return sizes

    def _task(self, kind: str, size: int, plan: InspectionsPlan) -> list[Visit]:
        unit = weighted(self.rng, self.vocabulary.units)
        patrol = self.register.patrol(self.rng, unit)
        topic = self.rng.choice(self.vocabulary.inspections.topics[kind])
        begun = self.workdays.draw(self.rng, plan.first, plan.last)
        end = min(plan.last, begun + timedelta(LONGEST_TASK_DAYS))
        days = sorted(self.workdays.draw(self.rng, begun, end) for _ in range(size - 1))
        return [
            Visit(
                task_no="",
                task_name=f"{begun.year}年度{topic}" if kind == RANDOM else topic,
                task_kind=kind,
                object_name=company.name,
                object_id=company.id_no,
                field=company.field,
                inspected_on=day,
                terminal="掌上",
                cross_department=False,
                departments=(),
                credit_rule=False,
                credit_grade=self.rng.choice(self.vocabulary.inspections.credit_grades),
                officers=tuple(officer.name for officer in patrol),
                officer_ids=tuple(officer.id_no for officer in patrol),
                org_unit=unit,
            )
            for company, day in zip(self._objects(size), [begun, *days], strict=True)
        ]

    def _objects(self, size: int) -> list[Party]:
        """Draw different companies; a task larger than the register visits some again, on whatever day."""
        companies = self.register.companies
        return self.rng.sample(companies, size) if size <= len(companies) else self.rng.choices(companies, k=size)

    def _invite(self, task: list[Visit]) -> None:
        names = self.rng.sample(self.vocabulary.inspections.departments, self.rng.choice((1, 1, 2)))
        for visit in task:
            visit.cross_department, visit.departments = True, tuple(names)

    def _apply_credit_rule(self, tasks: list[list[Visit]], without: int) -> None:
        """Apply the credit rule to every visit, but in `without` tasks leave one visit out."""
        for position, task in enumerate(tasks):
            for visit in task:
                visit.credit_rule = True
            task[-1].credit_rule = position >= without

    def _leave_the_app(self, tasks: list[list[Visit]], plan: InspectionsPlan) -> None:
        """Record the last visit of some tasks with several on a computer: the task keeps its other visits on 掌上."""
        several = [task for task in tasks if len(task) > 1]
        for task in self.rng.sample(several, plan.not_mobile_tasks):
            task[-1].terminal = "电脑"

    def _number(self, tasks: list[list[Visit]]) -> None:
        for task in sorted(tasks, key=lambda visits: visits[0].inspected_on):
            first_on = task[0].inspected_on
            serial = next(self._serials.setdefault(first_on.year, count(self.first_serial)))
            for visit in task:
                visit.task_no = f"RW{first_on:%Y%m}{serial:05d}"

    def _find(self, visits: list[Visit], plan: InspectionsPlan) -> None:
        """Give every visit a finding: problems and cases as planned, the others by their usual shares."""
        for visit in visits:
            visit.finding = weighted(self.rng, self.vocabulary.inspections.ordinary_findings)
            visit.published_on = self.workdays.after(visit.inspected_on, self.rng.randint(1, 7))
        for visit in self.rng.sample(visits, len(visits) // 200):
            visit.finding = None  # not filled in: outside the denominator of finding_rate
        problems = [finding for finding, number in plan.problems.items() for _ in range(number)]
        chosen = self.rng.sample(visits, len(problems))
        for visit, finding in zip(chosen, problems, strict=True):
            visit.finding = finding
            visit.follow_up = self.rng.choice(self.vocabulary.inspections.follow_ups)
        pending = [visit for visit in chosen if visit.finding == "发现问题待后续处理"]
        self._open_cases(pending[: plan.led_to_cases], visits)

    def _open_cases(self, pending: list[Visit], visits: list[Visit]) -> None:
        taken = {(visit.task_no, visit.object_name) for visit in visits}
        followers = self._followers()
        for visit in pending:
            case = _take(followers, visit, taken)
            if case is None:
                continue
            taken.add((visit.task_no, case.party_name))
            case.inspection_task_no, case.source = visit.task_no, "行政检查"
            visit.object_name, visit.object_id = case.party_name, case.party_id
            visit.field, visit.case_no, visit.follow_up = case.field, case.case_no, "立案查处"

    def _followers(self) -> dict[date, list[Case]]:
        """Cases against organisations that an inspection may have led to, by the day of filing."""
        followers: dict[date, list[Case]] = {}
        for case in self.cases:
            if case.procedure == ORDINARY and case.party_kind != NATURAL and case.inspection_task_no is None:
                followers.setdefault(case.filed_on, []).append(case)
        return followers


def _take(followers: dict[date, list[Case]], visit: Visit, taken: set[tuple[str, str]]) -> Case | None:
    """Take out the first case filed within the delay after a visit whose party the task does not visit already."""
    for delay in range(FILING_DELAY_DAYS + 1):
        cases = followers.get(visit.inspected_on + timedelta(delay), [])
        for case in cases:
            if (visit.task_no, case.party_name) not in taken:
                cases.remove(case)
                return case
    return None
