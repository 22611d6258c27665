"""Two reports on the sample: every figure found and agreeing, every other number named as none; then each one altered.

The first is the shipped Word template filled, the second prose of another wording (prose.txt).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.checking.check import Checked, Checker
from flows.checking.claims import When
from flows.checking.documents.read import blocks_of
from flows.checking.judge import Verdict
from flows.checking.passages import Draft
from flows.outputs.report.render import TEMPLATE, report
from flows.published import Period
from tests.bureau import Bureau
from tests.checking.alterations import ALTERATIONS, OTHER_UNIT, Block, altered

RIGHT = {Verdict.AGREES, Verdict.ROUNDED, Verdict.SUM_AGREES, Verdict.CHANGE_AGREES}
# Of the report in spec/figures.md: what its part (一) prints.
PRINTED = {
    "cases_penalized": "1422",
    "fines_collected": "765.5918",
    "inspection_visits": "1479",
    "inspection_tasks": "139",
    "random_inspections": "74",
    "special_inspections": "22",
    "instant_inspections": "43",
    "cross_department_inspections": "48",
    "random_inspection_rate": "53.24",
    "cross_department_rate": "34.53",
    "credit_rule_rate": "100",
    "mobile_inspection_rate": "100",
    "permits_handled": "720",
    "filings_handled": "173",
    "other_powers_handled": "1099",
    "acceptance_rate": "100",
    "on_time_rate": "100",
    "overdue_items": "0",
    "service_complaints": "0",
    "unlawful_acts": "0",
    "reconsiderations": "0",
    "lawsuits": "0",
    "outreach_participants": "600余",
    "outreach_materials": "5000余",
}


@pytest.fixture(scope="module")
def filled(sample: Bureau) -> Draft:
    content = sample.ask(report, TEMPLATE, Period(2023), "某某县交通运输局").content
    return blocks_of(content, ".docx")


@pytest.fixture(scope="module")
def prose() -> Draft:
    return blocks_of((Path(__file__).parent / "prose.txt").read_bytes(), ".txt")


def test_the_filled_template_agrees_figure_for_figure(checker: Checker, filled: Draft) -> None:
    numbers = [number for block in filled for number in checker.check(block)]
    in_text = [number for number in numbers if number.where.startswith("正文")]
    found = {number.judgement.figure: number.text for number in in_text if number.judgement.figure}
    assert found == PRINTED
    assert {number.judgement.verdict for number in numbers} == {"agrees", "change-agrees", "none"}
    assert all(number.judgement.verdict == "none" for number in in_text if number.judgement.figure is None)


def test_other_prose_agrees_and_every_other_number_is_none(checker: Checker, prose: Draft) -> None:
    numbers = [number for block in prose for number in checker.check(block)]
    unsaid = {"overdue_items", "mobile_inspection_rate"}  # 未出现; one number with another figure (均为100%)
    assert {number.judgement.figure for number in numbers} >= PRINTED.keys() - unsaid
    assert {number.judgement.verdict for number in numbers} == {"agrees", "change-agrees", "sum-agrees", "none"}
    others = {f"{number.text}{number.unit}" for number in numbers if number.judgement.verdict == "none"}
    assert others >= {"12吨", "24小时", "第八", "第五十八", "两百余人次", "4次", "0579-87654321", "1500家次", "2024年"}


def test_each_alteration_of_the_prose_is_found_and_nothing_else_flagged(checker: Checker, prose: Draft) -> None:
    score = Score()
    for block in prose:
        score.try_all(checker, block, every=1)
    score.tell("other prose")
    assert score.misses == []
    assert score.flagged == []


def test_each_alteration_of_the_filled_template_is_found(checker: Checker, filled: Draft) -> None:
    """All of the text, and a part of the tables: each cell of them is read by the same headings."""
    score = Score()
    for block in filled:
        score.try_all(checker, block, every=1 if not hasattr(block, "rows") else 9)
    score.tell("filled template")
    assert score.misses == []
    assert score.flagged == []


class Score:
    """Alterations tried, those not found, and numbers flagged that nobody touched."""

    def __init__(self) -> None:
        self.tried = 0
        self.misses: list[str] = []
        self.flagged: list[str] = []

    def try_all(self, checker: Checker, block: Block, every: int) -> None:
        checker.begin()
        numbers = list(checker.check(block))
        right = [place for place, number in enumerate(numbers) if number.judgement.verdict in RIGHT]
        for place in right[::every]:
            for kind, text, unit in _alterations(checker, numbers[place]):
                checker.begin()
                found = list(checker.check(altered(block, numbers[place], text, unit)))
                self._mark(kind, numbers, found, place)

    def _mark(self, kind: str, before: Sequence[Checked], after: Sequence[Checked], place: int) -> None:
        self.tried += 1
        judgement = after[place].judgement
        was = f"{kind}: {before[place].where} {before[place].text} → {after[place].text}{after[place].unit}"
        if not (judgement.is_wrong or (kind == "rounded" and judgement.verdict is Verdict.ROUNDED)):
            self.misses.append(f"{was} {judgement.verdict}")
        others = [number for at, number in enumerate(after) if at != place and number.judgement.is_wrong]
        self.flagged += [f"{was}: {number.text} {number.judgement.verdict}" for number in others]

    def tell(self, draft: str) -> None:
        """Print precision and recall; ``pytest -rP`` shows them."""
        found = self.tried - len(self.misses)
        precision = found / (found + len(self.flagged))
        print(f"{draft}: {self.tried} alterations, recall {found / self.tried:.3f}, precision {precision:.3f}")  # noqa: T201


def _alterations(checker: Checker, number: Checked) -> list[tuple[str, str, str]]:
    figure = number.judgement.figure
    before = checker.facts.known(figure, When(2022, 1, 12)) if figure else None
    unit = number.unit if number.unit_end > number.end else ""
    tried = [(kind, alter(number, before), unit) for kind, alter in ALTERATIONS.items()]
    found = [(kind, text, unit) for kind, text, unit in tried if text is not None]
    if unit in OTHER_UNIT:
        found.append(("other unit", number.text, OTHER_UNIT[unit]))
    return found
