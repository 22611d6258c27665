"""A figure split by month, unit or field, with what each part is worth; 0 and 无数据 stay apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import duckdb

from flows.building.loading import literal
from flows.outputs.printing import printed
from flows.outputs.report.errors import Unsayable
from flows.outputs.report.language import Sayable
from flows.published import Period


class By(StrEnum):
    """What a figure is split by, in the words of the report."""

    MONTH = "月份"
    ORG_UNIT = "机构"
    FIELD = "领域"


@dataclass(frozen=True)
class Part(Sayable):
    """One month, unit or field of a figure; ``value`` is None where ``status`` says why."""

    label: str
    unit: str
    value: Decimal | None
    status: str

    @property
    def shown(self) -> str:
        """The value as printed, exact also where the report writes 余, or the state."""
        return self.status if self.value is None else printed(self.value, self.unit)

    def say(self, name: str) -> object:
        """The label and the value, in Chinese or English."""
        match name:
            case "名称" | "label":
                return self.label
            case "数值" | "value":
                return self.shown
        raise Unsayable("分项只有 .名称 和 .数值")


def parts(connection: duckdb.DuckDBPyConnection, figure: str, by: By, period: Period) -> list[Part]:
    """The parts of a figure in a period: months in order, units and fields by their records, 未填 and 未识别 last.

    Raises:
        Unsayable: its records have no months, units or fields.
    """
    # As variables: DuckDB loads pandas to look at parameters.
    for name, value in {"figure": literal(figure), "year": period.year, "month": period.last_month}.items():
        connection.execute(f"set variable {name} = {value}")
    title, *has = connection.execute(_SPLITS).fetchall()[0]
    if not has[list(By).index(by)]:
        raise Unsayable(f"指标“{title}”不分{by}")
    query = _MONTHS if by is By.MONTH else _GROUPS.format(column=_COLUMN[by])
    return [Part(*row) for row in connection.execute(query).fetchall()]


def labels(columns: Sequence[Sequence[Part]]) -> list[str]:
    """The labels of several figures under one another, in the order in which they first stand."""
    found = list(dict.fromkeys(part.label for parts in columns for part in parts))
    return sorted(found, key=_LAST.__contains__)


_LAST = ("未填", "未识别")
_COLUMN = {By.ORG_UNIT: "org_unit", By.FIELD: "field"}
_SPLITS = """
select title, has_months, has_org_unit, has_field
from figure_definitions
where figure = getvariable('figure')
"""
_MONTHS = """
select cast(月份 as varchar) || '月', 单位, 数值, 状态
from 指标分月
where 名称 = getvariable('figure') and 年度 = getvariable('year') and 月份 <= getvariable('month')
order by 月份
"""
_GROUPS = """
select
    cells.label,
    definitions.unit,
    case
        when definitions.measure in ('count', 'sum') or cells.denominator <> 0
            then figure_value(definitions.measure, definitions.unit, cells.numerator, cells.denominator)
    end as value,
    '无对象' as status
from (
    select
        figure,
        {column} as label,
        sum(records) as records,
        cast(sum(numerator) as decimal(38, 2)) as numerator,
        cast(sum(denominator) as decimal(38, 2)) as denominator
    from figure_cells
    where figure = getvariable('figure') and year = getvariable('year')
        and (month is null or month <= getvariable('month'))
    group by figure, {column}
) as cells
inner join figure_definitions as definitions on cells.figure = definitions.figure
order by cells.label in ('未填', '未识别'), cells.records desc, cells.label
"""
