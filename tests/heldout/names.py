"""Names of files and folders: what they say about the export time and about the months covered."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .expected import Month

LABELS = {
    "cases": ("案件台账", "行政处罚案件", "案件清单"),
    "payments": ("罚没款缴款明细", "缴款"),
    "permits": ("办件明细", "许可办件"),
    "inspections": ("掌上执法 检查记录", "检查明细"),
    "coercions": ("行政强制台账",),
    "reviews": ("行政复议诉讼台账",),
    "outreach": ("普法活动台账",),
    "complaints": ("投诉台账",),
}


@dataclass(frozen=True)
class Name:
    """A path without its ending, and the months that it states."""

    stem: str
    stated: frozenset[Month] = frozenset()


def whole_year(year: int) -> frozenset[Month]:
    """Its twelve months."""
    return frozenset((year, month) for month in range(1, 13))


def is_month_end(day: date) -> bool:
    """Whether the day is the last of its month."""
    return (day + timedelta(days=1)).day == 1


def dated_name(rng: random.Random, label: str, on: date, years: tuple[int, ...]) -> Name:
    """A name, or a folder, that tells the export time `on`; the months stated beside are told with it."""
    year = rng.choice(years)
    plain: list[Name] = [
        Name(f"{label}_{on:%Y%m%d}"),
        Name(f"{label}{on:%Y-%m-%d}"),
        Name(f"{label}(导出{on:%Y%m%d})"),
        Name(f"某交〔2020〕15号 {label}_{on:%Y%m%d}"),
        Name(f"{on:%Y%m%d}/{label}"),
        Name(f"上报{on:%Y%m%d}/{label}"),
        Name(f"2019年1月5日/{label}_{on:%Y%m%d}"),
        Name(f"{year}年{label}_导出{on:%Y%m%d}", whole_year(year)),
        Name(f"{year}年度{label}_{on:%Y%m%d}", whole_year(year)),
        Name(f"{year}年/{label}_{on:%Y%m%d}", whole_year(year)),
        Name(f"{label}_{year}年1月_截至{on.year}年{on.month}月{on.day}日", frozenset({(year, 1)})),
    ]
    plain = [name for name in plain if not ("年1月_" in name.stem and date(year, 1, 31) > on)]
    return rng.choice(plain + (_month_names(label, on) if is_month_end(on) else []))


def _month_names(label: str, on: date) -> list[Name]:
    """A month stands for its last day and covers itself; a span for its end."""
    month = frozenset({(on.year, on.month)})
    names = [
        Name(f"{label}{on:%Y%m}", month),
        Name(f"{on.year}年{on.month}月{label}", month),
        Name(f"{label}_{on.year}年{on.month:02d}月", month),
        Name(f"{on.year}年{on.month}月/{label}", month),
        Name(f"{on:%Y%m}/{label}", month),
    ]
    spanned = frozenset((on.year, number) for number in range(1, on.month + 1))
    names += [Name(f"{label}{on.year}-01-01 至 {on:%Y-%m-%d}", spanned)] * 2
    return names


def undated_name(rng: random.Random, label: str, years: tuple[int, ...]) -> Name:
    """A name without an export time: at most a year, which says nothing about it."""
    year = rng.choice(years)
    return rng.choice((Name(label), Name(f"新到/{label}"), Name(f"{year}年{label}", whole_year(year))))


def stated_title(rng: random.Random, label: str, years: tuple[int, ...]) -> tuple[str, frozenset[Month]]:
    """A title row that states months, perhaps with a time of export beside, which states none."""
    year, month = rng.choice(years), rng.randrange(1, 13)
    made: Callable[[], str] = lambda: rng.choice(("", "", "  导出时间：2018-03-04", "（制表：2018年5月）"))  # noqa: E731
    return rng.choice(
        (
            (f"{year}年{label}{made()}", whole_year(year)),
            (f"某某县{year}年度{label}", whole_year(year)),
            (f"{year}年{month}月{label}", frozenset({(year, month)})),
            (f"统计期间：{year}-01-01 至 {year}-12-31", whole_year(year)),
            (f"{year}年-{year + 1}年{label}{made()}", whole_year(year) | whole_year(year + 1)),
        )
    )
