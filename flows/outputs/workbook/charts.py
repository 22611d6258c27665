"""The sheet 图表: native charts, each beside the numbers that it draws."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.data_source import NumFmt
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.asked import Row
from flows.outputs.sheets import (
    CENTRED,
    GRID,
    HEADING,
    LEFT,
    PORTRAIT_WIDTH,
    RIGHT,
    SHADED,
    TEXT,
    put,
    put_line,
    put_number,
    put_title,
    set_up_print,
)
from flows.outputs.splits import Split
from flows.outputs.workbook.question import Year

_WIDTHS = (16.0, 11.0, 11.0, 1.5, 52.5)  # the fourth keeps a chart off the border of its numbers
_ROW_HEIGHT = 15.0
_BLOCK_ROWS = 18  # of one chart with its numbers
_BLOCKS_ON_A_PAGE = 3
_MOST_PARTS = _BLOCK_ROWS - 4  # the smallest beyond that are one bar, 其余
_CHART_SIZE = (13, 8)  # centimetres
_TITLE_SIZE, _AXIS_SIZE = 1200, 800  # hundredths of a point
_NOW_AND_BEFORE = ("2F5597", "A5A5A5")
_LINE_WIDTH = 22_225  # 1.75 points in English Metric Units
_FIRST_ROW = 4

Line = tuple[str | None, ...]
"""Month or part, then a value for every further heading; decimal text, None where there is none."""


@dataclass(frozen=True)
class _Drawing:
    """One chart: its kind (line, bar, pie), its title, the headings of its numbers, and the numbers."""

    kind: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]


@cache
def chart_facts() -> dict[str, list[dict[str, Any]]]:
    """The charts that are asked for: ``course``, ``split`` and ``composition``."""
    return tomllib.loads(Path(__file__).with_name("charts.toml").read_text(encoding="utf-8"))


def write_charts(sheet: Worksheet, year: Year) -> None:
    """Fill the sheet; what has no value, or nothing but zero, is not drawn."""
    for column, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    put_title(sheet, f"{year.words}主要指标图", len(_WIDTHS), PORTRAIT_WIDTH)
    note = "左边的数就是图中的数。没有文件覆盖的月份没有数,图中断开,不等于零。"
    put_line(sheet, 2, note, len(_WIDTHS), LEFT, PORTRAIT_WIDTH)
    for number, drawing in enumerate(_drawings(year)):
        row = _FIRST_ROW + number * _BLOCK_ROWS
        if number and number % _BLOCKS_ON_A_PAGE == 0:
            sheet.row_breaks.append(Break(id=row - 1))
        _write_drawing(sheet, row, drawing)
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _ROW_HEIGHT, True
    set_up_print(sheet, "portrait")


def _drawings(year: Year) -> Iterator[_Drawing]:
    figures = {row["figure"]: row for row in year.figures}
    facts = chart_facts()
    drawings = [
        *(_course(year, figures[fact["figure"]]) for fact in facts["course"]),
        *(_split(year, figures[fact["figure"]], fact["by"]) for fact in facts["split"]),
        *(_composition(fact["title"], [figures[name] for name in fact["figures"]]) for fact in facts["composition"]),
    ]
    return (drawing for drawing in drawings if any(Decimal(value or 0) for line in drawing.lines for value in line[1:]))


def _course(year: Year, figure: Row) -> _Drawing:
    years = (f"{year.period.year}年", f"{year.period.year - 1}年")
    months = dict.fromkeys((*year.months.parts, *year.months_before.parts))
    splits = (year.months, year.months_before)
    lines = tuple((f"{month}月", *(_value(split, figure, month) for split in splits)) for month in months)
    shown = 3 if any(line[2] for line in lines) else 2  # a year of which nothing is known is no line
    return _Drawing(
        "line",
        f"{figure['title']}({figure['unit']})",
        ("月份", *years)[:shown],
        tuple(line[:shown] for line in lines),
    )


def _value(split: Split, figure: Row, part: str) -> str | None:
    portion = split.portions.get(figure["figure"], {}).get(part)
    return portion.value if portion else None


def _split(year: Year, figure: Row, by: str) -> _Drawing:
    split, head = (year.fields, "业务领域") if by == "field" else (year.org_units, "机构")
    values = {part: value for part in split.parts if (value := _value(split, figure, part)) and Decimal(value)}
    ordered = sorted(values, key=lambda part: (-Decimal(values[part]), part))
    lines: list[Line] = [(part, values[part]) for part in ordered[:_MOST_PARTS]]
    if rest := ordered[_MOST_PARTS:]:
        lines.append(("其余", str(sum(Decimal(values[part]) for part in rest))))
    return _Drawing("bar", f"{figure['title']}({figure['unit']}),按{head}", (head, "数值"), tuple(lines))


def _composition(title: str, figures: Sequence[Row]) -> _Drawing:
    lines = tuple((row["title"], row["value"]) for row in figures if row["value"] not in (None, "0"))
    return _Drawing("pie", f"{title}({figures[0]['unit']})", ("类型", "数值"), lines)


def _write_drawing(sheet: Worksheet, row: int, drawing: _Drawing) -> None:
    for column, head in enumerate(drawing.heads, start=1):
        cell = put(sheet, row, column, head, HEADING, CENTRED)
        cell.border, cell.fill = GRID, SHADED
    for number, (name, *values) in enumerate(drawing.lines, start=row + 1):
        put(sheet, number, 1, name or "", TEXT, LEFT).border = GRID
        for column, value in enumerate(values, start=2):
            if value is not None:
                put_number(sheet, number, column, value, RIGHT)
            sheet.cell(number, column).border = GRID
    # A row below: at the very top of a page its border would be printed on the page before.
    sheet.add_chart(_chart(sheet, row, drawing), f"E{row + 1}")


def _chart(sheet: Worksheet, row: int, drawing: _Drawing) -> ChartBase:
    chart: ChartBase = _KINDS[drawing.kind]()
    last = row + len(drawing.lines)
    data = Reference(sheet, min_col=2, max_col=len(drawing.heads), min_row=row, max_row=last)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=row + 1, max_row=last))
    if drawing.kind == "line":
        for series, colour in zip(chart.series, _NOW_AND_BEFORE, strict=False):
            series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=colour, w=_LINE_WIDTH))
            series.smooth = False  # a curve would show months that nobody counted
    chart.title = _title(drawing.title)
    chart.width, chart.height = _CHART_SIZE
    return chart


def _title(text: str) -> Title:
    looks = CharacterProperties(sz=_TITLE_SIZE, b=True)
    runs = [RegularTextRun(rPr=looks, t=text)]
    return Title(tx=Text(rich=_rich(looks, runs)), overlay=False)


def _rich(looks: CharacterProperties, runs: Sequence[RegularTextRun] = ()) -> RichText:
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=looks), r=runs)])


def _line_chart() -> LineChart:
    chart = LineChart()
    _show_axes(chart)
    chart.legend = Legend(legendPos="b")
    return chart


def _bar_chart() -> BarChart:
    chart = BarChart(barDir="bar", gapWidth=40, varyColors=False)
    _show_axes(chart)
    chart.legend = None
    chart.x_axis.scaling.orientation = "maxMin"  # the largest on top
    chart.x_axis.tickLblSkip = 1
    chart.y_axis.delete = True  # the bars bear their numbers
    chart.y_axis.majorGridlines = None
    chart.dataLabels = _labels()
    return chart


def _pie_chart() -> PieChart:
    chart = PieChart()
    chart.dataLabels = _labels(percent=True)
    return chart


def _show_axes(chart: LineChart | BarChart) -> None:
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.txPr = chart.y_axis.txPr = _rich(CharacterProperties(sz=_AXIS_SIZE))
    chart.y_axis.numFmt = NumFmt("General", sourceLinked=False)


def _labels(percent: bool = False) -> DataLabelList:
    """Every part is said, for LibreOffice shows what is left unsaid."""
    return DataLabelList(
        showVal=True,
        showPercent=percent,
        showCatName=False,
        showSerName=False,
        showLegendKey=False,
    )


_KINDS: dict[str, Callable[[], ChartBase]] = {"line": _line_chart, "bar": _bar_chart, "pie": _pie_chart}
