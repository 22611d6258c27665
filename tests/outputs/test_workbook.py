"""The workbook of a year read back: its values are the database's, its names and links lead where they say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows.outputs.annual.question import YearWithoutData
from flows.outputs.sheets import NotAWorkbook, sheet_name
from flows.outputs.workbook.book import write_year_workbook, year_workbook
from flows.outputs.workbook.figures import value_names
from flows.outputs.workbook.question import Year, ask_year, years_with_data
from flows.outputs.workbook.records import record_groups
from flows.published import Period, compared, figures
from tests.bureau import Bureau

ORGAN = "某某县交通运输局"
HUGE = "9007199254.740993"  # 万元, more digits than a number keeps


def asked(bureau: Bureau, year: int = 2023, month: int = 12) -> Year:
    found: Year = bureau.ask(ask_year, Period(year, month), "zhejiang")
    return found


@pytest.fixture(scope="module")
def content(bureau: Bureau) -> bytes:
    return year_workbook(asked(bureau), ORGAN)


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return opened(content)


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def table(sheet: Worksheet, heading_row: int) -> list[dict[str, Any]]:
    """The rows below a row of headings, by heading."""
    heads, *rows = sheet.iter_rows(min_row=heading_row, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def rows_of(book: Workbook) -> dict[str, dict[str, Any]]:
    return {row["指标"]: row for row in table(book["年度指标"], 4)}


def shown(value: Any) -> str:
    return str(value) if isinstance(value, str) else f"{Decimal(str(value)).normalize():f}"


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(("year", "month"), [(2023, 12), (2023, 6), (2022, 12), (2024, 12)])
def test_every_value_is_that_of_the_database_and_a_state_is_no_number(bureau: Bureau, year: int, month: int) -> None:
    rows = rows_of(opened(year_workbook(asked(bureau, year, month), ORGAN)))
    for figure in bureau.ask(compared, Period(year, month)):
        row = rows[figure["title"]]
        for column, name, otherwise in (
            ("数值", "value", figure["status"]),
            ("上年同期", "previous_value", figure["previous_status"]),
            ("增减", "change", "—"),
            ("增减(%)", "change_percent", "—"),
        ):
            expected = otherwise if figure[name] is None else f"{Decimal(figure[name]).normalize():f}"
            assert shown(row[column]) == expected, (figure["figure"], column)
        assert (row["状态"], row["单位"], row["记录数"]) == (figure["status"], figure["unit"], figure["records"])
        assert row["报告写法"] == (figure["printed"] or "—")


def test_nothing_zero_and_not_applicable_are_kept_apart(book: Workbook) -> None:
    rows = rows_of(book)
    values = {title: row["数值"] for title, row in rows.items()}
    assert (values["立案"], values["行政复议"]) == (0, 0)
    assert (values["复议纠错率"], values["申请法院强制执行"], values["行政许可办件"]) == ("无对象", "不适用", "无数据")
    assert rows["掌上执法检查"]["说明"] == "上年缺 2022-01 至 2022-10、2022-12"
    assert rows["行政复议"]["说明"] == "上年同期无数据"


def test_digits_are_neither_lost_nor_added(content: bytes, book: Workbook) -> None:
    rows = rows_of(book)
    assert rows["收缴罚没款"]["数值"] == HUGE
    assert texts(book["收缴罚没款记录"]).count("90071992547409.93") == 2  # the sum and the one receipt
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r't="n"><v>4\.000223</v>', xml)


def test_a_share_shows_what_a_report_prints_and_holds_six_decimals(book: Workbook) -> None:
    sheet = book["年度指标"]
    cell = next(row[1] for row in sheet.iter_rows(min_row=5) if row[0].value == "双随机抽查占比")
    assert (cell.value, cell.number_format) == (50, "0")
    change = next(row[4] for row in sheet.iter_rows(min_row=5) if row[0].value == "双随机抽查占比")
    assert change.number_format == '+0.00"个百分点";-0.00"个百分点";0.00"个百分点"'


def test_rejected_rows_are_counted_where_their_files_could_move_a_figure(bureau: Bureau, book: Workbook) -> None:
    rows = rows_of(book)
    assert [rows[title]["待改正的退回行"] for title in ("查处各类违法案件", "罚没款执行率", "检查企业")] == [2, 2, 0]
    assert asked(bureau, 2022).at_stake["cases_penalized"] == 0
    assert asked(bureau, 2024).at_stake["cases_penalized"] == 0
    # A stock on 1 January depends on what came before.
    assert asked(bureau, 2023).at_stake["cases_carried_in"] == 0
    assert asked(bureau, 2024).at_stake["cases_carried_in"] == 2


# ---------------------------------------------------------------- the other sheets


def test_splits_add_up_to_the_figure(book: Workbook) -> None:
    for name in ("分月", "分机构", "分业务领域"):
        for row in table(book[name], 3):
            numbers = list(row.values())[2:]
            if row["单位"] != "%" and row["单位"] != "元/起" and not isinstance(row["合计"], str):
                assert sum(Decimal(str(number)) for number in numbers[1:]) == Decimal(str(numbers[0])), (name, row)
    units = {row["指标"]: row for row in table(book["分机构"], 3)}
    assert (units["查处各类违法案件"]["=二中队"], units["查处各类违法案件"]["未填"]) == (4, 3)
    assert (units["检查企业"]["=二中队"], units["双随机抽查占比"]["=二中队"]) == (0, "无对象")
    # The payment belongs to a case of 一中队, of the year before.
    assert list(units["行政许可办件"].values()) == ["行政许可办件", "件", "无数据", None, None, None]


def test_a_part_of_a_year_has_its_months_and_names_and_no_statutory_tables(bureau: Bureau) -> None:
    book = opened(year_workbook(asked(bureau, 2023, 6), ORGAN))
    assert book["年度指标"]["A1"].value == f"{ORGAN}2023年1至6月行政执法指标"
    assert list(table(book["分月"], 3)[0])[3:] == [f"{month}月" for month in range(1, 7)]
    assert "行政处罚" not in book.sheetnames
    assert "查处各类违法案件_2023_06" in book.defined_names
    assert "查处各类违法案件_2022_06" in book.defined_names
    assert table(book["查处各类违法案件记录"], 3)[0]["查处各类违法案件"] == 3


def test_the_whole_year_has_the_statutory_tables(book: Workbook) -> None:
    assert book["行政处罚"]["A1"].value.startswith(f"{ORGAN}2023年度")
    assert book.sheetnames[:6] == ["年度指标", "口径", "分月", "分机构", "分业务领域", "图表"]


def test_a_card_tells_what_counts_and_the_same_on_another_basis(book: Workbook) -> None:
    cards = texts(book["口径"])
    for said in (
        "收缴罚没款(fines_collected)",
        "按缴款日期",
        f"罚没款按收缴还是按决定:\n收缴罚没款 9007199254.741 万元(准确值 {HUGE})",
        "罚没款(决定) 4.0002 万元(准确值 4.000223)",
        "查处各类违法案件7起",
        "6 起,增长1起(16.67%)",
        "案件台账;7 条记录,来自 案件_2023年.xlsx(7 条)",
        "有 2 行被退回而没有计入",
        "跨部门检查占全部任务还是占双随机抽查:\n跨部门检查占比 50 %\n双随机抽查中跨部门占比 100 %",
    ):
        assert said in cards, said


def test_rejections_files_and_cover_are_listed(book: Workbook) -> None:
    rejections = table(book["退回记录"], 3)
    assert {row["文件"] for row in rejections} == {"案件_2023年.xlsx"}
    files = {row["文件"]: row for row in table(book["收到的文件"], 3)}
    assert (files["案件_2023年.xlsx"]["接受"], files["案件_2023年.xlsx"]["退回"]) == (7, 2)
    assert isinstance(files["案件_2023年.xlsx"]["首次收到"], date)
    cover = {row["数据种类"]: row for row in table(book["数据覆盖"], 3)}
    assert (cover["案件台账"]["2023年"], cover["案件台账"]["2024年"], cover["投诉台账"]["2023年"]) == (
        "全年",
        "2024-01",
        "无数据",
    )


# ---------------------------------------------------------------- names, links, charts


def test_every_name_leads_to_its_value(bureau: Bureau, book: Workbook) -> None:
    sheet = book["年度指标"]
    values = {row["指标"]: row for row in table(sheet, 4)}
    for figure in bureau.ask(compared, Period(2023)):
        for through, column in (("2023-12", "数值"), ("2022-12", "上年同期")):
            for name in value_names(figure, through):
                ((sheet_title, place),) = book.defined_names[name].destinations
                assert book[sheet_title][place].value == values[figure["title"]][column], name
    assert {"查处各类违法案件_2023", "cases_penalized_2022", "罚没款_决定_2023"} <= set(book.defined_names)
    assert len(book.defined_names) == 4 * len(values)
    # Letters, digits and underscores, and nothing that could be an address.
    assert all(re.fullmatch(r"[^\W\d]\w*_\d{4}", name) for name in book.defined_names)


def test_every_link_leads_to_the_card_or_the_records_of_its_figure(book: Workbook) -> None:
    sheet = book["年度指标"]
    linked = 0
    for row in sheet.iter_rows(min_row=5):
        title, value = row[0].value, row[1]
        card = target(book, row[0].hyperlink.location)
        assert card.value.startswith(f"{title}(")
        if value.hyperlink:
            records = target(book, value.hyperlink.location)
            assert str(title) in records.value
            linked += 1
        else:
            assert isinstance(value.value, str) or row[-1].value == 0
    assert linked > 20
    back = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert all(target(book, link.location) is not None for link in back)


def target(book: Workbook, location: str) -> Any:
    name, _, cell = location.rpartition("!")
    return book[name.strip("'")][cell]


def test_the_records_behind_a_figure_are_those_of_its_trace_and_add_up(bureau: Bureau, book: Workbook) -> None:
    total, *records = table(book["查处各类违法案件记录"], 3)
    traced = bureau.trace("cases_penalized")
    assert [(row["文件"], row["工作表"], row["行"], row["编号"]) for row in records] == [
        (row["file"], row["sheet"], row["row"], row["key"]) for row in traced
    ]
    assert [row["日期"].date() for row in records] == [row["occurred_on"] for row in traced]
    assert total["罚没款(决定)(元)"] == 40002.23
    for title in ("查处各类违法案件", "罚没款(决定)(元)", "案均罚没款:分子", "案均罚没款:分母"):
        assert sum(Decimal(str(row[title])) for row in records) == Decimal(str(total[title]))


def test_too_many_records_give_way_to_sums_by_file(bureau: Bureau) -> None:
    rows = bureau.ask(figures, Period(2023))
    groups = {
        group.figures[0]["figure"]: group
        for group in bureau.ask(record_groups, Period(2023), [row for row in rows if row["value"] is not None], 4)
    }
    assert groups["cases_penalized"].records is None
    assert groups["fines_collected"].records is not None
    assert sum(group.records.places.height for group in groups.values() if group.records) <= 4
    year = replace(asked(bureau), groups=list(groups.values()))
    sheet = opened(year_workbook(year, ""))["查处各类违法案件记录"]
    assert "太多而没有逐条列出" in sheet["A2"].value
    total, file = table(sheet, 3)
    assert (file["文件"], file["记录数"], total["查处各类违法案件"]) == ("案件_2023年.xlsx", 7, 7)


def test_charts_draw_the_numbers_beside_them(book: Workbook, content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")]
    course = next(chart for chart in charts if "lineChart" in chart and "查处各类违法案件" in chart)
    assert course.count("<ser>") == 2
    for place in re.findall(r"<f>'图表'!(\$[^<]*)</f>", "".join(charts)):
        cells = book["图表"][place.replace("$", "")]
        found = [cell for row in cells for cell in row] if isinstance(cells, tuple) else [cells]
        assert any(cell.value is not None for cell in found), place
    assert any("pieChart" in chart for chart in charts)
    # Of inspections there was nothing in most months of last year: a gap, not a zero.
    months = {row[0].value: row[2].value for row in book["图表"].iter_rows(min_row=1, max_row=60)}
    assert None in months.values()


# ---------------------------------------------------------------- the file


def test_the_same_data_give_the_same_bytes(bureau: Bureau, content: bytes) -> None:
    assert year_workbook(asked(bureau), ORGAN) == content
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2024-03-15T00:00:00" in archive.read("docProps/core.xml").decode()


def test_no_cell_is_a_formula_and_text_stays_text(content: bytes, book: Workbook) -> None:
    with ZipFile(BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in xml or "<f " in xml for xml in sheets)
    assert "=二中队" in [cell.value for cell in book["分机构"][3]]


def test_every_sheet_prints_on_a4_one_page_wide_with_its_headings_again(book: Workbook) -> None:
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for name, heading_row in (("年度指标", 4), ("分月", 3), ("退回记录", 3), ("查处各类违法案件记录", 3)):
        assert book[name].print_title_rows == f"$1:${heading_row}"
        assert book[name].freeze_panes.endswith(str(heading_row + 1))


def test_names_of_sheets_are_short_and_unlike_each_other() -> None:
    taken: set[str] = set()
    names = [sheet_name(wanted, taken) for wanted in ("a" * 40, "A" * 40, "[一/二]:'三'?*", "History")]
    assert names == ["a" * 31, "A" * 28 + "(2)", "_一_二___三___", "History"]


# ---------------------------------------------------------------- from the command line and every night


def test_every_run_leaves_the_last_two_years_beside_the_database(bureau: Bureau, content: bytes) -> None:
    published = bureau.warehouse.published
    assert sorted(path.name for path in published.glob("*.xlsx")) == ["年度指标_2023.xlsx", "年度指标_2024.xlsx"]
    assert (published / "年度指标_2023.xlsx").read_bytes() == content
    assert (published / "年度指标_2023.xlsx").stat().st_mode & 0o777 == 0o440
    assert bureau.ask(years_with_data, 9) == [2022, 2023, 2024]
    assert bureau.ask(years_with_data, 0) == []


def test_the_command_writes_it(bureau: Bureau, tmp_path: Path) -> None:
    out = tmp_path / "半年.xlsx"
    done = bureau.command("workbook", "2023", "--through", "2023-06", "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == year_workbook(asked(bureau, 2023, 6), "")


def test_only_a_workbook_is_written_and_only_of_a_year_with_data(bureau: Bureau, tmp_path: Path) -> None:
    with pytest.raises(NotAWorkbook):
        write_year_workbook(asked(bureau), "", tmp_path / "年度指标.xls")
    with pytest.raises(YearWithoutData, match="没有2021年度的数据"):
        asked(bureau, 2021)
