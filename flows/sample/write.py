"""The files of the sample on disk: the planned sample, and large clean exports for measurements."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from importlib.resources import files
from itertools import count
from pathlib import Path

from flows.sample.build import RecordsBuilder, build_records
from flows.sample.containers import write_container
from flows.sample.corrections import Correction, plan_correction
from flows.sample.layout import FileLayout, Layouts, SheetLayout, load_layouts
from flows.sample.plan import Window, YearPlan, load_plan
from flows.sample.records import Record
from flows.sample.render import SheetRenderer
from flows.sample.selection import records_of

DEFAULT_SEED = 2023
SCALED_YEAR = 2023
EARLIER_FOLDER = ".earlier"
README = "README.md"
SERIALS_PER_MONTH = 10_000_000
SERIALS_PER_SEED = 1_000_000
HISTORY, OUTLOOK = timedelta(200), timedelta(180)  # large exports know filings before and payments after their month

LARGE_FILES = {
    "cases": ("案件/案件台账_{month}.xlsx", "cases_measured"),
    "payments": ("缴款/罚没款缴款明细_{month}.xlsx", "payments"),
    "permits": ("办件/办件明细_{month}.xlsx", "permits"),
    "inspections": ("检查/掌上执法检查记录_{month}.xlsx", "inspections"),
    "coercions": ("台账/行政强制台账_{month}.xlsx", "coercions"),
    "reviews": ("台账/行政复议诉讼台账_{month}.xlsx", "reviews"),
    "outreach": ("台账/普法活动台账_{month}.xlsx", "outreach"),
    "complaints": ("台账/投诉台账_{month}.xlsx", "complaints"),
}


def write_sample(directory: Path, rows: int | None = None, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write synthetic exports of all eight contracts and return their paths.

    Without `rows` it is the planned sample, 2022 to January 2024, with its README, its bad rows and its earlier night.
    With `rows` it is that many clean cases of one year, in a file a month, and the other contracts in proportion. The
    same rows and seed give the same bytes. Files of the same names are overwritten, others are left alone.
    """
    if rows is None:
        return SampleWriter(directory, seed).write()
    return [path for month in range(1, 13) for path in _write_month(directory, rows, seed, month)]


def write_cases(path: Path, rows: int, seed: int, month: int | None = None) -> Path:
    """Write one xlsx of exactly `rows` clean cases with 24 columns, decided in a month of 2023, else all over the year.

    Files of different seeds have different case numbers, as long as none has a million rows.
    """
    plan = _scaled(rows, _window(month))
    builder = RecordsBuilder([plan], seed, 1 + seed * SERIALS_PER_SEED, HISTORY, OUTLOOK)
    return _write_large(path, "cases", "cases_measured", builder.build_cases().of("cases"))


class SampleWriter:
    """Writes the planned sample; one pass over the files of `files.toml`."""

    def __init__(self, directory: Path, seed: int) -> None:
        self._directory = directory
        self._seed = seed
        self._layouts = load_layouts()
        self._records = build_records(load_plan(), seed)
        self._extra_serials: Iterator[int] = count(1)
        self._correction = self._plan_correction()

    def write(self) -> list[Path]:
        """Write all files and return their paths."""
        paths = [self._write(layout) for layout in self._layouts.files]
        paths += [self._write_earlier(layout) for layout in self._layouts.files if layout.earlier_lacks]
        readme = self._directory / README
        readme.write_text(compose_readme(self._layouts, self._seed), encoding="utf-8")
        return [*paths, readme]

    def _plan_correction(self) -> Correction:
        layout = next(layout for layout in self._layouts.files if layout.version == "first")
        records = records_of(layout.sheets[0], layout, self._records)
        return plan_correction(random.Random(f"{self._seed}-correction"), records, layout)

    def _write(self, layout: FileLayout) -> Path:
        grids = [self._renderer(layout, sheet).render(self._rows(layout, sheet)) for sheet in layout.sheets]
        return write_container(self._directory / layout.path, grids, layout.encoding)

    def _write_earlier(self, layout: FileLayout) -> Path:
        """Write what a file held when it was first handed in, to the drop folder of an earlier night."""
        grids = [
            self._renderer(layout, sheet).render(self._rows(layout, sheet)[: -layout.earlier_lacks])
            for sheet in layout.sheets
        ]
        return write_container(self._directory / EARLIER_FOLDER / layout.path, grids, layout.encoding)

    def _renderer(self, layout: FileLayout, sheet: SheetLayout) -> SheetRenderer:
        rng = random.Random(f"{self._seed}-{layout.path}-{sheet.name}")
        return SheetRenderer(sheet, self._layouts, rng, self._extra_serials)

    def _rows(self, layout: FileLayout, sheet: SheetLayout) -> list[Record]:
        records = records_of(sheet, layout, self._records)
        match layout.version:
            case "first":
                return self._correction.first_version(records)
            case "corrected":
                return self._correction.corrected_version(records)
        return records


def compose_readme(layouts: Layouts, seed: int) -> str:
    """Return the README of the sample: what each file shows, and the rows that do not count."""
    shown = [f"| {layout.path} | {layout.shows} |" for layout in layouts.files]
    verdicts = {"rejected": "拒收", "skipped": "跳过"}
    extras = [
        f"| {layout.path} | {sheet.name} | {extra.shows} | {verdicts[extra.expect]} | {len(extra.rows)} |"
        for layout in layouts.files
        for sheet in layout.sheets
        for extra in sheet.extras
    ]
    earlier = next(layout.path for layout in layouts.files if layout.earlier_lacks)
    text = files("flows.sample").joinpath("readme.md").read_text(encoding="utf-8")
    return text.format(seed=seed, files="\n".join(shown), extras="\n".join(extras), earlier=earlier)


def _write_month(directory: Path, rows: int, seed: int, month: int) -> list[Path]:
    """Write the files of one month of a large sample: a twelfth of the rows, the last month what is left."""
    share = rows // 12 if month < 12 else rows - rows // 12 * 11
    records = build_records([_scaled(share, _window(month))], seed, 1 + month * SERIALS_PER_MONTH, HISTORY, OUTLOOK)
    month_text = f"{SCALED_YEAR}{month:02d}"
    return [
        _write_large(directory / path.format(month=month_text), contract, columns, records.of(contract))
        for contract, (path, columns) in LARGE_FILES.items()
    ]


def _write_large(path: Path, contract: str, columns: str, records: Sequence[Record]) -> Path:
    layout = SheetLayout(name="Sheet1", contract=contract, columns=columns)
    grid = SheetRenderer(layout, load_layouts(), random.Random(0), count(1)).render(records)
    return write_container(path, [grid])


def _window(month: int | None) -> Window:
    first, last = (month, month) if month else (1, 12)
    days = monthrange(SCALED_YEAR, last)[1]
    return Window.model_validate({"from": date(SCALED_YEAR, first, 1), "until": date(SCALED_YEAR, last, days)})


def _scaled(rows: int, window: Window) -> YearPlan:
    """Return the plan of the year in the proportion that gives exactly `rows` cases."""
    plan = next(plan for plan in load_plan() if plan.year == SCALED_YEAR)
    whole = plan.cases.rows
    return plan.model_copy(
        update={
            "cases": plan.cases.scaled(rows, window),
            "inspections": plan.inspections.scaled(rows, whole, window),
            "permits": plan.permits.scaled(rows, whole, window),
            "ledgers": plan.ledgers.scaled(rows, whole, window),
        }
    )
