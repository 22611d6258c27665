"""The workbook of a year: figures, definitions, splits, charts, statutory tables, rejections, files, records.

It is made of the published database alone, so no personal data in clear can be in it.
"""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

from openpyxl import Workbook

from flows.outputs.annual.workbook import add_annual_sheets
from flows.outputs.fixed_workbook import workbook_bytes
from flows.outputs.sheets import RESERVED_NAME, require_workbook_name, sheet_name
from flows.outputs.workbook import cards, figures
from flows.outputs.workbook.charts import write_charts
from flows.outputs.workbook.lists import write_cover, write_files, write_records, write_rejections
from flows.outputs.workbook.question import Year
from flows.outputs.workbook.tables import write_split
from flows.store.files import write_whole

_MONTHS_NOTE = "空白的月份尚未到或不分月;存量指标(上年结转)不分月,不在其中。计数和金额的各月之和等于合计。"
_PARTS_NOTE = "未填是原文空白,未识别是原文不在规定的取值之内。计数和金额的各栏之和等于合计。"


def write_year_workbook(year: Year, organ: str, path: Path) -> None:
    """Write the workbook; a file of that name is replaced as a whole.

    Raises:
        NotAWorkbook: the name does not end in .xlsx.
    """
    require_workbook_name(path)
    write_whole(path, year_workbook(year, organ))


def year_workbook(year: Year, organ: str) -> bytes:
    """The workbook as a file. The same year gives the same bytes.

    Args:
        organ: the name of the bureau; blank where it is not set.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    first, definitions = workbook.create_sheet(figures.NAME), workbook.create_sheet(cards.NAME)
    placed = cards.write_cards(definitions, year, figures.NAME)
    write_split(workbook.create_sheet("分月"), year, year.months, f"{year.words}各指标分月", _MONTHS_NOTE)
    write_split(workbook.create_sheet("分机构"), year, year.org_units, f"{year.words}各指标分机构", _PARTS_NOTE)
    write_split(workbook.create_sheet("分业务领域"), year, year.fields, f"{year.words}各指标分业务领域", _PARTS_NOTE)
    write_charts(workbook.create_sheet("图表"), year)
    if year.annual is not None:
        add_annual_sheets(workbook, year.annual, organ)
    write_rejections(workbook.create_sheet("退回记录"), year)
    write_files(workbook.create_sheet("收到的文件"), year)
    write_cover(workbook.create_sheet("数据覆盖"), year)
    records = _add_records(workbook, year)
    places = figures.Places({name: (cards.NAME, cell) for name, cell in placed.items()}, records)
    figures.write_figures(first, year, organ, places)
    figures.name_values(workbook, year)
    return workbook_bytes(workbook, datetime.combine(year.as_of, time()))


def _add_records(workbook: Workbook, year: Year) -> dict[str, tuple[str, str]]:
    """A sheet a group of figures, named after the first of them; gives figure → where its records are."""
    taken = {name.casefold() for name in workbook.sheetnames} | {RESERVED_NAME}
    places: dict[str, tuple[str, str]] = {}
    for group in year.groups:
        sheet = workbook.create_sheet(sheet_name(f"{group.figures[0]['title']}记录", taken))
        write_records(sheet, group, year.words, (figures.NAME, "A1"))
        places |= {figure["figure"]: (sheet.title, "A1") for figure in group.figures}
    return places
