"""手工填报指标表: one number that no system holds (执法人员数, 持证率, 培训场次), declared by hand for one period."""

from __future__ import annotations

import polars as pl

from schemas.base import Day, Exact, Facts, Kind, Need, Text, column, contract, rule
from schemas.shared import Exported

PERCENT = "%"


@contract(
    Facts(
        name="declared",
        title="手工填报指标表",
        row_is="一个指标一个统计期间的数值",
        source="手工填报",
        key=("indicator", "period"),
        dates=("period",),
    )
)
class Declared(Exported):
    """手工填报指标表, the table of numbers that are declared by hand."""

    indicator: Text = column(Kind.TEXT, "指标名称", need=Need.BOTH, description="指标的名称,不可空白")
    value: Exact = column(
        Kind.NUMBER, "数值", "指标值", need=Need.BOTH, description="填报的数值,单位见计量单位,至多六位小数,不可空白"
    )
    unit: Text = column(Kind.TEXT, "单位", "计量单位", need=Need.BOTH, description="数值的计量单位,不可空白")
    period: Text = column(
        Kind.PERIOD,
        "统计期间",
        "统计年度",
        need=Need.BOTH,
        description="数值所属的统计期间,首月/末月,如 2023-01/2023-12,不可空白",
    )
    source: Text = column(
        Kind.TEXT, "来源", "数据来源", need=Need.ROW, description="数值的来源,如台账、文件的名称,不可空白"
    )
    declared_by: Text = column(Kind.TEXT, "填报人", need=Need.ROW, is_personal=True, description="填报的人,不可空白")
    declared_on: Day = column(Kind.DATE, "填报日期", "填报时间", description="填报的日期,空白表示未记录")

    @rule(
        "percent-as-fraction",
        "unit",
        "value",
        message="单位为百分号而数值不大于一,像是设成百分比格式的小数;请填百分号前的数,确实不足百分之一的改用 ‰",
    )
    def percent_as_fraction(cls) -> pl.Expr:
        """Excel keeps 98.5 % as 0.985 and shows it otherwise: the two cannot be told apart."""
        value = pl.col("value")
        return (pl.col("unit") != PERCENT) | (value == 0) | (value > 1)
