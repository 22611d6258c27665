"""A table is the same table in whatever format, order, wording and surroundings it arrives."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from schemas import CONTRACTS
from schemas.base import Column, Kind
from tests.received.render import FORMATS, Cell, Page
from tests.tables.shards import shard_of

Record = dict[str, Any]

# A failure is shown as it was found: shrinking a table in two renderings takes minutes.
FOUND = {"deadline": None, "phases": [Phase.explicit, Phase.reuse, Phase.generate]}
EXAMPLES = int(os.environ.get("RENDERINGS", "30"))
"""``make fuzz`` takes more."""

DAY_STYLES: dict[str, Callable[[date], Cell]] = {
    "iso": str,
    "short": lambda day: f"{day.year}-{day.month}-{day.day}",
    "slash": lambda day: f"{day:%Y/%m/%d}",
    "dot": lambda day: f"{day.year}.{day.month}.{day.day}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "time": lambda day: f"{day} 08:09:10",
    "serial": lambda day: (day - date(1899, 12, 30)).days,
    "serial as text": lambda day: str((day - date(1899, 12, 30)).days),
    "full width": lambda day: str(day).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "date": lambda day: day,
}
MONEY_STYLES: dict[str, Callable[[Decimal], Cell]] = {
    "plain": str,
    "grouped": lambda yuan: f"{yuan:,}",
    "sign": lambda yuan: f"¥{yuan}",
    "yuan": lambda yuan: f"{yuan:,}元",
    "ten thousand": lambda yuan: f"{(yuan / 10_000):f}万元",
    "full width": lambda yuan: str(yuan).translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
    "number": lambda yuan: yuan,
}
DAYS = st.dates(date(2001, 1, 1), date(2097, 12, 31))
AMOUNTS = st.integers(1, 10**9).map(lambda fen: Decimal(fen) / 100)
WORDS = st.text("甲乙丙丁戊己庚辛ABC0123456789", min_size=1, max_size=8)
# What is no header row, no title that states months and no note at the end, above a table.
ABOVE: Sequence[Sequence[Cell]] = (["罚没款明细表"], [None], ["单位：元", None, "第一页"], ["交通运输局"])
FILLED = {
    "cases": (
        "case_no",
        "procedure",
        "decided_on",
        "outcome",
        "closed_on",
        "fine",
        "penalty_kinds",
        "off_site",
        "org_unit",
    ),
    "payments": ("receipt_no", "case_no", "paid_on", "amount", "kind"),
    "permits": ("item_no", "item_kind", "applied_on", "accepted_on", "finished_on", "legal_days", "on_the_spot", "fee"),
    "complaints": ("complaint_no", "received_on", "about", "upheld"),
}


@dataclass(frozen=True)
class Rendering:
    """How a table is written: format, which heading of each column, their order, styles, what stands above."""

    form: str
    headings: tuple[str, ...]
    order: tuple[int, ...]
    day: str
    money: str
    above: int

    def content(self, contract: str, records: Sequence[Record]) -> bytes:
        """The file."""
        columns = [CONTRACTS[contract].columns[name] for name in FILLED[contract]]
        rows = [[self._cell(column, record[column.name]) for column in columns] for record in records]
        rows = [list(self.headings), *rows]
        return FORMATS[self.form](Page([*ABOVE[: self.above], *([row[at] for at in self.order] for row in rows)]))

    def _cell(self, column: Column, value: Any) -> Cell:
        match value:
            case date():
                return DAY_STYLES[self.day](value)
            case Decimal():
                return MONEY_STYLES[self.money](value)
        return value if column.kind is not Kind.BOOL else ("是" if value else "否")


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[Record]]:
    """A contract and records of it that are accepted."""
    contract = draw(st.sampled_from(sorted(FILLED)))
    numbers = draw(st.lists(st.integers(1, 99_999), min_size=1, max_size=4, unique=True))
    return contract, [{name: draw(_value(contract, name, number)) for name in FILLED[contract]} for number in numbers]


def _value(contract: str, name: str, number: int) -> st.SearchStrategy[Any]:
    column = CONTRACTS[contract].columns[name]
    fixed = {"outcome": "行政处罚", "penalty_kinds": "罚款", "procedure": "简易程序"}
    if name in fixed:
        return st.just(fixed[name])
    match column.kind:
        case Kind.ID:
            return st.just(f"浙武交〔2023〕{number}" if column.is_document_no else f"N{number}")
        case Kind.DATE:
            # Rules compare days: within a row the columns of days follow one another.
            order = [at for at in FILLED[contract] if CONTRACTS[contract].columns[at].kind is Kind.DATE]
            at = order.index(name)
            return st.just(date(2001 + number % 90, 1 + number % 12, 1 + number % 28) + timedelta(days=at * 3))
        case Kind.MONEY:
            return AMOUNTS
        case Kind.INT:
            return st.integers(0, 500)
        case Kind.BOOL:
            return st.booleans()
        case Kind.ENUM if column.vocabulary:
            return st.sampled_from(sorted(column.vocabulary.canonical))
    return WORDS


@st.composite
def renderings(draw: st.DrawFn, contract: str) -> Rendering:
    """A way to write a table of this contract."""
    columns = [CONTRACTS[contract].columns[name] for name in FILLED[contract]]
    day = draw(st.sampled_from(sorted(DAY_STYLES)))
    return Rendering(
        form=draw(st.sampled_from(sorted(FORMATS))),
        headings=tuple(draw(st.sampled_from(column.headings)) for column in columns),
        order=tuple(draw(st.permutations(range(len(columns))))),
        day=day,
        money=draw(st.sampled_from(sorted(MONEY_STYLES))),
        above=draw(st.integers(0, len(ABOVE))),
    )


def rows_of(content: bytes, contract: str) -> pl.DataFrame:
    """Everything that a shard says of its rows but where they stand."""
    shard = shard_of(content)
    assert shard.reading.refusal is None, shard.reading.refusal
    rejected = shard.findings.filter(pl.col("level") == "rejection")
    assert rejected.is_empty(), rejected.to_dicts()
    rows = shard.accepted[contract].drop("file_sha256", "sheet", "row")
    # A number of a document is also kept as it was written.
    return rows.drop([name for name in rows.columns if name.endswith("_written")])


@settings(max_examples=EXAMPLES, **FOUND)
@given(data=st.data())
def test_the_same_table_is_read_from_every_rendering(data: st.DataObject) -> None:
    contract, records = data.draw(tables())
    one, other = data.draw(renderings(contract)), data.draw(renderings(contract))
    first, second = (rows_of(way.content(contract, records), contract) for way in (one, other))
    assert len(first) == len(records)
    assert first.equals(second)


@settings(max_examples=EXAMPLES // 3, **FOUND)
@given(data=st.data())
def test_rows_in_another_order_or_in_several_files_are_the_same_rows(data: st.DataObject) -> None:
    contract, records = data.draw(tables())
    way = data.draw(renderings(contract))
    shuffled = data.draw(st.permutations(records))
    cut = data.draw(st.integers(0, len(records)))
    whole = rows_of(way.content(contract, records), contract).sort("record_key")
    assert rows_of(way.content(contract, shuffled), contract).sort("record_key").equals(whole)
    parts = [rows_of(way.content(contract, part), contract) for part in (records[:cut], records[cut:]) if part]
    assert pl.concat(parts).sort("record_key").equals(whole)
    twice = replace(way, above=0).content(contract, [*records, *records])
    assert rows_of(twice, contract).unique(maintain_order=True).sort("record_key").equals(whole)
