"""What was received: a calendar of kinds of data and months, with gaps and late deliveries, and every file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from flows.outputs.asked import asked
from flows.outputs.pages.page import Page, below
from flows.outputs.pages.question import Site
from flows.outputs.printing import spans
from schemas import CONTRACTS

SECTION = "收到的文件"
PATH = "received.html"
_STATUS = {"in force": "有效", "superseded": "已被替换", "refused": "拒收", "retracted": "已撤下"}
# The export of a month is made in the month after; what arrives after that is late. What was due before the first file
# of all arrived is history that was loaded at the beginning.
_LATE_AFTER = timedelta(days=31)
_DECLARED = "declared"  # a number declared by hand is there when somebody declares it; no month of it is missing


@dataclass(frozen=True)
class Month:
    """A kind of data in a month.

    Attributes:
        state: ``there``, ``late``, ``lacking`` or ``future``. words: what a reader should know of it.
    """

    state: str
    words: str
    files: int = 0


@dataclass(frozen=True)
class Arrival:
    """Which files cover a month of a kind of data, when the first of them came, and when the first file of all."""

    files: tuple[str, ...]
    first_on: date
    began_on: date


def months_lacking(cover: Mapping[str, Sequence[date]], year: int, as_of: date) -> dict[str, str]:
    """Kind of data → the months of a year that have ended and that no file covers, in words."""
    ended = [month for month in range(1, 13) if (year, month) < (as_of.year, as_of.month)]
    lacking = {}
    for name, contract in _kinds():
        there = {month.month for month in cover.get(name, ()) if month.year == year}
        if months := [f"{year}-{month:02d}" for month in ended if month not in there]:
            lacking[contract] = "全年" if len(months) == 12 else spans(months)
    return lacking


def received_page(connection: duckdb.DuckDBPyConnection, site: Site) -> Page:
    """The calendar of every year since the first that is covered, and the files."""
    arrivals = _arrivals(connection)
    cover = site.years[-1].cover
    first = min((months[0].year for months in cover.values() if months), default=site.as_of.year)
    years = range(site.as_of.year, first - 1, -1)
    facts = {
        "calendar": [(year, _calendar(arrivals, year, site.as_of)) for year in years],
        "lacking": {year: months_lacking(cover, year, site.as_of) for year in years},
        "late": [(title, month, words) for title, month, words in _late(arrivals)],
        "files": [{**row, "state": _STATUS[row["status"]]} for row in site.years[-1].files],
        "late_days": _LATE_AFTER.days,
    }
    return Page(below(PATH), "received", "收到的文件", SECTION, facts)


def _kinds() -> list[tuple[str, str]]:
    return [(name, contract.facts.title) for name, contract in CONTRACTS.items() if name != _DECLARED]


def _arrivals(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, date], Arrival]:
    """A file that replaced another at its path came when the first of them came."""
    found = asked(connection, _ARRIVALS)
    return {
        (row["contract"], row["month"]): Arrival(tuple(row["files"]), row["first_on"], row["began_on"]) for row in found
    }


_ARRIVALS = """
with first_seen as (
    select file, min(first_seen_on) as first_on from files group by file
)

select
    months.contract,
    months.month,
    list(distinct files.file order by files.file) as files,
    min(first_seen.first_on) as first_on,
    (select min(first_on) from first_seen) as began_on
from file_months as months
inner join files on months.file_sha256 = files.sha256 and files.status = 'in force'
inner join first_seen on files.file = first_seen.file
group by months.contract, months.month
order by months.contract, months.month
"""


def _calendar(arrivals: Mapping[tuple[str, date], Arrival], year: int, as_of: date) -> list[tuple[str, list[Month]]]:
    months = [date(year, month, 1) for month in range(1, 13)]
    return [
        (title, [_month(arrivals.get((name, month)), month, as_of) for month in months]) for name, title in _kinds()
    ]


def _month(arrival: Arrival | None, month: date, as_of: date) -> Month:
    if arrival is None:
        has_ended = (month.year, month.month) < (as_of.year, as_of.month)
        return Month("lacking", "没有文件") if has_ended else Month("future", "未到")
    words = f"{len(arrival.files)} 个文件:{'、'.join(arrival.files)}"
    if delay := _delay(arrival, month):
        return Month("late", f"{words};{arrival.first_on} 才收到,月末后 {delay} 天", len(arrival.files))
    return Month("there", words, len(arrival.files))


def _delay(arrival: Arrival, month: date) -> int:
    """How many days after the end of the month the first file came, where that is late; else 0."""
    ended = date(month.year + month.month // 12, month.month % 12 + 1, 1) - timedelta(days=1)
    due = ended + _LATE_AFTER
    return (arrival.first_on - ended).days if arrival.began_on <= due < arrival.first_on else 0


def _late(arrivals: Mapping[tuple[str, date], Arrival]) -> Iterable[tuple[str, str, str]]:
    titles = dict(_kinds())
    for (contract, month), arrival in arrivals.items():
        if contract in titles and (delay := _delay(arrival, month)):
            yield titles[contract], f"{month:%Y-%m}", f"{arrival.first_on} 收到,月末后 {delay} 天"
