"""The months, units or fields of a figure, as a template repeats them, tabulates or draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import duckdb

from flows.outputs.asked import Row
from flows.outputs.report.errors import Unsayable
from flows.outputs.report.language import Sayable
from flows.outputs.splits import SPLIT_LAST, Split, by_month, by_part
from flows.published import Period


class By(StrEnum):
    """What a figure is split by, in the words of the report."""

    MONTH = "月份"
    ORG_UNIT = "机构"
    FIELD = "领域"


@dataclass(frozen=True)
class Part(Sayable):
    """One month, unit or field of a figure, or a figure among others; ``value`` is None where ``shown`` is a state."""

    label: str
    shown: str
    value: Decimal | None

    def say(self, name: str) -> object:
        """The label and the value, in Chinese or English."""
        match name:
            case "名称" | "label":
                return self.label
            case "数值" | "value":
                return self.shown
        raise Unsayable("分项只有 .名称 和 .数值")


def split(connection: duckdb.DuckDBPyConnection, period: Period, by: By) -> Split:
    """All figures of a period by month, unit or field."""
    match by:
        case By.MONTH:
            return by_month(connection, period)
        case By.ORG_UNIT:
            return by_part(connection, period, "org_unit")
        case By.FIELD:
            return by_part(connection, period, "field")


def columns(found: Split, by: By, figures: Sequence[Row]) -> list[list[Part]]:
    """The parts of several figures, the same labels in each.

    Months stand in their order; units and fields by the first figure, the largest first, 未识别 and 未填 last.

    Raises:
        Unsayable: the records of a figure have no months, units or fields.
    """
    for row in figures:
        if row["figure"] not in found.portions:
            raise Unsayable(f"指标“{row['title']}”不分{by}")
    labels = [label for label in found.parts if any(label in found.portions[row["figure"]] for row in figures)]
    if by is not By.MONTH:
        labels.sort(key=lambda label: (label in SPLIT_LAST, -(_part(found, by, figures[0], label).value or 0)))
    return [[_part(found, by, row, label) for label in labels] for row in figures]


def _part(found: Split, by: By, row: Row, label: str) -> Part:
    portion = found.of(row, label)
    if portion is None:
        raise Unsayable(f"指标“{row['title']}”没有分{by}的数值")
    shown = f"{label}月" if by is By.MONTH else label
    value = None if portion.value is None else Decimal(portion.value)
    return Part(shown, portion.printed or portion.status, value)
