"""A rejected row on its way: sent back, corrected, dropped again, accepted, closed; or wrong once more."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from flows import published
from flows.outputs.correction.question import ask_returns
from flows.outputs.correction.workbook import named, write_correction_workbook
from flows.sequence import Exit
from tests.bureau import Bureau
from tests.exports import cases, put, table, workbook

ID_LOST = 201312142345678901  # more digits than a number cell keeps
EXTRA = ("经办备注", "=1+1")  # a column that no contract knows, and a text that must not become a formula


def bad_cases() -> list[list[Any]]:
    """Three good cases and three bad ones, with a column that no contract knows, a title and a merged cell."""
    good, bad = cases(range(1, 4), fine="200"), cases(range(4, 7), fine="300", org_unit="壶山中队")
    bad[0] |= {"decided_on": "2023-02-30"}
    bad[1] |= {"outcome": "从未听说"}
    bad[2] |= {"case_no": ID_LOST}
    heading, *rows = table("cases", *good, *bad)
    return [["武义县案件明细"], [*heading, EXTRA[0]], *([*row, EXTRA[1]] for row in rows)]


def correct(path: Path, changes: Callable[[Worksheet], None], sheet: str | None = None) -> None:
    """Open a correction workbook, change one of its sheets (the first with rows), save it where it lies."""
    book = load_workbook(path)
    changes(book[sheet] if sheet else book.worksheets[1])
    book.save(path)


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rejections of a file of cases and of receipts, and a refused file, published."""
    bureau = Bureau(tmp_path_factory.mktemp("returns"))
    put(bureau.raw / "案件_20240105.xlsx", workbook({"明细": bad_cases()}, merges=["A1:C1"]))
    bureau.put("缴款_20240105.csv", "payments", {"receipt_no": "P1"}, {"receipt_no": "P2", "amount": "=约200元"})
    put(bureau.raw / "坏.xlsx", b"%PDF-1.7\n")
    bureau.night()
    return bureau.folder


@pytest.fixture
def bureau(published_once: Path, tmp_path: Path) -> Bureau:
    shutil.copytree(published_once, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Bureau(tmp_path)


def write(bureau: Bureau, name: str = "退回单.xlsx") -> Path:
    """The correction workbook of what is published."""
    returns = bureau.ask(ask_returns, bureau.warehouse)
    path = named(bureau.folder / name, returns)
    write_correction_workbook(returns, path)
    return path


def drop(bureau: Bureau, path: Path) -> None:
    shutil.copy(path, bureau.raw / path.name)
    assert bureau.night().exit is Exit.DONE


def statuses(bureau: Bureau) -> dict[tuple[str, int], tuple[str, str | None]]:
    """File and row → what has become of the rejection, and by which file."""
    rows = bureau.ask(published.rejections, True)
    return {(row["file"], row["row"]): (row["status"], row["mended_by"]) for row in rows}


def mend_cases(sheet: Worksheet) -> None:
    """Correct the first two of the three bad cases."""
    sheet.cell(2, column(sheet, "处罚决定日期")).value = "2023-05-07"
    sheet.cell(3, column(sheet, "处理结果")).value = "行政处罚"


def places(bureau: Bureau, figure: str) -> set[tuple[str, int, str]]:
    return {(row["file"], row["row"], str(row["value"])) for row in bureau.trace(figure)}


def test_corrected_rows_are_accepted_and_those_left_as_they_were_rejected_again(bureau: Bureau) -> None:
    before = {name: places(bureau, name) for name in bureau.figures()}
    path = write(bureau)
    assert path.name == "退回单_20240315.xlsx"
    correct(path, mend_cases)
    drop(bureau, path)
    after = {name: places(bureau, name) for name in before}
    gained = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert all(before[name] <= after[name] for name in before)
    assert {"cases_penalized", "simplified_cases", "fines_levied", "collection_rate"} <= gained.keys()
    assert {place[:2] for rows in gained.values() for place in rows} == {(path.name, 2), (path.name, 3)}
    assert bureau.value("cases_penalized") == "5"
    assert statuses(bureau) == {
        ("案件_20240105.xlsx", 6): ("mended", path.name),
        ("案件_20240105.xlsx", 7): ("mended", path.name),
        ("案件_20240105.xlsx", 8): ("resent", path.name),
        ("缴款_20240105.csv", 3): ("resent", path.name),
        (path.name, 4): ("open", None),
        (path.name, 2): ("open", None),
    }
    assert {(row["sheet"], row["cell"], row["rule"]) for row in bureau.rejections()} == {
        ("案件_20240105-明细", "A4", "id-lost-digits"),
        ("缴款_20240105-Sheet1", "D2", "money-unreadable"),
    }
    unaccounted = "select count(*) as files from files where read <> accepted + rejected + skipped"
    assert bureau.rows(unaccounted) == [{"files": 0}]
