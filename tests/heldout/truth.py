"""What really happened: random records of all eight contracts as plain values, before anybody wrote them into Excel."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from .vocabulary import CONTRACTS, FINDING, PAYMENT_KIND, PENALTY_KINDS, PERMIT_RESULT, column_of
from .workdays import nth_workday_after

Value = str | date | Decimal | int | bool | tuple[str, ...] | None
Record = dict[str, Value]

WORKSHOPS = ("第一中队", "第二中队", "直属大队（城区）", "水上中队")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫"
GIVEN = ("甲", "乙丙", "丁", "戊己", "庚", "辛壬", "癸")
TRADES = ("货运", "客运", "驾培", "汽修", "物流")
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass
class Unit:
    """What one key stands for: one row, the items of a receipt, or the item lines of a visit."""

    contract: str
    key: str
    rows: list[Record]


@dataclass
class World:
    """All records in force, and the day on which they are looked at."""

    as_of: date
    units: dict[str, list[Unit]] = field(default_factory=lambda: {name: [] for name in CONTRACTS})


def resident_id_is_valid(text: str) -> bool:
    """The mod-11-2 check and a real birth date; the region is not looked at."""
    if len(text) != 18 or not text[:17].isdigit() or text[17] not in "0123456789X":
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return _resident_check(text[:17]) == text[17]


def _resident_check(body: str) -> str:
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return "10X98765432"[total % 11]


def uscc_is_valid(text: str) -> bool:
    """The mod-31 check of a unified social credit code."""
    if len(text) != 18 or any(letter not in USCC_ALPHABET for letter in text):
        return False
    return _uscc_check(text[:17]) == text[17]


def _uscc_check(body: str) -> str:
    total = sum(USCC_ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return USCC_ALPHABET[(31 - total % 31) % 31]


class Maker:
    """Makes records one at a time; the same seed makes the same records."""

    def __init__(self, rng: random.Random, as_of: date, active: dict[str, list[date]]) -> None:
        self.rng = rng
        self.as_of = as_of
        self.active = active  # contract -> first days of the months in which something happens
        self.serial = 0
        self.case_nos: list[str] = []
        self.objects = [self._organisation() for _ in range(8)]
        self.tasks: list[Record] = []
        self.visits: list[Record] = []

    # -- small things ---------------------------------------------------------------------------------------------
    def next_serial(self) -> int:
        self.serial += self.rng.choice((1, 1, 2, 7))
        return self.serial

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def flag(self) -> bool | None:
        return self.rng.choice((True, True, False, None))

    def day(self, contract: str) -> date:
        """A day in one of the contract's active months; the edges of months and years are more likely than others."""
        first = self.rng.choice(self.active[contract])
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if self.chance(0.2):
            return self.rng.choice((first, last))
        return first + timedelta(days=self.rng.randrange((last - first).days + 1))

    def later(self, start: date, days: int) -> date:
        return start + timedelta(days=self.rng.randrange(days + 1))

    def money(self) -> Decimal:
        """Round fines mostly, now and then with 角 and 分."""
        kind = self.rng.random()
        if kind < 0.6:
            return Decimal(self.rng.choice((50, 100, 200, 500, 1000, 2000, 3000, 5000, 10000, 30000, 100000)))
        if kind < 0.8:
            return Decimal(self.rng.randrange(1, 60000))
        return Decimal(self.rng.randrange(1, 9_000_000)) / 100

    def _person(self) -> tuple[str, str]:
        born = date(1960, 1, 1) + timedelta(days=self.rng.randrange(15000))
        body = f"330799{born:%Y%m%d}{self.rng.randrange(1000):03d}"
        return self.rng.choice(SURNAMES) + self.rng.choice(GIVEN), body + _resident_check(body)

    def _organisation(self) -> tuple[str, str]:
        body = "91330799MA" + "".join(self.rng.choice(USCC_ALPHABET) for _ in range(7))
        name = f"某某{self.rng.choice(TRADES)}{self.rng.randrange(1000)}有限公司"
        if self.chance(0.3):
            name = name.replace("有限公司", "(武地)有限公司")
        return name, body + _uscc_check(body)

    def party(self, prefix: str) -> Record:
        """Name, kind and number of somebody; now and then another kind of document, or a masked number."""
        kind = self.rng.choice(("自然人", "自然人", "法人及非法人组织", "个体工商户", None))
        name, number = self._organisation() if kind in ("法人及非法人组织", "个体工商户") else self._person()
        shown: str | None = number
        if self.chance(0.15):
            shown = self.rng.choice((None, number[:4] + "*" * 10 + number[14:], "330799600101123", "MA2ABCD12"))
        names = (
            ("party_name", "party_kind", "party_id")
            if prefix == "party"
            else (
                "applicant",
                "applicant_kind",
                "applicant_id",
            )
        )
        return dict(zip(names, (name, kind, shown), strict=True))

    # -- the contracts --------------------------------------------------------------------------------------------
    def make(self, contract: str) -> Unit:
        """A unit of the contract under a key that nobody had before."""
        maker = {
            "cases": self.case,
            "payments": self.receipt,
            "permits": self.permit,
            "inspections": self.visit,
            "coercions": self.coercion,
            "reviews": self.review,
            "outreach": self.event,
            "complaints": self.complaint,
        }[contract]
        return maker()

    def case(self) -> Unit:
        """A case of any outcome and procedure."""
        rng = self.rng
        filed = self.day("cases")
        case_no = f"浙武交{rng.choice(('罚', '执', 'ZF'))}〔{filed.year}〕{self.next_serial()}"
        outcome = rng.choices(("行政处罚", "不予处罚", "撤销立案", "移送司法", "办理中"), (58, 14, 8, 6, 14))[0]
        record: Record = {
            "case_no": case_no,
            "procedure": rng.choice(("简易程序", "普通程序", "普通程序")),
            "outcome": outcome,
            "off_site": self.flag(),
            "field": rng.choice(("道路货运", "超限超载", "出租汽车", "公路路政", None)),
            "org_unit": rng.choice((*WORKSHOPS, None)),
            "case_name": "某当事人违法案",
            "offence": rng.choice(("未采取必要措施防止货物脱落", "超限运输", "未取得许可")),
            "source": rng.choice(("行政检查", "投诉举报", None)),
            "hearing_held": self.flag(),
            "legal_review": self.flag(),
            "collective_discussion": self.flag(),
            "major_case": self.flag(),
            "officers": rng.choice((("孙甲", "李丁"), ("周乙", "吴庚"), ("钱丁",), None)),
            "officer_ids": rng.choice((("33070001", "33070002"), None)),
            **self.party("party"),
        }
        self._case_dates(record, filed)
        self._case_penalty(record)
        self.case_nos.append(case_no)
        return Unit("cases", case_no, [record])

    def _case_dates(self, record: Record, filed: date) -> None:
        """Filing, decision, closing, transfer: in order where the procedure asks for it."""
        outcome, is_simple = record["outcome"], record["procedure"] == "简易程序"
        record["filed_on"] = None if self.chance(0.1) else filed
        decided: date | None = None
        if outcome == "行政处罚" or (outcome == "不予处罚" and self.chance(0.85)):
            decided = filed + timedelta(days=self.rng.choice((0, 1, 20, 60, 89, 90, 91, 130)))
            if is_simple and self.chance(0.5):
                decided = filed - timedelta(days=self.rng.choice((0, 1, 3)))  # entered after the fact
        record["decided_on"] = decided
        if outcome == "办理中":
            return
        if self.chance(0.75):
            record["closed_on"] = self.later(max(decided or filed, filed), 200)
        if self.chance(0.85 if outcome == "移送司法" else 0.03):
            record["transferred_on"] = self.later(filed, 100)

    def _case_penalty(self, record: Record) -> None:
        """Kinds, amounts, leniency, publication and revocation."""
        outcome, decided = record["outcome"], record["decided_on"]
        if outcome == "不予处罚":
            record["leniency"] = self.rng.choice(("轻微不罚", "首违不罚", "无主观过错", None))
            record["fine"] = self.rng.choice((None, Decimal(0)))
            record["waived_fine"] = self.rng.choice((None, self.money()))
        if outcome == "行政处罚" and isinstance(decided, date):
            self._penalised(record)
            self._published(record, decided)
        if outcome in ("行政处罚", "不予处罚") and self.chance(0.08) and isinstance(decided, date):
            record["revoked_on"] = self.later(decided, 300)

    def _penalised(self, record: Record) -> None:
        kinds = self.rng.sample(list(PENALTY_KINDS), self.rng.choice((1, 1, 2, 3)))
        if self.chance(0.6) and "罚款" not in kinds:
            kinds.append("罚款")
        record["penalty_kinds"] = tuple(kinds) if self.chance(0.93) else None
        if "罚款" in kinds or self.chance(0.05):
            record["fine"] = self.money()
        if "没收违法所得" in kinds:
            record["confiscated_income"] = self.money()
        if "没收非法财物" in kinds and self.chance(0.7):
            record["confiscated_goods"] = self.money()
        record["leniency"] = self.rng.choice(("减轻处罚", "从轻处罚", None, None))
        if record["leniency"] == "减轻处罚":
            record["reduced_fine"] = self.money()

    def _published(self, record: Record, decided: date) -> None:
        """Near the edge of the seven working days; on working days only, since a day off after the seventh is open."""
        if self.chance(0.8):
            record["published_on"] = nth_workday_after(decided, self.rng.choice((1, 5, 6, 7, 7, 8, 9, 15)))

    def receipt(self) -> Unit:
        """A receipt with one item or several that differ in kind or day."""
        rng = self.rng
        receipt_no = f"3307{self.next_serial():08d}" if self.chance(0.5) else f"PJ-{self.next_serial()}A"
        is_ours = self.case_nos and self.chance(0.9)
        case_no = rng.choice(self.case_nos) if is_ours else f"外地交罚〔2022〕{self.serial}"
        paid = self.day("payments")
        kinds = rng.sample([*PAYMENT_KIND, None], rng.choice((1, 1, 1, 2, 3)))
        rows: list[Record] = [
            {
                "receipt_no": receipt_no,
                "case_no": case_no,
                "paid_on": paid,
                "amount": self.money() if self.chance(0.97) else Decimal(0),
                "kind": kind,
                "method": "扫码",
            }
            for kind in kinds
        ]
        if len(rows) > 1 and self.chance(0.4):  # the same kind on another day is another item
            rows[-1] |= {"kind": rows[0]["kind"], "paid_on": paid + timedelta(days=1)}
        return Unit("payments", receipt_no, rows)

    def permit(self) -> Unit:
        """An item handled, or still open, withdrawn, refused, of any kind."""
        rng = self.rng
        applied = self.day("permits")
        item_no = rng.choice((f"11330799{applied.year}{self.next_serial():05d}", f"BJ{self.next_serial()}X"))
        acceptance = rng.choice(("受理", "受理", "受理", "不予受理", None, None))
        accepted = self.later(applied, 6) if acceptance == "受理" or self.chance(0.3) else None
        record: Record = {
            "item_no": item_no,
            "item_name": "道路运输经营许可",
            "item_kind": rng.choice(("行政许可", "行政许可", "行政备案", "其他行政权力", "行政确认", "公共服务")),
            "applied_on": applied,
            "accepted_on": accepted,
            "acceptance": acceptance,
            "within_authority": rng.choice((True, None, None, False)),
            "legal_days": rng.choice((20, 15, 45, None)),
            "promised_days": rng.choice((5, 3, 1, 8, 0, None)),
            "excluded_days": rng.choice((None, None, 0, 2, 10)),
            "on_the_spot": rng.choice((True, False, None, None)),
            "channel": rng.choice(("网上", "掌上", "窗口", None)),
            "fee": rng.choice((None, Decimal(0))),
            "org_unit": rng.choice(("行政审批科", "运管科", None)),
            **self.party("applicant"),
        }
        self._permit_end(record, accepted or applied)
        return Unit("permits", item_no, [record])

    def _permit_end(self, record: Record, start: date) -> None:
        """Near the promised day, on either side of it; days off count for nothing, so they are welcome here."""
        if self.chance(0.15):
            return
        promised = record["promised_days"] if isinstance(record["promised_days"], int) else 10
        excluded = record["excluded_days"] if isinstance(record["excluded_days"], int) else 0
        target = max(promised + excluded + self.rng.choice((-3, -1, 0, 0, 1, 2)), 0)
        finished = nth_workday_after(start, target) if target else start
        record["finished_on"] = finished + timedelta(days=self.rng.choice((0, 0, 0, 1)))
        record["result"] = self.rng.choice(("准予", "准予", "撤销", *PERMIT_RESULT, None))

    def visit(self) -> Unit:
        """One object visited within a task; now and then with several item lines."""
        rng = self.rng
        if not self.tasks or self.chance(0.4):
            self.tasks.append(self._task())
        task = rng.choice(self.tasks[-6:])
        start = task["inspected_on"]
        assert isinstance(start, date)
        name, number = self.objects[rng.randrange(len(self.objects))] if self.chance(0.6) else self._organisation()
        object_id = number if self.chance(0.8) else None
        day = start if self.chance(0.6) else self.later(start, 50)
        taken = {unit_key(row) for row in self.visits}
        while (str(task["task_no"]), object_id or name, day) in taken:
            day += timedelta(days=1)
        record: Record = {
            **task,
            "inspected_on": day,
            "object_name": name,
            "object_id": object_id,
            "terminal": task["terminal"] if self.chance(0.85) else rng.choice(("电脑", "纸质", "掌上", None)),
            "cross_department": rng.choice((True, False, False, None)),
            "credit_rule": task["credit_rule"] if self.chance(0.93) else rng.choice((False, None)),
            "officers": ("孙甲", "李丁"),
        }
        if self.chance(0.1):
            record["task_kind"] = rng.choice(("专项检查", "即时检查"))
        self.visits.append(record)
        return Unit("inspections", "|".join(map(str, unit_key(record))), self._lines(record))

    def _task(self) -> Record:
        rng = self.rng
        start = self.day("inspections")
        return {
            "task_no": f"RW{start.year}{self.next_serial()}",
            "task_name": "某某检查",
            "task_kind": rng.choice(
                ("双随机抽查", "双随机抽查", "双随机抽查", "专项检查", "专项检查", "即时检查", "即时检查", "个案检查")
            ),
            "inspected_on": start,
            "terminal": rng.choice(("掌上", "掌上", "掌上", "电脑", None)),
            "credit_rule": rng.choice((True, True, True, False, None)),
            "field": rng.choice(("道路货运", "机动车维修", None)),
            "org_unit": rng.choice((*WORKSHOPS, None)),
        }

    def _lines(self, record: Record) -> list[Record]:
        """The item lines: they differ in finding and follow-up; the case number is on one of them at most."""
        chosen = self.rng.sample([*FINDING, None], self.rng.choice((1, 1, 1, 1, 2, 3)))
        rows = [record | {"finding": finding} for finding in chosen]
        if self.chance(0.25):
            known = self.case_nos and self.chance(0.8)
            number = self.rng.choice(self.case_nos) if known else f"外地交罚〔2022〕{self.serial}"
            self.rng.choice(rows)["case_no"] = number
        return rows

    def coercion(self) -> Unit:
        """A measure, an execution (perhaps not completed) or an application to the court."""
        rng = self.rng
        day = self.day("coercions")
        measure = rng.choice(list(column_of("coercions", "measure").values or {}))
        document_no = f"浙武交强〔{day.year}〕{self.next_serial()}"
        record: Record = {
            "document_no": document_no,
            "measure": measure,
            "case_no": rng.choice(self.case_nos) if self.case_nos else None,
            "org_unit": rng.choice((*WORKSHOPS, None)),
            "decided_on": day,
        }
        if measure == "申请法院强制执行":
            record["applied_on"] = self.later(day, 90)
            record["decided_on"] = rng.choice((day, None))
        elif self.chance(0.7):
            record["completed_on"] = self.later(day, 90)
        return Unit("coercions", document_no, [record])

    def review(self) -> Unit:
        """A reconsideration or a lawsuit, concluded or not."""
        rng = self.rng
        day = self.day("reviews")
        review_no = f"武政复〔{day.year}〕{self.next_serial()}"
        record: Record = {
            "review_no": review_no,
            "kind": rng.choice(("行政复议", "行政诉讼")),
            "accepted_on": day,
            "chief_attended": self.flag(),
            "case_no": rng.choice(self.case_nos) if self.case_nos else None,
        }
        if self.chance(0.8):
            record["concluded_on"] = self.later(day, 150)
            record["outcome"] = rng.choice((*(column_of("reviews", "outcome").values or {}), None))
        return Unit("reviews", review_no, [record])

    def event(self) -> Unit:
        """A legal-publicity event, with a number or without."""
        rng = self.rng
        day = self.day("outreach")
        event_no = f"PF{self.next_serial()}" if self.chance(0.7) else None
        name = f"普法进{rng.choice(('企业', '校园', '村居'))}{self.next_serial()}"
        place = rng.choice(("文化广场", "某镇"))
        record: Record = {
            "event_no": event_no,
            "event_name": name,
            "held_on": day,
            "participants": rng.choice((None, 0, rng.randrange(1, 900))),
            "materials": rng.choice((None, 0, rng.randrange(1, 3000))),
            "place": place,
        }
        return Unit("outreach", event_no or f"{day}|{name}|{place}", [record])

    def complaint(self) -> Unit:
        """A complaint about anything."""
        rng = self.rng
        complaint_no = f"TS{self.next_serial()}"
        record: Record = {
            "complaint_no": complaint_no,
            "received_on": self.day("complaints"),
            "about": rng.choice(("政务服务", "政务服务", "行政执法", "其他")),
            "upheld": self.flag(),
        }
        return Unit("complaints", complaint_no, [record])


def unit_key(visit: Record) -> tuple[str, str, date]:
    """Task, object and day: what makes one visit."""
    day = visit["inspected_on"]
    assert isinstance(day, date)
    return str(visit["task_no"]), str(visit["object_id"] or visit["object_name"]), day


def active_months(rng: random.Random, as_of: date) -> list[date]:
    """The months in which a contract has records: everything since 2021, or two years, or scattered months."""
    months = [date(year, month, 1) for year in range(2021, as_of.year + 1) for month in range(1, 13)]
    months = [month for month in months if month <= as_of]
    return rng.choice((months, months[-24:], sorted(rng.sample(months, 5)), [m for m in months if m.year == 2022]))


def make_maker(rng: random.Random, as_of: date) -> Maker:
    """A maker with its own active months for every contract."""
    return Maker(rng, as_of, {contract: active_months(rng, as_of) for contract in CONTRACTS})


def make_world(maker: Maker, sizes: dict[str, int]) -> World:
    """A world of so many units a contract; cases come first, since others refer to them."""
    world = World(maker.as_of)
    for contract in CONTRACTS:
        world.units[contract] = [maker.make(contract) for _ in range(sizes.get(contract, 0))]
    return world
