"""A quarter of cases that was exported with mistakes and exported again: what the first export had wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.sample.layout import FileLayout
from flows.sample.records import Case, Record
from flows.sample.render import DELETED, with_new_key
from flows.sample.selection import dates_of

MISTAKEN, STRAY, OMITTED = 4, 2, 2
FIRST_STRAY_SERIAL = 800_001  # far from the serials of extra rows


@dataclass(frozen=True, slots=True)
class Correction:
    """What the first export had: cases with wrong values, cases that never were, and cases left out."""

    mistaken: dict[str, Case]
    strays: tuple[Record, ...]
    omitted: frozenset[str]

    def first_version(self, records: Sequence[Record]) -> list[Record]:
        """Return the quarter as first exported."""
        kept = [record for record in records if isinstance(record, Case) and record.case_no not in self.omitted]
        return [*(self.mistaken.get(case.case_no, case) for case in kept), *self.strays]

    def corrected_version(self, records: Sequence[Record]) -> list[Record]:
        """Return the quarter as exported again, each row saying what it does."""
        cases = [record for record in records if isinstance(record, Case)]
        return [
            *(replace(case, change=self._change(case.case_no)) for case in cases),
            *(replace(stray, change=DELETED) for stray in self.strays),
        ]

    def _change(self, case_no: str) -> str | None:
        if case_no in self.omitted:
            return "新增"
        return "修改" if case_no in self.mistaken else None


def plan_correction(rng: random.Random, records: Sequence[Record], layout: FileLayout) -> Correction:
    """Choose the cases of a first export to be wrong, among those that no other file shows."""
    cases = [record for record in records if isinstance(record, Case) and record.fine]
    chosen = rng.sample([case for case in cases if _is_only_in(case, layout)], MISTAKEN + OMITTED + STRAY)
    mistaken, omitted, copied = chosen[:MISTAKEN], chosen[MISTAKEN : MISTAKEN + OMITTED], chosen[MISTAKEN + OMITTED :]
    return Correction(
        mistaken={case.case_no: replace(case, fine=(case.fine or 0) * 10) for case in mistaken},
        strays=tuple(with_new_key(case, "case_no", FIRST_STRAY_SERIAL + number) for number, case in enumerate(copied)),
        omitted=frozenset(case.case_no for case in omitted),
    )


def _is_only_in(case: Case, layout: FileLayout) -> bool:
    return all(layout.first <= day <= layout.last for day in dates_of(case))
