"""A small bureau whose figures are worked out beforehand: plain sums over the records, none of the project's code.

Every day brings a file of cases, payments or permits; now and then one comes late, is replaced by a mended one, comes
twice, is refused, or is deleted from the drop folder after it was read.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.exports import csv_file, put, xlsx

Record = dict[str, Any]
FIRST_DAY = date(2024, 1, 2)
_REFUSED = "案号,程序类型,处理结果\n甲,简易程序,行政处罚\n".encode()


@dataclass
class Year:
    """The drop folder of a year as it grows, and what its figures must be.

    ``counted``: contract → key → the record that counts; ``named``: what a file under that name holds.
    """

    raw: Path
    rng: random.Random
    counted: dict[str, dict[str, Record]] = field(default_factory=lambda: {"cases": {}, "payments": {}, "permits": {}})
    files: dict[str, tuple[str, dict[str, Record]]] = field(default_factory=dict)
    late: list[tuple[str, str, dict[str, Record]]] = field(default_factory=list)
    doubled: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    number: int = 0

    def day(self, on: date) -> None:
        """What one day brings."""
        contract = self.rng.choice(["cases", "payments", "permits"])
        records = {record[KEYS[contract]]: record for record in self._records(contract, on)}
        name = f"{contract}_{on:%Y%m%d}.{self.rng.choice(['csv', 'xlsx'])}"
        if self.rng.random() < 0.1:
            self.late.append((name, contract, records))  # comes another day, under the name of this one
        else:
            self._deliver(name, contract, records)
        for happening in (self._late_file, self._replacement, self._duplicate, self._refused_file, self._deletion):
            if self.rng.random() < 0.12:
                happening(on)

    def _records(self, contract: str, on: date) -> Iterator[Record]:
        for _ in range(self.rng.randrange(1, 7)):
            self.number += 1
            yield MAKERS[contract](self.rng, self.number, on)

    def _deliver(self, name: str, contract: str, records: dict[str, Record]) -> None:
        write = csv_file if name.endswith(".csv") else xlsx
        put(self.raw / name, write(contract, *records.values()))
        self.files[name] = (contract, records)
        self.counted[contract].update(records)

    def _late_file(self, on: date) -> None:
        if self.late:
            self._deliver(*self.late.pop(0))

    def _replacement(self, on: date) -> None:
        """A file is mended: one amount or outcome differs, no key is lost."""
        names = [name for name in self._there() if self.files[name][0] == "cases" and name not in self.doubled]
        if names:
            name = self.rng.choice(names)
            contract, records = self.files[name]
            mended = {key: dict(record) for key, record in records.items()}
            mended[self.rng.choice(sorted(mended))]["fine"] = 1 + self.rng.randrange(900)
            self._deliver(name, contract, mended)
            self.read.discard(name)

    def _duplicate(self, on: date) -> None:
        """The same bytes under another name count once."""
        if there := self._there():
            name = self.rng.choice(there)
            put(self.raw / "又一份" / f"{on:%j}" / name, (self.raw / name).read_bytes())
            self.doubled.add(name)

    def _refused_file(self, on: date) -> None:
        put(self.raw / f"缺列_{on:%Y%m%d}.csv", _REFUSED + str(on).encode())

    def _deletion(self, on: date) -> None:
        """What was once read stays in force."""
        if there := [name for name in self._there() if name in self.read]:
            (self.raw / self.rng.choice(there)).unlink()

    def _there(self) -> list[str]:
        """The delivered files that lie in the drop folder, under the names they came with."""
        return sorted(name for name in self.files if (self.raw / name).exists())

    def was_read(self) -> None:
        """A night went by: what lies there was read, as it is now."""
        self.read = set(self._there())

    @property
    def expected(self) -> dict[str, Decimal]:
        """The figures of the year, worked out from the records that count."""
        cases = self.counted["cases"].values()
        permits = self.counted["permits"].values()
        return {
            "cases_penalized": Decimal(len(cases)),
            "simplified_cases": Decimal(sum(case["procedure"] == "简易程序" for case in cases)),
            "fines_levied": _in_ten_thousands(case["fine"] for case in cases),
            "fines_collected": _in_ten_thousands(item["amount"] for item in self.counted["payments"].values()),
            "permits_handled": Decimal(sum(item["item_kind"] == "行政许可" for item in permits)),
        }


def _in_ten_thousands(amounts: Iterable[int]) -> Decimal:
    return Decimal(sum(amounts)) / 10_000


def _case(rng: random.Random, number: int, on: date) -> Record:
    return {
        "case_no": f"浙武交罚〔{on.year}〕{number}号",
        "procedure": rng.choice(["简易程序", "普通程序"]),
        "filed_on": on,
        "decided_on": on,
        "outcome": "行政处罚",
        "penalty_kinds": "罚款",
        "fine": 1 + rng.randrange(900),
    }


def _payment(rng: random.Random, number: int, on: date) -> Record:
    case_no = f"浙武交罚〔{on.year}〕{number}号"
    return {"receipt_no": f"P{number}", "case_no": case_no, "paid_on": on, "amount": 1 + rng.randrange(900)}


def _permit(rng: random.Random, number: int, on: date) -> Record:
    kind = rng.choice(["行政许可", "行政备案"])
    return {
        "item_no": f"B{number}",
        "item_kind": kind,
        "applied_on": on,
        "accepted_on": on,
        "finished_on": on,
        "acceptance": "受理",
        "result": "准予",
    }


KEYS = {"cases": "case_no", "payments": "receipt_no", "permits": "item_no"}
MAKERS = {"cases": _case, "payments": _payment, "permits": _permit}


def days(count: int) -> list[date]:
    """So many days of the year, one after another."""
    return [FIRST_DAY + timedelta(days=number) for number in range(count)]
