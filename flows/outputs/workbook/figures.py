"""The sheet 年度指标: every figure beside last year's, each value with a name to link to and a way to its records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.asked import Row
from flows.outputs.change import lacks_in_words, release_in_words
from flows.outputs.sheets import (
    CENTRED,
    GRID,
    LEFT,
    RIGHT,
    TEXT,
    link,
    put,
    put_headings,
    put_line,
    put_number,
    put_title,
    set_up_print,
    text_height,
)
from flows.outputs.workbook.question import Year, period_words

NAME = "年度指标"
_COLUMNS = {
    "指标": 24.0,
    "数值": 14.0,
    "单位": 7.0,
    "上年同期": 14.0,
    "增减": 13.0,
    "增减(%)": 10.0,
    "状态": 8.0,
    "待改正的退回行": 9.0,
    "说明": 42.0,
    "报告写法": 12.0,
    "分子": 13.0,
    "分母": 13.0,
    "记录数": 9.0,
}
_COLUMN = {title: number for number, title in enumerate(_COLUMNS, start=1)}
_HEADING_ROW = 4
_QUOTIENT_DECIMALS = 2  # as a report prints it; the cell holds six
_NAME_LENGTH = 200  # of the 255 that a spreadsheet takes
_NOT_IN_NAME = re.compile(r"[^\w]+")
_CAUTION = PatternFill("solid", "FFF2CC")


@dataclass(frozen=True)
class Places:
    """Where the links of the figures lead: sheet and cell of the card, and of the records where there are any."""

    cards: Mapping[str, tuple[str, str]]
    records: Mapping[str, tuple[str, str]]


def write_figures(sheet: Worksheet, year: Year, organ: str, places: Places) -> None:
    """Fill the sheet."""
    width, last_column = sum(_COLUMNS.values()), len(_COLUMNS)
    put_title(sheet, f"{organ}{year.words}行政执法指标", last_column, width)
    put_line(sheet, 2, _about(year), last_column, LEFT, width)
    how_to_read = _HOW_TO_READ.format(name=value_names(year.figures[0], year.figures[0]["through"])[0])
    put_line(sheet, 3, how_to_read, last_column, LEFT, width)
    put_headings(sheet, _HEADING_ROW, list(_COLUMNS), list(_COLUMNS.values()))
    for row, figure in enumerate(year.figures, start=_HEADING_ROW + 1):
        _write_row(sheet, row, figure, year.at_stake[figure["figure"]], places)
    sheet.freeze_panes = f"B{_HEADING_ROW + 1}"
    set_up_print(sheet, "landscape", repeated_rows=_HEADING_ROW)


def name_values(workbook: Workbook, year: Year) -> None:
    """A name for every value, of this year and of the last: 查处各类违法案件_2023 and cases_penalized_2023.

    A part of a year has its last month in its names: 查处各类违法案件_2023_06.
    """
    taken = {name.lower() for name in workbook.defined_names}
    for row, figure in enumerate(year.figures, start=_HEADING_ROW + 1):
        for through, column in ((figure["through"], "数值"), (figure["previous_through"], "上年同期")):
            place = absolute_coordinate(f"{get_column_letter(_COLUMN[column])}{row}")
            for name in value_names(figure, through):
                # Two may differ in capitals alone, or in what a name cannot hold: the first keeps it.
                if name.lower() not in taken:
                    taken.add(name.lower())
                    workbook.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(NAME)}!{place}")


def value_names(figure: Row, through: str) -> tuple[str, str]:
    """The names of a figure's value up to a month (YYYY-MM): by its title, and by its name."""
    period = through.removesuffix("-12").replace("-", "_")
    return f"{_as_name(figure['title'])}_{period}", f"{_as_name(figure['figure'])}_{period}"


def _as_name(text: str) -> str:
    """Letters, digits and underscores, no digit first, no longer than a name can be with its period."""
    name = _NOT_IN_NAME.sub("_", text).strip("_")[:_NAME_LENGTH]
    return f"_{name}" if name[:1].isdigit() else name


_HOW_TO_READ = (
    "点指标看口径,点数值看背后的记录。空白和 0 不同:无数据是没有文件覆盖,无对象是分母为零,不适用是没有这项职权;"
    "部分是缺几个月,数值为其余月份之和。待改正的退回行:所在文件覆盖本期、改正后可能影响该指标的退回行数,是上限。"
    "各数值已命名,其他工作簿可按名引用,如 {name}。"
)


def _about(year: Year) -> str:
    before = period_words(year.period.year - 1, int(year.figures[0]["previous_through"][-2:]))
    refused = sum(file["status"] == "refused" for file in year.files)
    files = f"拒收文件 {refused} 个,其中的记录没有计入。" if refused else ""
    return f"{year.words},上年同期为{before}。数据截至 {year.as_of},数据版本 {year.build_id}。{files}"


def _write_row(sheet: Worksheet, row: int, figure: Row, at_stake: int, places: Places) -> None:
    name = figure["figure"]
    title = put(sheet, row, _COLUMN["指标"], figure["title"], TEXT, LEFT)
    link(title, *places.cards[name])
    value = _put_value(sheet, row, "数值", figure, "")
    if name in places.records:
        link(value, *places.records[name])
    put(sheet, row, _COLUMN["单位"], figure["unit"], TEXT, CENTRED)
    _put_value(sheet, row, "上年同期", figure, "previous_")
    _put_change(sheet, row, figure)
    status = put(sheet, row, _COLUMN["状态"], figure["status"], TEXT, CENTRED)
    if figure["status"] != "正常":
        status.fill = _CAUTION
    put_number(sheet, row, _COLUMN["待改正的退回行"], str(at_stake), CENTRED)
    remark = ";".join(remarks(figure))
    put(sheet, row, _COLUMN["说明"], remark, TEXT, LEFT)
    put(sheet, row, _COLUMN["报告写法"], figure["printed"] or "—", TEXT, RIGHT)
    for column, part in (("分子", "numerator"), ("分母", "denominator")):
        _put_digits(sheet, row, column, figure[part])
    put_number(sheet, row, _COLUMN["记录数"], str(figure["records"]), RIGHT)
    for number in _COLUMN.values():
        sheet.cell(row, number).border = GRID
    texts = {"指标": figure["title"], "说明": remark, "报告写法": figure["printed"] or ""}
    sheet.row_dimensions[row].height = max(text_height(text, _COLUMNS[column]) for column, text in texts.items())


def remarks(figure: Row) -> Iterator[str]:
    """What a reader must know of a value and of the one beside it."""
    yield from release_in_words(figure)
    yield from lacks_in_words(figure)
    if figure["previous_status"] not in ("正常", "部分"):
        yield f"上年同期{figure['previous_status']}"
    yield from filter(None, (figure["note"], figure["previous_note"]))


def _put_value(sheet: Worksheet, row: int, column: str, figure: Row, of: str) -> Cell:
    """The value, a quotient as it prints, or the state that it has instead of one."""
    if figure[f"{of}value"] is None:
        return put(sheet, row, _COLUMN[column], figure[f"{of}status"], TEXT, CENTRED)
    return put_number(sheet, row, _COLUMN[column], figure[f"{of}value"], RIGHT, shown_decimals(figure, of))


def shown_decimals(figure: Row, of: str = "") -> int | None:
    """How many decimals of a quotient are shown: those that a report prints. Of anything else, all."""
    if figure[f"{of}denominator"] is None:
        return None
    return len(figure[f"{of}printed"].partition(".")[2])


def _put_change(sheet: Worksheet, row: int, figure: Row) -> None:
    is_quotient = figure["denominator"] is not None
    for column, name in (("增减", "change"), ("增减(%)", "change_percent")):
        if figure[name] is None:
            put(sheet, row, _COLUMN[column], "—", TEXT, CENTRED)
            continue
        decimals = _QUOTIENT_DECIMALS if is_quotient or name == "change_percent" else None
        cell = put_number(sheet, row, _COLUMN[column], figure[name], RIGHT, decimals)
        if cell.data_type == "n":
            unit = '"个百分点"' if figure["unit"] == "%" else ""
            cell.number_format = ";".join(f"{sign}{cell.number_format}{unit}" for sign in ("+", "-", ""))


def _put_digits(sheet: Worksheet, row: int, column: str, digits: str | None) -> None:
    if digits is not None:
        put_number(sheet, row, _COLUMN[column], str(Decimal(digits)), RIGHT)
