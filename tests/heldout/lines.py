"""Rows as they stand in an export: good ones, and each kind that must be rejected, with the cell to blame."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from .expected import Ref
from .spelling import NumberCell, RawCell
from .truth import Maker, Record, Unit, Value, resident_id_is_valid, uscc_is_valid
from .vocabulary import COERCIVE_MEASURES, CONTRACTS, Column, cover_columns

ACCEPTED, REJECTED, SKIPPED, LOOSE = "accepted", "rejected", "skipped", "accepted or skipped"


@dataclass(frozen=True)
class Line:
    """One row below a heading and what must become of it."""

    contract: str
    values: Record
    verdict: str = ACCEPTED
    ref: Ref | None = None  # the record in force that this row carries
    raw: dict[str, RawCell] = field(default_factory=dict)  # cells written as they are
    culprits: frozenset[str] = frozenset()  # the columns that a rejection may point at
    rule: str | None = None  # where the specification names it
    needs: frozenset[str] = frozenset()  # columns that the table must have although they are blank here
    lacks: frozenset[str] = frozenset()  # columns that the table must not have
    group: str = ""  # rows that must stay in one table together

    def cover(self) -> set[tuple[int, int]]:
        """The months that this row covers if it is accepted."""
        days = [self.values.get(name) for name in cover_columns(self.contract, dict(self.values))]
        return {(day.year, day.month) for day in days if isinstance(day, date)}


def lines_of(unit: Unit, current: bool) -> list[Line]:
    """The rows of a unit; item lines of a visit are one accepted row and the rest skipped."""
    group = f"{unit.contract}|{unit.key}" if len(unit.rows) > 1 else ""
    is_visit = unit.contract == "inspections"
    verdict = LOOSE if is_visit and len(unit.rows) > 1 else ACCEPTED
    return [
        Line(
            unit.contract,
            row,
            verdict,
            ref=(unit.contract, unit.key, None if is_visit else index) if current else None,
            group=group,
        )
        for index, row in enumerate(unit.rows)
    ]


# -- what makes a row bad --------------------------------------------------------------------------------------------
BAD_DAYS = (
    "2023-02-30", "2023/13/40", "2023年5月", "23-05-06", "5/6/2023", "23.5.6", "20231340", "1999-12-31",
    "2099-05-01", "2022-04-31", "2023年2月29日", "不详日期",
)  # fmt: skip
BAD_MONEY = (
    "-500元", "12.345元", "伍千左右", "约5000元", "伍仟元整(4000元)", "0.00001234万元", "5000元左右", NumberCell(-500),
)  # fmt: skip
BAD_INTS = ("三十左右", "12.5", NumberCell(12.5))
LOST_DIGITS = ("2.01312E+17", "1.23457E+15")


def _bad(record: Record, contract: str, column: str, cell: RawCell, rule: str | None = None) -> Line:
    """The record with one unreadable cell."""
    values = record | {column: None}
    return Line(contract, values, REJECTED, raw={column: cell}, culprits=frozenset({column}), rule=rule)


def _rule(record: Record, contract: str, culprits: set[str]) -> Line:
    """A record that is wrong as a whole; any of the columns may be named."""
    return Line(contract, record, REJECTED, culprits=frozenset(culprits), needs=frozenset(culprits))


def required_blank(rng: random.Random, record: Record, contract: str) -> Line | None:
    names = [column.name for column in CONTRACTS[contract] if column.is_required]
    if contract == "outreach" and record["event_no"] is None:
        names = ["event_name"]  # with the day gone as well the row would have no key at all
    name = rng.choice(names)
    return replace(_rule(record | {name: None}, contract, {name}), raw={name: rng.choice((None, "", " ", "—", "null"))})


def unreadable_day(rng: random.Random, record: Record, contract: str) -> Line | None:
    names = [column.name for column in CONTRACTS[contract] if column.kind == "date"]
    return _bad(record, contract, rng.choice(names), rng.choice(BAD_DAYS))


def unreadable_money(rng: random.Random, record: Record, contract: str) -> Line | None:
    names = [column.name for column in CONTRACTS[contract] if column.kind == "money"]
    return _bad(record, contract, rng.choice(names), rng.choice(BAD_MONEY)) if names else None


def unreadable_int(rng: random.Random, record: Record, contract: str) -> Line | None:
    names = [column.name for column in CONTRACTS[contract] if column.kind == "int"]
    return _bad(record, contract, rng.choice(names), rng.choice(BAD_INTS)) if names else None


def unreadable_flag(rng: random.Random, record: Record, contract: str) -> Line | None:
    names = [column.name for column in CONTRACTS[contract] if column.kind == "bool" and column.name != "is_test"]
    return _bad(record, contract, rng.choice(names), rng.choice(("大概", "2", "可能是"))) if names else None


def unknown_value(rng: random.Random, record: Record, contract: str) -> Line | None:
    columns = [c for c in CONTRACTS[contract] if c.values and not c.is_lenient and c.name != "change"]
    if not columns:
        return None
    column: Column = rng.choice(columns)
    cell = "罚款；鞭策教育" if column.kind == "set" else "从未听说的取值"
    return _bad(record, contract, column.name, cell)


def lost_digits(rng: random.Random, record: Record, contract: str) -> Line | None:
    keys = [column.name for column in CONTRACTS[contract] if column.is_required and column.kind == "id"]
    if not keys:
        return None
    cell = rng.choice((*LOST_DIGITS, NumberCell(201312142345678901)))
    return _bad(record, contract, keys[0], cell, "id-lost-digits")


def far_future(rng: random.Random, record: Record, contract: str) -> Line | None:
    last = {
        "cases": "published_on", "payments": "paid_on", "permits": "finished_on", "inspections": "inspected_on",
        "coercions": "completed_on", "reviews": "concluded_on", "outreach": "held_on", "complaints": "received_on",
    }[contract]  # fmt: skip
    day = date(2097, rng.randrange(1, 13), 11)
    return _rule(record | {last: day}, contract, {last})


def wrong_check_digit(rng: random.Random, record: Record, contract: str) -> Line | None:
    column = {"cases": "party_id", "permits": "applicant_id"}.get(contract)
    if column is None:
        return None
    number = rng.choice(("330799199902301232", "33079919900101123X", "91330799MA27XYWX5Z", "330799199001011235"))
    while resident_id_is_valid(number) or uscc_is_valid(number):
        number = number[:16] + str((int(number[16]) + 1) % 10 if number[16].isdigit() else 3) + number[17]
    return _rule(record | {column: number}, contract, {column})


def case_rules(rng: random.Random, record: Record, contract: str) -> Line | None:
    """A case that contradicts itself."""
    day = record["filed_on"] if isinstance(record["filed_on"], date) else date(2023, 3, 1)
    bare = record | {"closed_on": None, "transferred_on": None, "revoked_on": None, "published_on": None}
    fined = bare | {"outcome": "行政处罚", "penalty_kinds": ("罚款",), "fine": Decimal(200), "filed_on": day}
    unfined = bare | {"filed_on": day, "penalty_kinds": None, "fine": None}
    later, earlier = day + timedelta(days=rng.choice((1, 40))), day - timedelta(days=1)
    options: list[tuple[Record, set[str]]] = [
        (fined | {"procedure": "普通程序", "decided_on": earlier}, {"filed_on", "decided_on"}),
        (
            fined | {"procedure": rng.choice(("普通程序", "简易程序")), "decided_on": later, "closed_on": day},
            {"decided_on", "closed_on"},
        ),
        (fined | {"decided_on": None}, {"decided_on", "outcome"}),
        (
            unfined | {"outcome": rng.choice(("办理中", None)), "decided_on": later},
            {"decided_on", "outcome"},
        ),
        (fined | {"decided_on": later, "fine": rng.choice((None, Decimal(0)))}, {"fine", "penalty_kinds"}),
        (
            unfined | {"outcome": rng.choice(("不予处罚", "撤销立案")), "decided_on": None, "fine": Decimal(300)},
            {"fine", "outcome"},
        ),
    ]
    values, culprits = rng.choice(options)
    return _rule(values, "cases", culprits)


def permit_rules(rng: random.Random, record: Record, contract: str) -> Line | None:
    """An item that contradicts itself."""
    day = record["applied_on"]
    assert isinstance(day, date)
    options: list[tuple[Record, set[str]]] = [
        (
            record | {"accepted_on": day - timedelta(days=1), "finished_on": None, "result": None},
            {"applied_on", "accepted_on"},
        ),
        (
            record | {"accepted_on": day + timedelta(days=5), "finished_on": day + timedelta(days=2)},
            {"accepted_on", "finished_on"},
        ),
        (record | {"acceptance": "受理", "accepted_on": None}, {"acceptance", "accepted_on"}),
        (record | {"result": "准予", "finished_on": None}, {"result", "finished_on"}),
    ]
    values, culprits = rng.choice(options)
    return _rule(values, "permits", culprits)


def coercion_rules(rng: random.Random, record: Record, contract: str) -> Line | None:
    """A measure without its decision, an application without its day."""
    if rng.random() < 0.5:
        values = record | {"measure": rng.choice(COERCIVE_MEASURES), "decided_on": None, "applied_on": None}
        return _rule(values, "coercions", {"measure", "decided_on"})
    values = record | {"measure": "申请法院强制执行", "applied_on": None}
    return _rule(values, "coercions", {"measure", "applied_on"})


Spoiler = Callable[[random.Random, Record, str], Line | None]
GENERAL: tuple[Spoiler, ...] = (
    required_blank, unreadable_day, unreadable_money, unreadable_int, unreadable_flag, unknown_value, lost_digits,
    far_future, wrong_check_digit,
)  # fmt: skip
SPECIAL: dict[str, tuple[Spoiler, ...]] = {
    "cases": (case_rules, case_rules, case_rules),
    "permits": (permit_rules, permit_rules),
    "coercions": (coercion_rules,),
}


def spoil(rng: random.Random, unit: Unit) -> Line | None:
    """The first row of the unit made bad in some way that fits its contract; None where the way does not fit."""
    spoiler = rng.choice((*GENERAL, *SPECIAL.get(unit.contract, ())))
    return spoiler(rng, unit.rows[0], unit.contract)


# -- what is wrong about several rows --------------------------------------------------------------------------------
def altered(maker: Maker, unit: Unit) -> Unit:
    """The same key with other content, such as an older version would have; every row is valid in itself."""
    other = maker.make(unit.contract)
    key = {name: unit.rows[0].get(name) for name in key_columns(unit)}
    return Unit(unit.contract, unit.key, [row | key for row in other.rows])


def tweaked(unit: Unit) -> Unit:
    """The same row but for one value that figures look at; the same dates."""
    row = dict(unit.rows[0])
    match unit.contract:
        case "payments":
            row["amount"] = Decimal(str(row["amount"])) + 1
        case "outreach":
            row["participants"] = int(str(row["participants"] or 0)) + 1
        case "complaints":
            row["about"] = "行政执法" if row["about"] == "政务服务" else "政务服务"
        case "inspections":
            row["terminal"] = "纸质" if row["terminal"] == "掌上" else "掌上"
        case "coercions":
            row["org_unit"] = "直属大队" if row["org_unit"] != "直属大队" else "第九中队"
        case _:
            flag = {"cases": "off_site", "permits": "on_the_spot", "reviews": "chief_attended"}[unit.contract]
            row[flag] = not row[flag]
    return Unit(unit.contract, unit.key, [row])


def under_new_key(maker: Maker, unit: Unit) -> Unit:
    """The same content, and so the same dates, under a key that nobody had."""
    fresh = maker.make(unit.contract)
    if unit.contract == "outreach":
        fresh.rows[0]["event_no"] = f"PFX{maker.next_serial()}"
    names = [name for name in KEYS[unit.contract] if name != "inspected_on"]
    row = unit.rows[0] | {name: fresh.rows[0].get(name) for name in names}
    return Unit(unit.contract, f"{fresh.key} instead of {unit.key}", [row])


KEYS: dict[str, tuple[str, ...]] = {
    "cases": ("case_no",),
    "payments": ("receipt_no",),
    "permits": ("item_no",),
    "inspections": ("task_no", "object_id", "object_name", "inspected_on"),
    "coercions": ("document_no",),
    "reviews": ("review_no",),
    "outreach": ("event_no",),
    "complaints": ("complaint_no",),
}
NAMELESS_EVENT = ("event_name", "held_on", "place")


def key_columns(unit: Unit) -> tuple[str, ...]:
    """The columns that make this unit's key."""
    if unit.contract == "outreach" and unit.rows[0]["event_no"] is None:
        return ("event_no", *NAMELESS_EVENT)
    return KEYS[unit.contract]


def deletion(unit: Unit, verdict: str = ACCEPTED, is_bare: bool = True) -> Line:
    """A row that removes the key; it needs nothing but the key."""
    kept = {name: unit.rows[0].get(name) for name in key_columns(unit)}
    values = kept if is_bare else dict(unit.rows[0])
    return Line(unit.contract, values | {"change": "删除"}, verdict)


def marked(line: Line, **values: Value) -> Line:
    """The line with columns such as change or is_test filled."""
    return replace(line, values=line.values | values)


def needed_columns(line: Line) -> set[str]:
    """The columns that a table must have to carry this line."""
    filled = {name for name, value in line.values.items() if value is not None}
    needed = {column.name for column in CONTRACTS[line.contract] if column.is_needed}
    return filled | set(line.raw) | line.needs | needed
