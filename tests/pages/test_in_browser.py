"""The pages of the sample in a real browser: what is asked of them is answered, and is what the database says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from flows import published
from flows.published import Period
from tests.bureau import Bureau
from tests.pages.conftest import Reader, reader_of

START = "首页.html"
KINDS = (
    START,
    "网页/figure-cases_penalized.html",
    "网页/figure-collection_rate.html",
    "网页/annual-2023.html",
    "网页/received.html",
    "网页/quality.html",
    "网页/runs.html",
    "网页/releases.html",
)


def text(reader: Reader, selector: str) -> str:
    return " ".join((reader.page.locator(selector).first.text_content() or "").split())


def cells(reader: Reader, table: str) -> list[list[str]]:
    """The shown rows of a table as texts."""
    found: list[list[str]] = reader.page.eval_on_selector(
        table,
        "table => [...table.tBodies[0].rows].filter(row => !row.hidden)"
        ".map(row => [...row.cells].map(cell => cell.textContent.trim().replace(/\\s+/g, ' ')))",
    )
    return found


# ---------------------------------------------------------------- somebody who has never seen it, in three clicks


def test_how_many_cases_in_2023_is_on_the_start_page(reader: Reader, sample: Bureau) -> None:
    reader.open(START)
    assert text(reader, "h1") == "2023年度指标"
    assert text(reader, "tr[data-figure=cases_penalized] td") == sample.value("cases_penalized") == "1422"
    assert reader.clicks == 0


def test_in_which_month_most_takes_one_click(reader: Reader, sample: Bureau) -> None:
    reader.open(START)
    reader.click("link", "查处各类违法案件")
    rows = sample.rows("from 指标分月 where 名称 = 'cases_penalized' and 年度 = 2023 order by 数值 desc")
    assert text(reader, ".year:not([hidden]) .most-months") == f"{rows[0]['月份']}月({rows[0]['数值']:.0f} 起)"
    assert reader.clicks == 1


def test_which_excel_row_is_the_last_of_them_takes_one_click(reader: Reader, sample: Bureau) -> None:
    reader.open(START)
    reader.click("link", "查处各类违法案件")
    reader.page.wait_for_selector(".listing tbody tr")
    number, on, *_, file, sheet, row = cells(reader, ".listing")[0]
    records = sample.trace("cases_penalized")
    assert on == str(max(record["occurred_on"] for record in records))
    assert {"key": number, "file": file, "sheet": sheet, "row": int(row)}.items() <= next(
        record for record in records if record["key"] == number
    ).items()
    opened = load_workbook(sample.raw / file, read_only=True)[sheet]
    assert number in next(opened.iter_rows(int(row), int(row), values_only=True))
    assert reader.clicks == 1


def test_what_was_rejected_and_why_takes_one_click(reader: Reader, sample: Bureau) -> None:
    reader.open(START)
    reader.click("link", "退回了什么、为什么")
    shown = {(row[0], row[3]) for row in cells(reader, "#rejected")}
    assert shown == {
        (f"{row['file']},{row['sheet']},{row['cell']}", " ".join(row["message"].split())) for row in sample.rejections()
    }
    assert "案件/案件台账_20240205.xlsx" in text(reader, "main")
    assert reader.clicks == 1


def test_whether_anything_is_missing_takes_one_click(reader: Reader) -> None:
    reader.open(START)
    assert "2023年已结束的月份,各类数据都有文件,没有缺少。" in text(reader, ".notices")
    reader.click("link", "收到了什么、缺什么")
    of_year = ".calendar:has(h2:text-is('{}年')) .summary"
    assert text(reader, of_year.format(2023)) == "已结束的月份都有文件,没有缺少。"
    assert "案件台账(2022-01 至 2022-02)" in text(reader, of_year.format(2022))
    assert reader.clicks == 1


# ---------------------------------------------------------------- every figure on the page is that of the database


def shown_value(figure: dict[str, Any], prefix: str = "") -> str:
    """The value as printed and the state that goes with it, as a cell says them."""
    status = figure[f"{prefix}status"]
    return (figure[f"{prefix}printed"] or "") + ("" if status == "正常" else status)


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_every_figure_of_a_year_is_that_of_the_database(reader: Reader, sample: Bureau, year: int) -> None:
    reader.open(START if year == 2023 else f"网页/year-{year}.html")
    expected = [
        [row["title"], shown_value(row), row["unit"], shown_value(row, "previous_")]
        for row in sample.ask(published.compared, Period(year))
    ]
    shown = cells(reader, ".figures")
    assert [[title, value.replace(" ", ""), unit, before] for title, value, unit, _, before, _ in shown] == expected


FIGURE_PAGE = """() => [...document.querySelectorAll("section.year")].map(year => ({
    year: Number(year.dataset.year),
    value: year.querySelector(".value strong")?.textContent ?? null,
    states: [...year.querySelectorAll(".value .state")].map(state => state.textContent),
    months: [...year.querySelectorAll(".months tbody tr:first-child td")].map(cell => cell.textContent.trim()),
    parts: [...year.querySelectorAll(".split")].map(split =>
        [...split.querySelectorAll("tbody tr")].map(row => [row.cells[0].textContent, row.cells[1].dataset.value])),
}))"""


@pytest.mark.slow
def test_every_figure_page_says_what_the_database_says(reader: Reader, sample: Bureau) -> None:
    months = grouped(sample.rows("from 指标分月 order by 月份"))
    units = grouped(sample.rows("from 指标分机构 where 数值 is not null"))
    fields = grouped(sample.rows("from 指标分领域 where 数值 is not null"))
    figures = {year: sample.figures(year) for year in (2022, 2023, 2024)}
    for name in figures[2023]:
        reader.open(f"网页/figure-{name}.html")
        for said in reader.page.evaluate(FIGURE_PAGE):
            figure, at = figures[said["year"]][name], (name, said["year"])
            assert said["value"] == figure["printed"]
            assert said["states"] == ([] if figure["status"] == "正常" else [figure["status"]])
            if figure["value"] is None:
                continue
            values = [row["数值"] for row in months.get(at, [])]
            drawn = [month for month in said["months"] if month != "—"]
            assert len(drawn) == len(values)
            assert [re.match("[0-9]", month) is not None for month in drawn] == [value is not None for value in values]
            expected = [
                {(row[part], row["数值"]) for row in rows.get(at, [])}
                for part, rows in (("机构", units), ("业务领域", fields))
            ]
            assert [{(part, float(value)) for part, value in split} for split in said["parts"]] == [
                {(part, float(value)) for part, value in split} for split in expected if split
            ]


def grouped(rows: list[dict[str, Any]]) -> dict[tuple[str, int], list[dict[str, Any]]]:
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["名称"], row["年度"]), []).append(row)
    return found


@pytest.mark.parametrize(
    "figure", ["cases_penalized", "fines_collected", "simplified_rate", "collection_rate", "cases_carried_in"]
)
def test_the_records_of_a_figure_are_those_of_its_trace(reader: Reader, sample: Bureau, figure: str) -> None:
    reader.open(f"网页/figure-{figure}.html", "#2023")
    reader.page.wait_for_selector(".listing tbody tr")
    shown = all_records(reader)
    expected = [
        (row["key"], str(row["occurred_on"]), row["file"], row["sheet"], str(row["row"]))
        for row in sample.trace(figure)
    ]
    assert sorted((row[0], row[1], *row[-3:]) for row in shown) == sorted(expected)
    days = [row[1] for row in shown]
    assert days == sorted(days, reverse=True)


def all_records(reader: Reader) -> list[list[str]]:
    """The rows of all pages of the list."""
    found: list[list[str]] = reader.page.evaluate(
        """() => {
            const rows = [];
            for (;;) {
                rows.push(...document.querySelector(".listing tbody").rows);
                const buttons = [...document.querySelectorAll(".pager button")];
                const next = buttons.find(button => button.textContent === "下一页");
                if (next.disabled) return rows.map(row => [...row.cells].map(cell => cell.textContent));
                next.click();
            }
        }"""
    )
    return found


def test_statutory_tables_are_those_of_the_database(reader: Reader, sample: Bureau) -> None:
    reader.open("网页/annual-2023.html")
    shown = reader.page.eval_on_selector_all(
        ".form tbody tr", "rows => rows.map(row => [...row.cells].slice(1).map(cell => cell.textContent))"
    )
    rows = sample.rows("from annual_values where form = 'zhejiang' and year = 2023")
    assert sum(map(len, shown)) == len(rows)
    assert shown[0][-2:] == ["1422", "808.222"]
    assert {value for table in shown for value in table if value in ("不适用", "无数据")} == {
        row["status"] for row in rows if row["value"] is None
    }


# ---------------------------------------------------------------- searching, sorting, choosing


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("查处", "查处各类违法案件"),
        ("ccglwfaj", "查处各类违法案件"),
        ("slfx", None),
        ("收缴率", "罚没款执行率"),
        ("fmkzxl", "罚没款执行率"),
        ("XZXK", "行政许可办件"),
    ],
)
def test_a_figure_is_found_by_name_synonym_and_pinyin(reader: Reader, typed: str, first: str | None) -> None:
    reader.open("网页/received.html")
    reader.page.get_by_label("找指标").fill(typed)
    found = reader.page.locator(".found a .title").all_text_contents()
    assert (found[0] if found else None) == first
    if first:
        reader.page.get_by_label("找指标").press("Enter")
        reader.page.wait_for_url("**/figure-*.html")
        assert text(reader, "h1") == first


def test_the_search_is_walked_by_keyboard(reader: Reader) -> None:
    reader.open(START)
    reader.page.get_by_label("找指标").fill("案件")
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("ArrowDown")
    second = reader.page.evaluate("document.activeElement.querySelector('.title').textContent")
    assert second == reader.page.locator(".found a .title").all_text_contents()[1]
    reader.page.keyboard.press("Escape")
    assert reader.page.locator(".found").is_hidden()


def test_a_table_is_sorted_by_its_numbers(reader: Reader) -> None:
    reader.open(START)
    reader.click("button", "数值")
    ascending = reader.page.eval_on_selector_all(
        ".figures tbody td:nth-child(2)", "cells => cells.map(cell => cell.dataset.value).filter(Boolean).map(Number)"
    )
    assert ascending == sorted(ascending)
    reader.click("button", "数值")
    first = reader.page.locator(".figures tbody tr td:nth-child(2)").first
    assert float(first.get_attribute("data-value") or 0) == max(ascending)
    assert reader.page.locator("th[aria-sort=descending]").inner_text().startswith("数值")


def test_records_are_searched_and_sorted(reader: Reader, sample: Bureau) -> None:
    reader.open("网页/figure-cases_penalized.html", "#2023")
    reader.page.get_by_label("在记录中查找").fill("壶山中队 道路货运")
    expected = sample.rows(
        "select count(*) as count from figure_records where figure = 'cases_penalized' and year = 2023 "
        "and org_unit = '壶山中队' and field = '道路货运'"
    )[0]["count"]
    expect(reader.page.locator(".told")).to_contain_text(f"找到 {expected} 条")
    reader.click("button", "日期")
    days = [row[1] for row in cells(reader, ".listing")]
    assert days == sorted(days)


def test_a_year_is_chosen_and_kept_on_the_way(reader: Reader) -> None:
    reader.open(START)
    reader.click("link", "2022年")
    assert text(reader, "h1") == "2022年度指标"
    reader.click("link", "立案")
    assert text(reader, ".year:not([hidden]) .of") == "2022年度"
    reader.click("link", "2024年")
    assert text(reader, ".year:not([hidden]) .of") == "2024年度"
    expect(reader.page.locator(".told")).to_contain_text("2024年共")


def test_a_long_table_is_filtered(reader: Reader) -> None:
    reader.open("网页/quality.html")
    reader.page.get_by_label("在退回中查找").fill("缴款")
    expect(reader.page.locator("#rejected-filter ~ [role=status]")).to_have_text("找到 2 行")
    assert len(cells(reader, "#rejected")) == 2


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize("name", KINDS)
def test_no_page_has_a_serious_finding_of_axe(reader: Reader, name: str) -> None:
    reader.open(name)
    if "figure" in name:
        reader.page.wait_for_selector(".listing tbody tr")
    found = Axe().run(reader.page, options={"resultTypes": ["violations"], "preload": False}).response["violations"]
    serious = [item for item in found if item["impact"] in ("serious", "critical")]
    assert [(item["id"], [node["target"] for node in item["nodes"]]) for item in serious] == []


@pytest.fixture(params=[(1366, 768), (390, 844)], ids=["screen", "narrow"])
def sized(browser: Browser, sample: Bureau, request: pytest.FixtureRequest) -> Iterator[Reader]:
    yield from reader_of(browser, sample.warehouse.root, *request.param)


def test_no_page_is_wider_than_the_screen(sized: Reader) -> None:
    for name in KINDS:
        sized.open(name)
        assert sized.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name


def test_in_print_nothing_is_cut_off_and_nothing_is_there_to_be_clicked(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 703, "height": 1000})  # A4 less its margins, in CSS pixels
    reader.page.emulate_media(media="print")
    for name in KINDS:
        reader.open(name)
        cut = reader.page.evaluate(
            "[...document.querySelectorAll('main table, main svg, main pre')]"
            ".filter(part => part.getBoundingClientRect().right > 704).map(part => part.className || part.tagName)"
        )
        assert cut == [], name
        assert reader.page.locator("input:visible").count() == 0, name
