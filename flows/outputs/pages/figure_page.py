"""A page for every figure: its years, months, units and fields, its card, its SQL and its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flows.building.models import SQL, read_models
from flows.outputs.asked import Row
from flows.outputs.change import change_in_words, lacks_in_words
from flows.outputs.pages.drawing import Series, bar, month_chart
from flows.outputs.pages.page import Page, figure_path
from flows.outputs.pages.question import Site, YearOfSite
from flows.outputs.pages.records import lists_of
from flows.outputs.pages.year_page import MONTHS, QUOTIENTS
from flows.outputs.splits import Portion, Split
from flows.store.candidates import PAGES_FOLDER


@dataclass(frozen=True)
class Part:
    """A unit or field with the value of the figure in it."""

    name: str
    printed: str
    bar: Any


def figure_pages(site: Site) -> Iterator[Page]:
    """One page a figure, in the order of the report."""
    selects = {model.stem: model.select for model in read_models("records", SQL / "figures").values()}
    lists = lists_of(site.lists)
    paths = {row["figure"]: figure_path(row) for row in site.definitions}
    for definition in site.definitions:
        figure = definition["figure"]
        facts = {
            "definition": definition,
            "years": [_year(figure, at, site) for at in range(len(site.years))],
            "history": site.history[figure],
            "others": [
                row | {"page": paths[row["figure"]]}
                for row in site.definitions
                if definition["other_basis"] and row["other_basis"] == definition["other_basis"]
            ],
            "select": selects.get(figure),
            "records": _records(definition, lists),
        }
        yield Page(f"{PAGES_FOLDER}/{paths[figure]}", "figure", definition["title"], facts)


def _year(figure: str, at: int, site: Site) -> Mapping[str, Any]:
    """What the page says of one year."""
    year = site.years[at]
    row = next(row for row in year.figures if row["figure"] == figure)
    before = site.years[at - 1] if at else None
    return {
        "row": row,
        "year": year.year,
        "words": change_in_words(row),
        "lacks": lacks_in_words(row),
        "months": _months(row, year, before),
        "org_units": _parts(row, year.org_units),
        "fields": _parts(row, year.fields),
    }


def _months(row: Row, year: YearOfSite, before: YearOfSite | None) -> Mapping[str, Any] | None:
    now = year.months.portions.get(row["figure"])
    if not now or row["value"] is None:
        return None
    last = before.months.portions.get(row["figure"], {}) if before else {}
    series = [Series(f"{year.year}年", _values(now)), Series(f"{year.year - 1}年", _values(last))]
    most = _most(now) if row["measure"] not in QUOTIENTS else ()
    words = f"{row['title']}逐月图,数值见下表"
    return {
        "chart": month_chart(series if any(last) else series[:1], row["unit"], words, is_line=row["measure"] in QUOTIENTS),
        "lines": [(month, now.get(month), last.get(month), month in most) for month in MONTHS],
        "most": [f"{month}月" for month in most],
        "most_printed": now[most[0]].printed if most else None,
        "has_before": bool(last),
    }


def _values(portions: Mapping[str, Portion]) -> list[Decimal | None]:
    found = (portions.get(month) for month in MONTHS)
    return [Decimal(portion.value) if portion and portion.value is not None else None for portion in found]


def _most(portions: Mapping[str, Portion]) -> tuple[str, ...]:
    """The months with the largest value; none where everything is zero."""
    values = dict(zip(MONTHS, _values(portions), strict=True))
    high = max((value for value in values.values() if value is not None), default=Decimal(0))
    return tuple(month for month, value in values.items() if value == high) if high > 0 else ()


def _parts(row: Row, split: Split) -> Sequence[Part]:
    """Units or fields, the largest first; those without any records are left out."""
    portions = split.portions.get(row["figure"], {})
    found = {name: portion for name, portion in portions.items() if portion.value is not None}
    if row["value"] is None or not found:
        return ()
    high = max(Decimal(portion.value or 0) for portion in found.values())
    ordered = sorted(found.items(), key=lambda item: (-Decimal(item[1].value or 0), item[0]))
    return [Part(name, portion.printed or "", bar(Decimal(portion.value or 0), high)) for name, portion in ordered]


def _records(definition: Row, lists: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Where the script finds the records: the list, the figure's place in it, and what is listed of each year."""
    if definition["figure"] not in lists:
        return None
    found, figure = lists[definition["figure"]]
    return {
        "list": found.name,
        "place": figure.place,
        "measure": figure.measure,
        "unit": definition["unit"],
        "years": {str(year): {"first": figure.first_months[year], "listed": figure.listed[year]} for year in figure.listed},
    }
