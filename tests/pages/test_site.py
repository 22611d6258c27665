"""What is written beside the database: which files, how large, with which bytes, and what hostile texts become."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser

from flows.outputs.pages.records import _parts, record_lists, record_scripts
from flows.outputs.pages.search import initials
from flows.outputs.pages.site import write_site
from flows.outputs.workbook.question import ask_year
from flows.published import Period
from flows.release.freeze import Approval, release_figures
from flows.settings import Settings
from tests.bureau import Bureau
from tests.exports import cases
from tests.pages.conftest import Reader, reader_of

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'`${1}{{7*7}}</title>"
MOST_BYTES = 2_000_000


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """A bureau whose name, units, fields, files, sheets and declared figures would be markup if they could."""
    bureau = Bureau(
        tmp_path_factory.mktemp("site"),
        settings=Settings(workbook_years=0, pages_years=2, organ=HOSTILE, not_applicable=("court_applications",)),
    )
    bureau.put(
        "案件_2022年<b>&amp;'.xlsx",
        "cases",
        *cases(range(1, 4), decided_on="2022-05-01", fine="100", penalty_kinds=["罚款"], org_unit=HOSTILE),
    )
    bureau.put(
        "案件_2023年.xlsx",
        "cases",
        *cases(range(11, 14), decided_on="2023-03-31", fine="0.01", penalty_kinds=["罚款"], field=HOSTILE),
        *cases(range(14, 16), decided_on="2023-09-01", fine="200", penalty_kinds=["罚款"], org_unit="一中队"),
        {"case_no": "退1", "decided_on": "2023-02-30", "offence": HOSTILE},
        {"case_no": "退2", "outcome": HOSTILE},
    )
    bureau.put("填报_2023年.xlsx", "declared", {"indicator": HOSTILE, "source": HOSTILE, "value": 35})
    bureau.night()
    release_figures(bureau.warehouse, Period(2022), Approval(HOSTILE, "2024-03-16T09:00:00+08:00"))
    bureau.put("案件_2022年补.xlsx", "cases", *cases([4], decided_on="2022-06-01"))
    bureau.night()
    return bureau


@pytest.fixture(scope="module")
def published(bureau: Bureau) -> Path:
    return bureau.warehouse.published


def files_of(directory: Path) -> dict[str, bytes]:
    paths = [directory / "首页.html", *(directory / "网页").iterdir()]
    return {path.name: path.read_bytes() for path in paths}


def written(bureau: Bureau, directory: Path, records: int = 20_000) -> dict[str, bytes]:
    """The pages written once more."""
    directory.mkdir()
    with duckdb.connect(str(bureau.warehouse.database.resolve()), read_only=True) as connection:
        years = [ask_year(connection, Period(year), "zhejiang") for year in (2022, 2023)]
        write_site(connection, directory, HOSTILE, years, records)
    return files_of(directory)


# ---------------------------------------------------------------- files


def test_the_start_page_stands_under_a_stable_name_that_one_rename_moves(bureau: Bureau) -> None:
    root = bureau.warehouse.root
    assert (root / "首页.html").readlink() == Path("published/首页.html")
    assert (root / "网页").readlink() == Path("published/网页")
    assert (root / "首页.html").read_bytes() == (bureau.warehouse.published / "首页.html").read_bytes()


def test_links_between_pages_lead_to_files(published: Path) -> None:
    for page in (published / "首页.html", *(published / "网页").glob("*.html")):
        for target in set(re.findall(r'(?:href|src)="(?!data:)([^"#]+)', page.read_text("utf-8"))):
            assert (page.parent / target).is_file(), (page.name, target)


def test_pages_are_read_only_and_small(published: Path) -> None:
    for path in (published / "首页.html", *(published / "网页").iterdir()):
        assert path.stat().st_mode & 0o777 == 0o440
        assert path.stat().st_size < MOST_BYTES


def test_the_same_database_gives_the_same_bytes(bureau: Bureau, published: Path, tmp_path: Path) -> None:
    assert written(bureau, tmp_path / "again") == files_of(published)


def test_without_the_setting_there_are_no_pages_and_no_name_that_leads_nowhere(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, settings=Settings(workbook_years=0, pages_years=0))
    bureau.put("案件_2023年.xlsx", "cases")
    bureau.night()
    assert not (bureau.warehouse.root / "首页.html").is_symlink()
    assert not (bureau.warehouse.published / "网页").exists()


# ---------------------------------------------------------------- texts


def test_hostile_texts_are_texts(published: Path) -> None:
    for path in (published / "首页.html", *(published / "网页").glob("*.html")):
        text = path.read_text("utf-8")
        assert "<img" not in text, path.name
        assert text.count("<script") == len(
            re.findall(r'<script (?:src="[^"]+" defer|type="application/json" id="listed")>', text)
        )
        assert "<b>" not in text, path.name


@pytest.fixture
def reader(browser: Browser, bureau: Bureau) -> Iterator[Reader]:
    yield from reader_of(browser, bureau.warehouse.root)


def test_hostile_texts_are_shown_as_they_were_written(reader: Reader) -> None:
    page = reader.open("首页.html")
    assert page.locator(".organ").text_content() == HOSTILE
    page.get_by_role("link", name=HOSTILE, exact=True).click()
    assert page.locator("h1").text_content() == HOSTILE
    page.get_by_label("找指标").fill("<script>")
    assert page.locator(".found .title").first.text_content() == HOSTILE
    for name, fragment, shown in (
        ("网页/figure-cases_penalized.html", "#2022", "案件_2022年<b>&amp;'.xlsx"),
        ("网页/figure-cases_penalized.html", "#2022", HOSTILE),
        ("网页/quality.html", "", HOSTILE),
        ("网页/received.html", "", "案件_2022年<b>&amp;'.xlsx"),
    ):
        reader.open(name, fragment)
        assert page.locator("main td, main th", has_text=shown).count(), (name, shown)


def test_a_released_figure_stands_as_it_was_published_beside_what_it_is_now(reader: Reader) -> None:
    page = reader.open("网页/releases.html")
    row = page.locator("section.release").locator("tr.differs", has_text="查处各类违法案件").first
    assert [text.strip() for text in row.locator("td").all_text_contents()] == ["3", "4", "起", "有"]
    assert page.locator(".facts dd").nth(1).text_content() == HOSTILE


def test_the_last_run_is_told(reader: Reader) -> None:
    page = reader.open("网页/runs.html")
    shown = page.locator("#runs tbody tr").first.locator("td").all_text_contents()
    assert [text.strip() for text in shown[:2]] == ["2024-03-15", "已发布"]


def test_zero_no_data_and_not_applicable_are_told_apart(reader: Reader) -> None:
    page = reader.open("首页.html")
    shown = {
        figure: " ".join((page.locator(f"tr[data-figure={figure}] td").first.text_content() or "").split())
        for figure in ("hearings", "fines_collected", "court_applications", "cases_penalized")
    }
    assert shown == {
        "hearings": "0",
        "fines_collected": "无数据",
        "court_applications": "不适用",
        "cases_penalized": "5",
    }


# ---------------------------------------------------------------- records


@pytest.fixture
def connection(bureau: Bureau) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(bureau.warehouse.database.resolve()), read_only=True) as connection:
        yield connection


def test_whole_months_are_listed_up_to_a_limit_the_newest_first(connection: duckdb.DuckDBPyConnection) -> None:
    for limit, first_month, listed in ((5, 3, 5), (4, 9, 2), (1, 9, 2)):
        lists = record_lists(connection, [2022, 2023], limit)
        figure = next(one for item in lists for one in item.figures if one.figure == "cases_penalized")
        assert figure.first_months[2023] == first_month
        assert (figure.listed[2023], figure.records[2023]) == (listed, 5)


def test_figures_of_the_same_date_share_a_list_and_a_record_stands_in_it_once(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    scripts = record_scripts(connection, record_lists(connection, [2022, 2023], 20_000))
    assert len(lines_of(scripts["records-decided_on-2023-0.js"])) == 5
    assert sum(name.startswith("records-decided_on-2023") for name in scripts) == 1


def lines_of(script: str) -> list[str]:
    arguments = json.loads(f"[{script.removeprefix('enfstat.part(').removesuffix(');' + chr(10))}]")
    lines: list[str] = arguments[3].split("\n")
    return lines


def test_a_list_too_long_for_one_file_is_divided_between_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.outputs.pages.records._PART_CHARACTERS", 10)
    lines = ["a" * 4, "b" * 4, "c" * 4, "d" * 30, "e" * 2]
    parts = list(_parts("\n".join(lines)))
    assert "\n".join(parts).split("\n") == lines
    assert [part.split("\n") for part in parts] == [["aaaa", "bbbb"], ["cccc"], ["d" * 30], ["ee"]]


# ---------------------------------------------------------------- searching


def test_initials_are_those_of_every_reading() -> None:
    assert initials("罚没款(决定)") == ["f", "m", "kx", "j", "d"]  # a bracket is not typed
    assert set("ls") <= set(initials("率")[0])
    assert initials("DB33") == ["d", "b", "3", "3"]


def test_the_table_of_initials_is_that_of_pypinyin() -> None:
    from flows.outputs.pages.make_initials import TARGET, initials_text

    assert TARGET.read_text("utf-8") == initials_text()


# ---------------------------------------------------------------- what was received


def test_a_month_is_late_when_its_first_file_came_more_than_31_days_after_it(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path, settings=Settings(workbook_years=0, pages_years=1))
    bureau.put("案件_202310.xlsx", "cases", *cases(range(1, 3), decided_on="2023-10-05"))
    bureau.night(date(2023, 11, 20))
    bureau.put("案件_202310.xlsx", "cases", *cases(range(1, 4), decided_on="2023-10-05"))  # mended, so not late
    bureau.put("案件_202311.xlsx", "cases", *cases(range(4, 6), decided_on="2023-11-05"))
    bureau.put("案件_202309.xlsx", "cases", *cases(range(6, 8), decided_on="2023-09-05"))
    bureau.night(date(2024, 1, 15))
    text = (bureau.warehouse.published / "网页" / "received.html").read_text("utf-8")
    row = re.findall(r'<th scope="row">案件台账</th>(.*)</tr>', text)[1]  # of 2023; the running year stands first
    marks = re.findall(r'<span class="month (\w+)"', row)
    assert marks[8:] == ["there", "there", "late", "lacking"]  # September was due before the first file of all
    assert "2024-01-15 才收到,月末后 46 天" in row
