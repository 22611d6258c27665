"""Figures of a period by month, by unit and by field, asked of the published database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import duckdb

from flows.outputs.asked import Row, asked
from flows.outputs.printing import plain, printed_figure
from flows.published import Period

SPLIT_LAST = ("未识别", "未填")  # after the units and fields that somebody wrote


@dataclass(frozen=True)
class Portion:
    """A figure in one month, unit or field: its value as decimal text and as a report prints it, or the state."""

    value: str | None
    printed: str | None
    status: str
    is_quotient: bool = False


@dataclass(frozen=True)
class Split:
    """Figures by what they are split by.

    Attributes:
        parts: the months (1 to 12), units or fields, in order.
        portions: figure → part → portion. Of a figure that is not split so there is nothing; of one that is, a part
            without records has no portion.
        is_by_month: whether the parts are months.
    """

    parts: tuple[str, ...]
    portions: Mapping[str, Mapping[str, Portion]]
    is_by_month: bool = False

    def of(self, figure: Row, part: str) -> Portion | None:
        """A figure in a part; where there are data but no record of the part, that is 0 or 无对象.

        None where the figure is not split so, or has no value as a whole.
        """
        if figure["figure"] not in self.portions or figure["status"] in ("无数据", "不适用"):
            return None
        if found := self.portions[figure["figure"]].get(part):
            return found
        is_added_up = figure["measure"] in ("count", "sum")
        return Portion("0", "0", "正常") if is_added_up else Portion(None, None, "无对象")


def by_month(connection: duckdb.DuckDBPyConnection, period: Period) -> Split:
    """Month by month as far as the build speaks; a month that is not covered and has no record is 无数据."""
    found = asked(
        connection,
        "select 名称 as figure, cast(月份 as varchar) as part, 数值 as value, 单位 as unit, 状态 as status, "
        "分子 as numerator, 分母 as denominator "
        f"from 指标分月 where 年度 = {period.year:d} and 月份 <= {period.last_month:d} order by 月份",
    )
    return replace(_split(found, tuple(dict.fromkeys(row["part"] for row in found))), is_by_month=True)


def by_part(connection: duckdb.DuckDBPyConnection, period: Period, part: Literal["org_unit", "field"]) -> Split:
    """By org_unit or field, in the order of their names; what nobody filled in stands last."""
    found = asked(
        connection,
        f"""
        select
            definitions.figure,
            cells.part,
            definitions.unit,
            cells.numerator,
            cells.denominator,
            case
                when definitions.measure in ('count', 'sum') or cells.denominator <> 0
                    then figure_value(definitions.measure, definitions.unit, cells.numerator, cells.denominator)
            end as value,
            case
                when definitions.measure in ('count', 'sum') or cells.denominator <> 0 then '正常'
                else '无对象'
            end as status
        from figure_definitions as definitions
        left join (
            select
                figure,
                {part} as part,
                cast(sum(numerator) as decimal(38, 2)) as numerator,
                cast(sum(denominator) as decimal(38, 2)) as denominator
            from figure_cells
            where year = {period.year:d} and (month is null or month <= {period.last_month:d})
            group by figure, {part}
        ) as cells on definitions.figure = cells.figure and not definitions.is_not_applicable
        where definitions.has_{part}
        order by definitions.position, cells.part
        """,
    )
    named = {row["part"] for row in found if row["part"] is not None}
    return _split(found, tuple(sorted(named, key=lambda name: (name in SPLIT_LAST, name))))


def _split(found: list[Row], parts: tuple[str, ...]) -> Split:
    portions: dict[str, dict[str, Portion]] = {}
    for row in found:
        of_figure = portions.setdefault(row["figure"], {})
        if row["part"] is not None:
            of_figure[row["part"]] = _portion(row)
    return Split(parts, portions)


def _portion(row: Row) -> Portion:
    value = row["value"]
    if value is None:
        return Portion(None, None, row["status"])
    if row["denominator"] is None:
        return Portion(plain(value), printed_figure(row), row["status"])
    return Portion(f"{value:f}", printed_figure(row), row["status"], is_quotient=True)
