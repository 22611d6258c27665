"""What the published database and the last releases say of a figure in some months, as a whole or in a part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb

from flows import published
from flows.checking.claims import Part, When
from flows.checking.names import Names, figure_names
from flows.outputs.asked import Row, asked
from flows.outputs.change import change
from flows.outputs.printing import plain, printed_figure
from flows.outputs.splits import SPLIT_LAST, by_month, by_part
from flows.published import Period
from flows.store.releases import Release
from schemas.shared import FIELD

_ADDED_UP = ("count", "sum")


@dataclass(frozen=True)
class Known:
    """A figure in some months.

    Attributes:
        value: exact, in ``unit``; None where there is none. printed: as a report prints it.
        denominator, numerator: of a quotient, as :func:`flows.outputs.change.change` takes them.
        remark: what is to be said with it: missing months, declared by hand, why there is no value.
    """

    figure: str
    title: str
    unit: str
    value: Decimal | None
    printed: str | None
    rounds_down: bool
    numerator: str | None = None
    denominator: str | None = None
    remark: str = ""

    def changed_since(self, before: Known) -> dict[str, str | None]:
        """The change from another period to this one."""
        is_alike = self.unit == before.unit  # what is declared by hand may have another unit every year
        return change(self._terms(), before._terms() if is_alike else replace(before, value=None)._terms())

    def _terms(self) -> Mapping[str, Any]:
        value = None if self.value is None else plain(self.value)
        return {"unit": self.unit, "value": value, "numerator": self.numerator, "denominator": self.denominator}


class Facts:
    """The figures, asked once each."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, releases: Sequence[Release]) -> None:
        self._connection = connection
        self._releases = releases
        definitions = asked(
            connection,
            "select figure, title, unit, measure, phrase, synonyms, rounds_down "
            "from figure_definitions order by position",
        )
        self._definitions = {row["figure"]: row for row in definitions}
        self.names: Names = figure_names(definitions)
        self._figures = cache(self._figures_of)
        self._months = cache(lambda year, last: by_month(connection, Period(year, last)))
        self._parts = cache(lambda year, last, by: by_part(connection, Period(year, last), by))
        self._released = cache(self._released_in)

    def parts(self, when: When) -> dict[str, Part]:
        """The words for the units and fields of the bureau."""
        found: dict[str, Part] = {}
        for by in ("org_unit", "field"):
            names = self._parts(when.year, when.last, by).parts
            found |= {name: Part(by, name) for name in names if name not in (*SPLIT_LAST, "其他")}
        spoken = {word: name for name, others in FIELD.synonyms.items() for word in others}
        found |= {word: found[name] for word, name in spoken.items() if name in found}
        return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))

    def known(self, figure: str, when: When, part: Part | None = None) -> Known:
        """A figure in some months."""
        row = self._figures(when.year, when.last)[figure]
        if part is not None:
            portion = self._parts(when.year, when.last, part.by).of(row, part.name) if when.first == 1 else None
            return self._as_known(row, portion.value if portion else None, is_whole=False)
        if when.first == 1:
            return self._as_known(row, row["value"])
        split = self._months(when.year, when.last)
        portions = [split.of(row, str(month)) for month in range(when.first, when.last + 1)]
        values = [portion.value if portion else None for portion in portions]
        if len(values) > 1 and row["measure"] not in _ADDED_UP:
            return self._as_known(row, None, is_whole=False)
        return self._as_known(row, _total(values), is_whole=False)

    def released(self, figure: str, when: When) -> str | None:
        """How the last release of these months printed a figure; None where there is none."""
        return self._released(when).get(figure) if when.first == 1 else None

    def _released_in(self, when: When) -> dict[str, str]:
        of_period = [one for one in self._releases if (one.year, one.last_month) == (when.year, when.last)]
        return {row["figure"]: row["printed"] for row in of_period[-1].figures} if of_period else {}

    def _figures_of(self, year: int, last: int) -> dict[str, Row]:
        return {row["figure"]: row for row in published.figures(self._connection, Period(year, last))}

    def _as_known(self, row: Row, value: str | None, is_whole: bool = True) -> Known:
        exact = None if value is None else Decimal(value)
        rounds_down = bool(self._definitions[row["figure"]]["rounds_down"])
        of_value = row if is_whole else {"unit": row["unit"], "value": value, "denominator": None}
        shown = printed_figure(of_value, rounds_down)
        numerator, denominator = (row["numerator"], row["denominator"]) if is_whole else (None, None)
        return Known(
            figure=row["figure"],
            title=row["title"],
            unit=row["unit"],
            value=exact,
            printed=shown,
            rounds_down=rounds_down,
            numerator=numerator,
            denominator=denominator,
            remark=_remark(row, exact),
        )


def _total(values: Iterable[str | None]) -> str | None:
    known = list(values)
    if None in known:
        return None
    return plain(sum((Decimal(value) for value in known if value is not None), Decimal(0)))


def _remark(row: Row, value: Decimal | None) -> str:
    if value is None:
        return f"数据库中{row['year']}年为{row['status']}" if row["value"] is None else "数据库中没有这一部分的数"
    missing = f"数据库缺 {'、'.join(row['missing_months'])} 的数据" if row["missing_months"] else ""
    return ";".join(filter(None, (missing, row["note"])))
