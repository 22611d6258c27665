"""A page for every figure: its years, months, units and fields, its card, its SQL and lineage, and its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from flows.building.models import SQL, read_models
from flows.outputs.asked import Row
from flows.outputs.change import change_in_words, lacks_in_words
from flows.outputs.pages.drawing import Series, bar, month_chart
from flows.outputs.pages.lineage import drawn_lineage
from flows.outputs.pages.page import Page, below
from flows.outputs.pages.question import Site
from flows.outputs.pages.records import ListedFigure, RecordList, lists_of
from flows.outputs.pages.year_page import MONTHS, QUOTIENTS, SECTION, decimals
from flows.outputs.splits import Portion, Split
from flows.outputs.workbook.question import Year


@dataclass(frozen=True)
class Part:
    """A unit or field with the value of the figure in it."""

    name: str
    value: str
    printed: str
    bar: Markup


def figure_pages(site: Site) -> Iterator[Page]:
    """One page a figure, in the order of the report."""
    selects = {model.stem: model.select for model in read_models("records", SQL / "figures").values()}
    lists = lists_of(site.lists)
    of_years = [(year, {row["figure"]: row for row in year.figures}) for year in site.years]
    for definition in site.definitions:
        figure = definition["figure"]
        facts = {
            "definition": definition,
            "shown_year": site.start.period.year,
            "years": [_year(rows[figure], year) for year, rows in of_years],
            "history": site.history[figure],
            "dated_by": site.start.dates[figure],
            "others": _other_bases(definition, site),
            "select": selects.get(figure),
            "lineage": drawn_lineage(definition["title"], site.lineage.get(figure, ())),
            "records": _records(definition, lists.get(figure)),
            "declared": site.declared.get(figure, ()),
        }
        yield Page(below(site.paths[figure]), "figure", definition["title"], SECTION, facts)


def _other_bases(definition: Row, site: Site) -> list[Mapping[str, Any]]:
    """The same thing as neighbours count it, with the values of every year; itself among them."""
    basis = definition["other_basis"]
    if not basis:
        return []
    alike = [row for row in site.definitions if row["other_basis"] == basis]
    return [{**row, "page": site.paths[row["figure"]], "rows": site.history[row["figure"]]} for row in alike]


def _year(row: Row, year: Year) -> Mapping[str, Any]:
    """What the page says of one year."""
    return {
        "row": row,
        "year": year.period.year,
        "words": change_in_words(row),
        "lacks": lacks_in_words(row),
        "at_stake": year.at_stake[row["figure"]],
        "months": _months(row, year),
        "org_units": _parts(row, year.org_units),
        "fields": _parts(row, year.fields),
    }


def _months(row: Row, year: Year) -> Mapping[str, Any] | None:
    now = year.months.portions.get(row["figure"])
    if not now or row["value"] is None:
        return None
    before = year.months_before.portions.get(row["figure"], {})
    has_before = any(portion.value is not None for portion in before.values())
    is_line = row["measure"] in QUOTIENTS
    series = [Series("now", _values(now)), *([Series("before", _values(before))] if has_before else [])]
    most = () if is_line else _most(now)
    return {
        "chart": month_chart(series, row["unit"], f"{row['title']}逐月图,数值见下表", is_line=is_line),
        "is_line": is_line,
        "lines": [(month, now.get(month), before.get(month), month in most) for month in MONTHS],
        "most": [f"{month}月" for month in most],
        "most_printed": now[most[0]].printed if most else None,
        "has_before": has_before,
    }


def _values(portions: Mapping[str, Portion]) -> list[Decimal | None]:
    found = (portions.get(month) for month in MONTHS)
    return decimals([portion.value if portion else None for portion in found])


def _most(portions: Mapping[str, Portion]) -> tuple[str, ...]:
    """The months with the largest value; none where everything is zero."""
    values = dict(zip(MONTHS, _values(portions), strict=True))
    high = max((value for value in values.values() if value is not None), default=Decimal(0))
    return tuple(month for month, value in values.items() if value == high) if high > 0 else ()


def _parts(row: Row, split: Split) -> Sequence[Part]:
    """Units or fields, the largest first; those without any records are left out."""
    portions = split.portions.get(row["figure"], {})
    found = {name: Decimal(portion.value) for name, portion in portions.items() if portion.value is not None}
    if row["value"] is None or not found:
        return ()
    high = max(found.values())
    ordered = sorted(found, key=lambda name: (-found[name], name))
    return [
        Part(name, portions[name].value or "", portions[name].printed or "", bar(found[name], high)) for name in ordered
    ]


def _records(definition: Row, listed: tuple[RecordList, ListedFigure] | None) -> Mapping[str, Any] | None:
    """Where the script finds the records: the list, the figure's place in it, and what is listed of each year."""
    if listed is None:
        return None
    item, figure = listed
    return {
        "list": item.name,
        "place": figure.place,
        "measure": figure.measure,
        "unit": definition["unit"],
        "years": {
            str(year): {"first": figure.first_months[year], "listed": figure.listed[year], "all": figure.records[year]}
            for year in sorted(figure.listed)
        },
    }
