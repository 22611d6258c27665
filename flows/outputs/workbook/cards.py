"""The sheet 口径: for every figure a card of what it counts, what it does not, and what could still change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.asked import Row
from flows.outputs.change import change_in_words
from flows.outputs.printing import spans
from flows.outputs.sheets import (
    GRID,
    HEADING,
    LEFT,
    PORTRAIT_WIDTH,
    SHADED,
    TEXT,
    link,
    merge,
    put,
    put_title,
    set_up_print,
    text_height,
)
from flows.outputs.workbook.question import Year
from flows.outputs.workbook.records import Group
from schemas import CONTRACTS

NAME = "口径"
_LABEL_WIDTH = 16.0
_TEXT_WIDTH = PORTRAIT_WIDTH - _LABEL_WIDTH
_FILES_NAMED = 12
_PAGE_HEIGHT = 700.0  # points of an upright A4 page inside its margins, as wide as the sheet is


def write_cards(sheet: Worksheet, year: Year, back: str) -> dict[str, str]:
    """Fill the sheet; gives figure → the cell where its card begins.

    Args:
        back: the sheet that a card leads back to.
    """
    for column, width in (("A", _LABEL_WIDTH), ("B", _TEXT_WIDTH)):
        sheet.column_dimensions[column].width = width
    put_title(sheet, f"{year.words}各指标的口径", 2, PORTRAIT_WIDTH)
    groups = {figure["figure"]: group for group in year.groups for figure in group.figures}
    places, row, used = {}, 3, 40.0
    for figure in year.figures:
        lines = list(_lines(figure, year, groups.get(figure["figure"])))
        high = 24.0 + sum(text_height(text, _TEXT_WIDTH) for _, text in lines)
        if used + high > _PAGE_HEIGHT:
            sheet.row_breaks.append(Break(id=row - 1))  # no card runs over the end of a page
            used = 0.0
        used += high + 12.0
        places[figure["figure"]] = f"A{row}"
        _write_card(sheet, row, figure, lines, back)
        row += len(lines) + 2
    set_up_print(sheet, "portrait")
    return places


def _write_card(sheet: Worksheet, row: int, figure: Row, lines: Sequence[tuple[str, str]], back: str) -> None:
    title = put(sheet, row, 1, f"{figure['title']}({figure['figure']})", HEADING, LEFT)
    merge(sheet, row, row, 1, 2)
    link(title, back, "A1")
    title.font = HEADING
    title.fill = SHADED
    sheet.row_dimensions[row].height = 24.0
    for number, (label, text) in enumerate(lines, start=row + 1):
        put(sheet, number, 1, label, TEXT, LEFT).border = GRID
        put(sheet, number, 2, text, TEXT, LEFT).border = GRID
        sheet.row_dimensions[number].height = text_height(text, _TEXT_WIDTH)
    sheet.row_dimensions[row + len(lines) + 1].height = 12.0


def _lines(figure: Row, year: Year, group: Group | None) -> Iterator[tuple[str, str]]:
    yield "数值", worded(figure)
    yield "上年同期", _before(figure)
    if figure["denominator"] is not None:
        yield "分子、分母", f"{figure['numerator']} ÷ {figure['denominator']}"
    yield "口径", figure["definition"].replace("\n", "")
    yield "归年日期", f"按{year.dates[figure['figure']]}"
    yield "依据", figure["basis"]
    yield "报告写法", figure["phrase"].replace("{value}", figure["printed"] or "(没有数值)")
    for basis, others in _other_bases(figure, year.figures).items():
        yield "其他口径", f"{basis}:\n" + "\n".join(f"{other['title']} {worded(other)}" for other in others)
    yield "数据来源", _sources(figure, group)
    yield "退回、缺少的", "\n".join(_lacking(figure, year.at_stake[figure["figure"]]))


def worded(figure: Row) -> str:
    """The value with its unit and what is to be known of it, or the state."""
    if figure["value"] is None:
        return str(figure["status"])
    # A quotient is exact in its parts alone, and they stand below it.
    is_rounded = figure["denominator"] is None and figure["printed"] != figure["value"]
    exact = f"(准确值 {figure['value']})" if is_rounded else ""
    state = "" if figure["status"] == "正常" else f",{figure['status']}"
    return f"{figure['printed']} {figure['unit']}{exact}{state}"


def _before(figure: Row) -> str:
    if figure["previous_value"] is None:
        return str(figure["previous_status"])
    value = f"{figure['previous_printed']} {figure['unit']}"
    missing = figure["previous_missing_months"]
    state = f"(缺 {spans(missing)})" if figure["previous_status"] == "部分" and missing else ""
    return ",".join(filter(None, (f"{value}{state}", change_in_words(figure))))


def _other_bases(figure: Row, figures: Sequence[Row]) -> Mapping[str, list[Row]]:
    """The same thing as neighbours count it, with all values; nothing for most figures."""
    basis = figure["other_basis"]
    return {basis: [other for other in figures if other["other_basis"] == basis]} if basis else {}


def _sources(figure: Row, group: Group | None) -> str:
    contracts = "、".join(CONTRACTS[name].facts.title for name in figure["contracts"])
    if group is None:
        return contracts if figure["records"] else f"{contracts};没有记录"
    files = group.sources.places
    named = [f"{file}({records} 条)" for file, records in files.head(_FILES_NAMED).iter_rows()]
    rest = files.height - len(named)
    more = f",另有 {rest} 个文件" if rest else ""
    return f"{contracts};{group.count} 条记录,来自 {'、'.join(named)}{more}"


def _lacking(figure: Row, at_stake: int) -> Iterator[str]:
    if at_stake:
        yield f"有 {at_stake} 行被退回而没有计入,改正后可能影响本指标(上限,按文件覆盖的月份判断),见退回记录"
    else:
        yield "没有可能影响本指标的退回行"
    if figure["missing_months"]:
        yield f"缺 {spans(figure['missing_months'])} 的数据"
    if figure["note"]:
        yield figure["note"]
