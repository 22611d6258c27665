"""The correction workbook (退回单): rejected rows as they were sent, what is wrong marked, to be corrected in place.

It goes back to whoever sent the rows, so it shows values in clear. Dropped into ``raw/`` again it is read as
:mod:`flows.tables.returned` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from itertools import chain, count
from pathlib import Path, PurePosixPath

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from flows.cells.dates import read_date
from flows.cells.problem import Unreadable
from flows.errors import EnfstatError
from flows.outputs.asked import Row
from flows.outputs.correction.question import ReturnedSheet, Returns, column_of
from flows.outputs.fixed_workbook import workbook_bytes
from flows.outputs.sheets import (
    HEADING,
    RESERVED_NAME,
    TEXT,
    fit_for_cell,
    require_workbook_name,
    set_up_print,
    sheet_name,
)
from flows.outputs.width import text_width
from flows.periods import export_day
from flows.store.files import write_whole
from flows.tables.headings import columns_by_heading, read_heading
from flows.tables.returned import EXPLANATIONS, NUMBER_HEADING, ORIGINS, WARNINGS, return_number
from schemas.base import Kind

_LONG_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_BAD, _HEADING = PatternFill("solid", "FFC7CE"), PatternFill("solid", "DDEBF7")
_GREY = Font(TEXT.name, TEXT.size, color="808080")
_TOP = Alignment(vertical="top", wrap_text=True)
_TEXT_FORMAT = "@"  # what is typed into such a cell stays as it is typed
_LEAST_WIDTH, _MOST_WIDTH = 8, 40  # characters
_LINE_HEIGHT = 15  # points
_COMMENT_WIDTH, _COMMENT_LINE = 320, 18  # pixels
_CHARACTERS_IN_A_LINE = 44  # of a comment of that width; a Chinese character is as wide as two
_STEPS = (
    "每张工作表是一个来源文件里被退回的行,列和内容与原表相同。标红的单元格有问题:鼠标停在上面可看到原因和改法,下面也逐条列出。",
    "请直接改正标红的单元格,不要改列名和最右边的“退回编号”。可以排序、删行;改不了的行删掉或原样留着都可以,原样留着的会再次退回。",
    "改好后保存,连同文件名里的日期一起放回收件文件夹;改正的行在下一次运行时计入,退回记录随之销号。",
    "本表含个人信息原文,只发给原报送人。",
)
_WARNING_TITLES = {
    "file": "来源文件",
    "sheet": "来源工作表",
    "cell": "来源单元格",
    "heading": "所在列",
    "value": "原来的内容",
    "message": "提示",
    "law": "法律依据",
}
_REJECTION_TITLES = {"place": "本表位置", **_WARNING_TITLES, "message": "原因与改法"}


class BadName(EnfstatError):
    """The workbook cannot be called so."""


def named(path: Path, returns: Returns) -> Path:
    """The name under which the workbook is written: with the day that is its export time, and of no received file.

    Raises:
        NotAWorkbook: the name does not end in .xlsx.
        BadName: a name with an earlier day, by which the corrected rows would lose to older exports.
    """
    require_workbook_name(path)
    given = export_day(path.name)
    if given is not None and given < returns.export_on:
        raise BadName(
            f"文件名里的日期({given})早于被退回的文件的导出日期或数据的截止日({returns.export_on}),"
            "改正的行会被旧的导出盖过;请改用不早于它的日期,或不写日期,由程序加上"
        )
    dated = path.stem if given else f"{path.stem}_{returns.export_on:%Y%m%d}"
    names = (f"{dated}{number}{path.suffix}" for number in chain([""], (f"_{at}" for at in count(2))))
    return path.with_name(next(name for name in names if name not in returns.received))


def write_correction_workbook(returns: Returns, path: Path) -> None:
    """Write the workbook, readable by its owner only; a file of that name is replaced as a whole."""
    write_whole(path, correction_workbook(returns))


def correction_workbook(returns: Returns) -> bytes:
    """The workbook as a file. The same returns give the same bytes."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    names = _sheet_names(returns.sheets)
    explanations = workbook.create_sheet("填写说明")
    placed: list[Row] = []
    for name, returned in zip(names, returns.sheets, strict=True):
        placed += _write_rows(workbook.create_sheet(name), returned)
    _write_explanations(explanations, returns, names, placed)
    if returns.warnings:
        _write_list(workbook.create_sheet("提示"), WARNINGS, _WARNING_TITLES, returns.warnings)
    _write_origins(workbook.create_sheet("来源"), returns.sheets)
    return workbook_bytes(workbook, datetime.combine(returns.as_of, time()))


def _sheet_names(sheets: Sequence[ReturnedSheet]) -> list[str]:
    """File and sheet as the name of a sheet."""
    taken = {"填写说明", "提示", "来源", RESERVED_NAME}
    return [sheet_name(f"{PurePosixPath(sheet.file).stem}-{sheet.name}", taken) for sheet in sheets]


def _write_rows(sheet: Worksheet, returned: ReturnedSheet) -> list[Row]:
    """The rejected rows under their headings; gives the findings, each with the ``place`` where it now stands."""
    table = returned.table
    columns = sorted({*table.headings, *(column for cells in table.rows.values() for column in cells)})
    place = {column: at for at, column in enumerate(columns, start=1)}
    last = len(columns) + 1
    for column, heading in table.headings.items():
        _put(sheet, 1, place[column], heading, fill=_HEADING, font=HEADING)
    _put(sheet, 1, last, NUMBER_HEADING, fill=_HEADING, font=_GREY)
    sheet.cell(1, last).comment = _comment("请勿改动:程序靠这个编号认出改正的是哪一行。排序、删行不影响。")
    placed: list[Row] = []
    for at, (row, found) in enumerate(returned.findings.items(), start=2):
        for column in columns:
            _put(sheet, at, place[column], _as_read_again(returned, row, column))
        _put(sheet, at, last, return_number(returned.file_sha256, returned.name, row), font=_GREY)
        placed += _mark(sheet, at, place, found)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(last)}{sheet.max_row}"
    _fit(sheet, range(1, last + 1))
    set_up_print(sheet, "landscape", repeated_rows=1)
    return placed


def _mark(sheet: Worksheet, at: int, place: Mapping[int, int], found: Sequence[Row]) -> list[Row]:
    """Mark the bad cells of a row, each with a comment of all that is wrong there; the first one for the whole row."""
    said: dict[int, list[str]] = {}
    placed = []
    for finding in found:
        column = column_of(finding["cell"])
        here = place.get(column, 1) if column is not None else 1
        law = f"\n依据:{finding['law']}" if finding["law"] else ""
        said.setdefault(here, []).append(f"{finding['message']}\n(规则:{finding['rule']}){law}")
        placed.append(finding | {"place": f"{sheet.title}!{get_column_letter(here)}{at}"})
    for column, texts in said.items():
        cell = sheet.cell(at, column)
        cell.fill = _BAD
        cell.comment = _comment("\n".join(texts))
    return placed


def _as_read_again(returned: ReturnedSheet, row: int, column: int) -> str | None:
    """The original text, changed only where as text it would be read otherwise than it was.

    A number whose digits are lost is written as Excel shows it, so that uncorrected it is rejected again; a day as a
    serial number of the 1904 system as a date.
    """
    table = returned.table
    text = table.rows.get(row, {}).get(column)
    if text is None:
        return None
    found = returned.findings[row]
    is_lost = any(row["rule"] == "id-lost-digits" and column_of(row["cell"]) == column for row in found)
    if is_lost and _LONG_NUMBER.fullmatch(text):
        return f"{Decimal(text):.5E}"
    return _in_1900(text) if table.date_1904 and _is_day(returned, column) else text


def _is_day(returned: ReturnedSheet, column: int) -> bool:
    spec, heading = returned.table.spec, returned.table.headings.get(column, "")
    name, _ = columns_by_heading(spec.name).get(read_heading(heading).name, ("", 0))
    return name in spec.columns and spec.columns[name].kind is Kind.DATE


def _in_1900(text: str) -> str:
    try:
        day = read_date(text, date_1904=True) if text.replace(".", "", 1).isdigit() else None
    except Unreadable:
        return text
    return text if day is None or len(text) == len("20230506") else str(day)


def _write_explanations(sheet: Worksheet, returns: Returns, names: Sequence[str], placed: Sequence[Row]) -> None:
    """How to use the workbook, what each sheet holds, every rejection with its place, the files refused as a whole."""
    _put(sheet, 1, 1, EXPLANATIONS, font=HEADING)
    for number, step in enumerate(_STEPS, start=1):
        _put(sheet, 1 + number, 1, f"{number}. {step}", alignment=_TOP)
        sheet.merge_cells(start_row=1 + number, start_column=1, end_row=1 + number, end_column=8)
        sheet.row_dimensions[1 + number].height = 2 * _LINE_HEIGHT
    parts = [
        {"本表工作表": name, "来源文件": found.file, "来源工作表": found.name, "退回行数": str(len(found.findings))}
        for name, found in zip(names, returns.sheets, strict=True)
    ]
    findings = [{title: row[name] for name, title in _REJECTION_TITLES.items()} for row in placed]
    refused = [{"整份拒收的文件": row["file"], "原因与改法": row["reason"]} for row in returns.refused]
    at = len(_STEPS) + 3
    for rows in filter(None, (parts, findings, refused)):
        at = _write_table(sheet, at, rows) + 2
    _fit(sheet, range(1, sheet.max_column + 1))
    set_up_print(sheet, "landscape")


def _write_list(sheet: Worksheet, title: str, titles: Mapping[str, str], rows: Iterable[Row]) -> None:
    _put(sheet, 1, 1, title, font=HEADING)
    _write_table(sheet, 2, [{shown: row[name] for name, shown in titles.items()} for row in rows])
    sheet.freeze_panes = "A3"
    _fit(sheet, range(1, len(titles) + 1))
    set_up_print(sheet, "landscape")


def _write_table(sheet: Worksheet, first_row: int, rows: Sequence[Mapping[str, str | None]]) -> int:
    """A heading and rows below it; gives the last row."""
    for column, title in enumerate(rows[0], start=1):
        _put(sheet, first_row, column, title, fill=_HEADING, font=HEADING)
    for at, row in enumerate(rows, start=first_row + 1):
        for column, text in enumerate(row.values(), start=1):
            _put(sheet, at, column, text, alignment=_TOP)
        # Said outright: LibreOffice does not measure wrapped text when it opens a file.
        sheet.row_dimensions[at].height = _LINE_HEIGHT * max(
            _lines(text or "", _MOST_WIDTH - 4) for text in row.values()
        )
    return first_row + len(rows)


def _write_origins(sheet: Worksheet, sheets: Iterable[ReturnedSheet]) -> None:
    """The hidden sheet: which row of which file each number stands for."""
    rows = [
        (return_number(found.file_sha256, found.name, row), found.file_sha256, found.name, str(row))
        for found in sheets
        for row in found.findings
    ]
    titles = (NUMBER_HEADING, "来源文件内容的 SHA-256", "来源工作表", "来源行")
    for at, texts in enumerate([(ORIGINS,), titles, *rows], start=1):
        for column, text in enumerate(texts, start=1):
            _put(sheet, at, column, text)
    sheet.sheet_state = "hidden"


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str | None,
    **styles: PatternFill | Font | Alignment,
) -> None:
    """Write a text that stays a text: no number, no formula, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.number_format, cell.font = _TEXT_FORMAT, TEXT
    if text:
        cell.value = fit_for_cell(text)
        cell.data_type = "s"
    for name, style in styles.items():
        setattr(cell, name, style)


def _comment(text: str) -> Comment:
    height = _COMMENT_LINE * (_lines(text, _CHARACTERS_IN_A_LINE) + 1)
    return Comment(text, "enfstat", height=height, width=_COMMENT_WIDTH)


def _fit(sheet: Worksheet, columns: Iterable[int]) -> None:
    """Columns as wide as their texts, within bounds; merged texts run over several columns and count for none."""
    merged = {(bounds.min_row, bounds.min_col) for bounds in sheet.merged_cells.ranges}
    for column in columns:
        texts = [sheet.cell(row, column).value for row in range(1, sheet.max_row + 1) if (row, column) not in merged]
        widths = [text_width(str(text)) for text in texts if text]
        width = min(max(widths, default=0) + 2, _MOST_WIDTH)
        sheet.column_dimensions[get_column_letter(column)].width = max(width, _LEAST_WIDTH)


def _lines(text: str, width: int) -> int:
    """The lines that a text takes in a cell or comment of so many characters."""
    return sum(-(-max(text_width(line), 1) // width) for line in text.splitlines()) or 1
