"""A seed becomes a folder of exports, and everything that the commands must say about it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from .expected import Answer, Cover, Ref, answers
from .lines import (
    ACCEPTED,
    LOOSE,
    REJECTED,
    SKIPPED,
    Line,
    altered,
    deletion,
    lines_of,
    marked,
    spoil,
    tweaked,
    under_new_key,
)
from .render import RawFile, Writer
from .truth import Maker, Record, Unit, World, make_maker
from .vocabulary import CONTRACTS

AS_OF_DAYS = (date(2023, 12, 31), date(2024, 1, 31), date(2024, 3, 20), date(2024, 9, 30), date(2025, 2, 11))
SIZES = {
    "cases": 16, "payments": 14, "permits": 16, "inspections": 20,
    "coercions": 7, "reviews": 7, "outreach": 5, "complaints": 5,
}  # fmt: skip

Export = dict[str, list[Line]]


@dataclass
class Account:
    """How many rows of a file must come out how."""

    accepted: tuple[int, int]
    rejected: int
    skipped: tuple[int, int]


@dataclass
class Scenario:
    """A folder and the truth behind it."""

    seed: int
    world: World
    files: list[RawFile]
    cover: Cover

    @property
    def as_of(self) -> date:
        return self.world.as_of

    @property
    def years(self) -> tuple[int, ...]:
        """Years with records, and one long before."""
        return (2019, *range(2021, self.as_of.year + 1))

    def write(self, folder: Path, only: Callable[[RawFile], bool] = lambda _: True) -> None:
        """Put the files into the folder."""
        for file in self.files:
            if only(file):
                write_file(folder, file)

    def answers(self, year: int, through_month: int = 12) -> dict[str, Answer]:
        """The figures as they must come out."""
        return answers(self.world, self.cover, year, through_month)

    def places(self) -> dict[tuple[str, str | None, int], set[Ref]]:
        """(file, sheet, row) -> the record in force that stands there; sheets of CSV files have no name."""
        result: dict[tuple[str, str | None, int], set[Ref]] = {}
        copies: dict[str, list[str]] = {}
        for file in self.files:
            if file.copy_of:
                copies.setdefault(file.copy_of, []).append(file.path)
        for file in self.files:
            for placed in file.placed:
                if placed.line.ref is None:
                    continue
                for path in (file.path, *copies.get(file.path, ())):
                    key = (path, placed.sheet if file.has_sheet_names else None, placed.row)
                    result.setdefault(key, set()).add(placed.line.ref)
        return result


def write_file(folder: Path, file: RawFile) -> None:
    """Put one file where its path says."""
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)


def account_of(file: RawFile) -> Account:
    """What must become of the rows of the file."""
    verdicts = [placed.line.verdict for placed in file.placed]
    accepted, loose = verdicts.count(ACCEPTED), verdicts.count(LOOSE)
    skipped = verdicts.count(SKIPPED) + sum(sheet.skipped for sheet in file.sheets)
    maybe = sum(sheet.maybe_skipped for sheet in file.sheets)
    return Account((accepted, accepted + loose), verdicts.count(REJECTED), (skipped, skipped + loose + maybe))


# -- the plan: which line stands in which export ---------------------------------------------------------------------
@dataclass
class Planner:
    """Gives each record its export, and puts around it what must not count."""

    rng: random.Random
    maker: Maker
    exports: list[Export] = field(default_factory=list)

    def put(self, index: int, lines: list[Line]) -> None:
        """Lines into an export."""
        for line in lines:
            self.exports[index].setdefault(line.contract, []).append(line)

    def place(self, unit: Unit) -> None:
        """A record in force somewhere, in one of the ways in which that happens."""
        ways = [self._plain] * 6 + [
            self._stale,
            self._stale,
            self._repeated,
            self._twice,
            self._back,
            self._shadow_test,
        ]
        if len(unit.rows) == 1:
            ways += [self._bad_later, self._bad_later, self._conflict_later, self._amended]
        self.rng.choice(ways)(unit)

    def _index(self, lowest: int = 0) -> int:
        return self.rng.randrange(lowest, len(self.exports))

    def _two(self) -> tuple[int, int]:
        """An earlier and a later export."""
        first, second = sorted(self.rng.sample(range(len(self.exports)), 2))
        return first, second

    def _plain(self, unit: Unit) -> None:
        self.put(self._index(), lines_of(unit, current=True))

    def _stale(self, unit: Unit) -> None:
        first, second = self._two()
        self.put(first, lines_of(altered(self.maker, unit), current=False))
        self.put(second, lines_of(unit, current=True))

    def _repeated(self, unit: Unit) -> None:
        first, second = self._two()
        self.put(first, lines_of(unit, current=False))
        self.put(second, lines_of(unit, current=True))

    def _twice(self, unit: Unit) -> None:
        """Identical rows within one export, in one file or two: one counts."""
        index = self._index()
        for _ in range(2):
            lines = lines_of(unit, current=True)
            self.put(index, [replace(line, verdict=LOOSE, group=self._same_group(unit)) for line in lines])

    @staticmethod
    def _same_group(unit: Unit) -> str:
        """Item lines must not be torn apart; single rows may stand anywhere."""
        return f"{unit.contract}|{unit.key}" if len(unit.rows) > 1 else ""

    def _back(self, unit: Unit) -> None:
        """Deleted, and brought again by a later export."""
        if len(self.exports) < 3:
            self._plain(unit)
            return
        first, second, third = sorted(self.rng.sample(range(len(self.exports)), 3))
        self.put(first, lines_of(altered(self.maker, unit), current=False))
        self.put(second, [deletion(unit)])
        self.put(third, lines_of(unit, current=True))

    def _shadow_test(self, unit: Unit) -> None:
        """A test row under the same key in a later export does nothing."""
        first, second = self._two()
        self.put(first, lines_of(unit, current=True))
        other = altered(self.maker, unit).rows[0]
        self.put(second, [Line(unit.contract, other | {"is_test": True}, SKIPPED)])

    def _bad_later(self, unit: Unit) -> None:
        """The later row is rejected, so that the earlier one stays in force."""
        first, second = self._two()
        self.put(first, lines_of(unit, current=True))
        bad = spoil(self.rng, unit)
        if bad is not None:
            self.put(second, [bad])

    def _conflict_later(self, unit: Unit) -> None:
        """Two later rows contradict one another: both are rejected, the earlier one stays in force."""
        first, second = self._two()
        self.put(first, lines_of(unit, current=True))
        self.put(second, self._conflict(unit))

    @staticmethod
    def _conflict(unit: Unit) -> list[Line]:
        return [
            Line(unit.contract, version.rows[0], REJECTED, rule="duplicate-key") for version in (unit, tweaked(unit))
        ]

    def _amended(self, unit: Unit) -> None:
        """新增 and 修改 in one export: the amendment holds."""
        index = self._index()
        added = Line(unit.contract, tweaked(unit).rows[0] | {"change": "新增"}, LOOSE)
        amended = [marked(line, change="修改") for line in lines_of(unit, current=True)]
        self.put(index, [added, *amended])

    # -- what stands for nothing ----------------------------------------------------------------------------------
    def deleted(self, unit: Unit) -> None:
        """In one export, and gone with a later one."""
        first, second = self._two()
        self.put(first, lines_of(unit, current=False))
        self.put(second, [deletion(unit, is_bare=self.rng.random() < 0.7)])

    def added_and_deleted(self, like: Unit) -> None:
        """新增 and 删除 in one export: the deletion holds."""
        index, unit = self._index(), under_new_key(self.maker, like)
        self.put(index, [Line(unit.contract, unit.rows[0] | {"change": "新增"}, LOOSE), deletion(unit, LOOSE)])

    def bad(self, contract: str) -> None:
        """A row of its own that must be rejected."""
        unit = self.maker.make(contract)
        line = spoil(self.rng, unit)
        if line is not None and len(unit.rows) == 1:
            self.put(self._index(), [line])

    def conflicting(self, contract: str) -> None:
        """Two rows of one new key that contradict one another."""
        unit = self.maker.make(contract)
        if len(unit.rows) == 1:
            self.put(self._index(), self._conflict(unit))

    def test_row(self, contract: str) -> None:
        """A row that says of itself that it is a test."""
        row = self.maker.make(contract).rows[0]
        self.put(self._index(), [Line(contract, row | {"is_test": True}, SKIPPED)])


# -- records whose acceptance hangs on a column that is not there ----------------------------------------------------
def case_without_fine_column(maker: Maker) -> Unit:
    """罚款 among the kinds and no amount: accepted, because the table has no column of fines."""
    unit = maker.make("cases")
    day = unit.rows[0]["filed_on"] or date(2023, 6, 1)
    kept = ("case_no", "procedure", "org_unit", "legal_review")
    row: Record = {name: unit.rows[0].get(name) for name in kept}
    unit.rows = [
        row
        | {"filed_on": day, "decided_on": day, "outcome": "行政处罚", "penalty_kinds": ("罚款", "警告")}
        | {"confiscated_goods": Decimal("88.80")}
    ]
    return unit


def permit_without_acceptance_day(maker: Maker) -> Unit:
    """受理 without a date: accepted, because the table has no column for it."""
    unit = maker.make("permits")
    row = unit.rows[0] | {"acceptance": "受理", "accepted_on": None}
    unit.rows = [row]
    return unit


# -- composing -------------------------------------------------------------------------------------------------------
def compose(seed: int, render_seed: int = 0, is_dated: bool = False) -> Scenario:
    """The scenario of the seed; another `render_seed` writes the same rows otherwise; `is_dated`: no undated files."""
    rng = random.Random(f"world {seed}")
    as_of = rng.choice(AS_OF_DAYS)
    days = export_days(rng, as_of, is_dated)
    maker = make_maker(rng, as_of)
    planner = Planner(rng, maker, [{} for _ in days])
    world, empty = fill(rng, planner, as_of)
    writer = Writer(random.Random(f"writing {seed} {render_seed}"), tuple(range(2021, as_of.year + 1)))
    files = [file for day, export in zip(days, planner.exports, strict=True) for file in writer.export(day, export)]
    files += [writer.file(days[0], {contract: []}) for contract in empty]
    dated = [day for day in days if day is not None]
    files += [refused_file(writer, planner, dated) for _ in range(2)]
    files += copies(writer.rng, files)
    return Scenario(seed, world, files, cover_of(files))


def export_days(rng: random.Random, as_of: date, is_dated: bool) -> list[date | None]:
    """Three or four export times in order; an undated export is the latest, being of the day of the run."""
    candidates = [as_of - timedelta(days=rng.randrange(1, 400)) for _ in range(2)]
    month_end = as_of.replace(day=1) - timedelta(days=1)
    year_end = date(as_of.year - 1, 12, 31)
    days: list[date | None] = [*sorted({*candidates, rng.choice((month_end, year_end)), date(2022, 5, 31)})]
    return days if is_dated or rng.random() < 0.4 else [*days, None]


def fill(rng: random.Random, planner: Planner, as_of: date) -> tuple[World, list[str]]:
    """Place every record of a new world; some ledgers are empty or did not arrive at all."""
    maker, world = planner.maker, World(as_of)
    quiet = rng.sample(
        ["coercions", "reviews", "outreach", "complaints", "payments", "inspections"], rng.choice((0, 1, 2))
    )
    absent = quiet[:1] if rng.random() < 0.5 else []
    empty = [contract for contract in quiet if contract not in absent]
    for contract in CONTRACTS:
        if contract in quiet:
            continue
        if contract in ("cases", "permits"):
            odd = case_without_fine_column(maker) if contract == "cases" else permit_without_acceptance_day(maker)
            world.units[contract].append(odd)
            column = "fine" if contract == "cases" else "accepted_on"
            lines = [replace(line, lacks=frozenset({column})) for line in lines_of(odd, current=True)]
            planner.put(rng.randrange(len(planner.exports)), lines)
        surround(rng, planner, contract)
        for _ in range(SIZES[contract]):
            unit = maker.make(contract)
            world.units[contract].append(unit)
            planner.place(unit)
        plain = [unit for unit in world.units[contract] if len(unit.rows) == 1]
        planner.added_and_deleted(rng.choice(plain[1:]))  # the first may hang on a missing column
    return world, empty


def surround(rng: random.Random, planner: Planner, contract: str) -> None:
    """Rows of the contract that must not count."""
    planner.deleted(planner.maker.make(contract))
    for _ in range(SIZES[contract] // 4 + 1):
        planner.bad(contract)
    if rng.random() < 0.6:
        planner.conflicting(contract)
    if rng.random() < 0.6:
        planner.test_row(contract)


def refused_file(writer: Writer, planner: Planner, days: list[date]) -> RawFile:
    """A file to be refused, with rows in it that would be right and would change the figures."""
    contract = writer.rng.choice(list(CONTRACTS))
    lines = [line for _ in range(3) for line in lines_of(planner.maker.make(contract), current=False)]
    return writer.refused(writer.rng.choice(days), contract, lines)


def copies(rng: random.Random, files: list[RawFile]) -> list[RawFile]:
    """The same bytes once more under another path that tells the same."""
    dated = [file for file in files if not file.is_refused and file.export_on and "/" not in file.path and file.placed]
    return [
        replace(file, path=f"备份/{file.path}", sheets=[], copy_of=file.path)
        for file in rng.sample(dated, min(1, len(dated)))
    ]


def cover_of(files: list[RawFile]) -> Cover:
    """The months covered: those of accepted rows, and those that names and titles state."""
    cover: Cover = {contract: set() for contract in CONTRACTS}
    for file in files:
        for contract in file.contracts:
            cover[contract] |= file.stated[contract]
        for placed in file.placed:
            if placed.line.verdict in (ACCEPTED, LOOSE):
                cover[placed.line.contract] |= placed.line.cover()
    return cover
