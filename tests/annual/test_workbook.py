"""The workbook read back: what it says, that text stays text, digits stay exact, and equal tables are equal bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.annual.question import Annual, annual
from flows.outputs.annual.workbook import annual_workbook, write_annual_workbook
from flows.outputs.printing import spans
from flows.outputs.sheets import NotAWorkbook
from flows.settings import Settings
from tests.bureau import Bureau

YEAR = "2023年"
FORMS = ("zhejiang", "shandong", "pre2021")


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    bureau = Bureau(tmp_path_factory.mktemp("annual"), settings=Settings(powers=("行政征收",)))
    bureau.put(
        f"案件_{YEAR}.xlsx",
        "cases",
        {"case_no": "A1", "penalty_kinds": ["罚款", "警告"], "fine": "89999.99"},
        {"case_no": "A2", "penalty_kinds": ["通报批评"]},
        {"case_no": "A3", "confiscated_income": "9500.01"},
        {"case_no": "A4"},
        {"case_no": "A5", "outcome": "不予处罚"},
        {"case_no": "A6", "decided_on": "2023-02-30"},
    )
    bureau.put("许可_202311.xlsx", "permits", {"item_no": "P1", "finished_on": "2023-11-03", "result": "准予"})
    bureau.night()
    return bureau


def asked(bureau: Bureau, form: str, year: int = 2023) -> Annual:
    found: Annual = bureau.ask(annual, year, form)
    return found


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content))


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("form", FORMS)
def test_four_tables_and_the_notes_with_every_column_and_its_value(bureau: Bureau, form: str) -> None:
    found = asked(bureau, form)
    workbook = opened(annual_workbook(found, "某某县交通运输局"))
    assert workbook.sheetnames == ["行政处罚", "行政许可", "行政强制", "其他行政执法行为", "情况说明"]
    for table in found.tables:
        sheet = workbook[table.name]
        assert sheet["A1"].value == f"某某县交通运输局2023年度{table.title}"
        row = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "某某县交通运输局")
        headings = [
            next(sheet.cell(above, column).value for above in range(row - 1, 2, -1) if sheet.cell(above, column).value)
            for column in range(2, len(table.cells) + 2)
        ]
        assert [heading.split("\n")[0] for heading in headings] == [cell.column for cell in table.cells]
        for column, cell in enumerate(table.cells, start=2):
            value = sheet.cell(row, column).value
            assert value == cell.status if cell.value is None else Decimal(str(value)) == cell.value


def test_the_notes_tell_how_it_was_counted_and_what_is_missing(bureau: Bureau) -> None:
    notes = "\n".join(texts(opened(annual_workbook(asked(bureau, "zhejiang"), ""))["情况说明"]))
    for said in (
        "一案一宗",
        "从轻到重依次为:警告、通报批评;罚款;没收",
        "本年度有 2 宗,其中按金额归类 1 宗、归入其他行政处罚 1 宗",
        "罚没金额按处罚决定",
        "行政强制表无数据:“查封场所、设施或者财物”",
        "其他行政执法行为表无数据:“行政征收”“行政检查(次)”。",
        "其他行政执法行为表不适用:“行政裁决”",
        "行政许可表:有数据的各栏缺 2023-01 至 2023-02、2023-04 至 2023-10、2023-12 的数据",
        "案件台账 1 行",
        "截至 2024-03-15",
    ):
        assert said in notes
    assert "注意" not in notes
    shandong = "\n".join(texts(opened(annual_workbook(asked(bureau, "shandong"), ""))["情况说明"]))
    assert "“不罚金额”的 1 宗案件中有 1 宗没有填金额,按零计" in shandong


def test_a_form_of_other_years_and_a_running_year_are_warned_of(bureau: Bureau) -> None:
    notes = "\n".join(texts(opened(annual_workbook(asked(bureau, "pre2021"), ""))["情况说明"]))
    assert "适用于 2020 年度及以前,不是 2023 年度规定的格式" in notes
    assert "没有列出、因而计入其他行政处罚的种类:通报批评 1 宗" in notes
    running = "\n".join(texts(opened(annual_workbook(asked(bureau, "shandong", 2024), ""))["情况说明"]))
    assert "2024 年度尚未结束" in running


def test_months_that_miss_are_marked_in_the_table(bureau: Bureau) -> None:
    sheet = opened(annual_workbook(asked(bureau, "zhejiang"), ""))["行政许可"]
    marked = [cell for row in sheet.iter_rows() for cell in row if cell.number_format.endswith('"*"')]
    assert [cell.value for cell in marked] == [1, 1, 1, 0, 0]
    assert any(text.startswith("* 有数据的各栏缺 2023-01") for text in texts(sheet))


def test_amounts_keep_their_digits_and_no_text_is_a_formula(bureau: Bureau) -> None:
    content = annual_workbook(asked(bureau, "zhejiang"), "=1+1")
    sheet = opened(content)["行政处罚"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet["A1"].value.startswith("=1+1")
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    # 9.95 as a float, written with sixteen digits, is 9.949999999999999.
    assert re.search(r't="n"><v>9\.95</v>', xml)
    assert "<f>" not in xml


def test_an_amount_beyond_what_a_number_holds_stays_text(bureau: Bureau) -> None:
    found = asked(bureau, "zhejiang")
    huge = Decimal("12345678901234.123456")
    penalties = found.tables[0]
    cells = (*penalties.cells[:-1], replace(penalties.cells[-1], value=huge))
    workbook = opened(annual_workbook(replace(found, tables=(replace(penalties, cells=cells),)), ""))
    assert str(huge) in texts(workbook["行政处罚"])


@pytest.mark.parametrize("form", FORMS)
def test_it_prints_on_a4_with_nothing_too_wide_for_its_cell(bureau: Bureau, form: str) -> None:
    found = asked(bureau, form)
    workbook = opened(annual_workbook(found, ""))
    for table in found.tables:
        sheet = workbook[table.name]
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        for column, cell in enumerate(table.cells, start=2):
            assert sheet.column_dimensions[get_column_letter(column)].width > len(cell.printed(found.form)) + 1
    assert workbook["情况说明"].page_setup.orientation == "portrait"


def test_the_same_tables_give_the_same_bytes(bureau: Bureau) -> None:
    content = annual_workbook(asked(bureau, "shandong"), "局")
    assert content == annual_workbook(asked(bureau, "shandong"), "局")
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2024-03-15T00:00:00" in archive.read("docProps/core.xml").decode()


def test_only_a_workbook_is_written(bureau: Bureau, tmp_path: Path) -> None:
    with pytest.raises(NotAWorkbook):
        write_annual_workbook(asked(bureau, "zhejiang"), "", tmp_path / "年报.xls")


def test_months_that_follow_each_other_are_one_span() -> None:
    assert spans([]) == ""
    assert spans(["2022-12"]) == "2022-12"
    assert spans(["2022-11", "2022-12", "2023-01", "2023-03"]) == "2022-11 至 2023-01、2023-03"


def test_the_command_prints_or_writes(bureau: Bureau, tmp_path: Path) -> None:
    rows = {(row["table"], row["column"]): row for row in bureau.json("annual", "2023", "--form", "zhejiang")}
    assert rows["行政处罚", "罚没金额(万元)"] | {"records": 4} == {
        "form": "zhejiang",
        "year": 2023,
        "table": "行政处罚",
        "position": 11,
        "column": "罚没金额(万元)",
        "value": "9.95",
        "unit": "万元",
        "status": "正常",
        "printed": "9.95",
        "missing_months": [],
        "records": 4,
    }
    assert rows["其他行政执法行为", "行政裁决"]["value"] is None
    out = tmp_path / "年报.xlsx"
    done = bureau.command("annual", "2023", "--form", "pre2021", "--out", str(out))
    assert done.returncode == 0
    assert "2020 年度及以前" in done.stderr
    assert out.read_bytes() == annual_workbook(asked(bureau, "pre2021"), "")


@pytest.mark.parametrize(("year", "form", "said"), [("2023", "zhejang", "zhejiang"), ("2011", "zhejiang", "2011 年度")])
def test_an_unknown_form_or_year_is_told(bureau: Bureau, year: str, form: str, said: str) -> None:
    done = bureau.command("annual", year, "--form", form)
    assert done.returncode == 1
    assert said in done.stderr
