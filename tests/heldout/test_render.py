"""The renderer itself: files that can be opened, and lines that stand where it says."""

from __future__ import annotations

import csv
import io
import random
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from .render import RawFile
from .scenario import compose
from .spelling import NumberCell, Pen
from .truth import make_maker, make_world, resident_id_is_valid, uscc_is_valid
from .vocabulary import CONTRACTS, column_of, recognised_as


def key_of(file: RawFile, contract: str) -> str:
    return "event_name" if contract == "outreach" else CONTRACTS[contract][0].name


def opened(file: RawFile) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file.content))


@pytest.mark.parametrize("seed", [1, 2])
def test_lines_stand_where_the_renderer_says(seed: int) -> None:
    checked = 0
    for file in compose(seed).files:
        if not file.content.startswith(b"PK") or not file.path.endswith(".xlsx") or file.is_refused:
            continue
        book = opened(file) if b"xl/workbook.xml" in file.content else None
        for placed in file.placed if book else []:
            line = placed.line
            name = key_of(file, line.contract)
            if line.values.get(name) is None or name in line.raw:
                continue
            (cell,) = placed.cells[name]
            assert book is not None
            text = str(book[placed.sheet][cell].value).strip()
            assert text, (file.path, placed.sheet, cell)
            checked += 1
    assert checked > 30


def test_delimited_files_hold_their_rows() -> None:
    encodings = {b"\xff\xfe": "utf-16", b"\xef\xbb": "utf-8-sig"}
    checked = 0
    for file in compose(3).files:
        if file.has_sheet_names or file.is_refused or not file.placed:
            continue
        try:
            text = file.content.decode(encodings.get(file.content[:2], "utf-8"))
        except UnicodeDecodeError:
            text = file.content.decode("gb18030")
        delimiter = "\t" if text.count("\t") > text.count(",") else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        for placed in file.placed:
            assert any(cell.strip() for cell in rows[placed.row - 1])
            checked += 1
    assert checked > 5


def test_the_same_seed_writes_the_same_rows() -> None:
    first, second = compose(5), compose(5)
    assert [file.path for file in first.files] == [file.path for file in second.files]
    assert [placed for file in first.files for placed in file.placed] == [
        placed for file in second.files for placed in file.placed
    ]


def test_money_is_spelled_without_changing_it() -> None:
    pen, column = Pen(random.Random(1)), column_of("cases", "fine")
    spelled = {str(pen.write(column, Decimal("20050.50"), "元")) for _ in range(400)}
    assert {"20,050.50元", "2.00505万元", "贰万零伍拾元伍角", "¥20050.5", "２００５０．５元"} <= spelled


def test_a_number_in_ten_thousands_is_scaled() -> None:
    pen, column = Pen(random.Random(1), is_wild=False), column_of("cases", "fine")
    cell = pen.write(column, Decimal(5000), "万元")
    assert isinstance(cell, NumberCell)
    assert f"{cell.value:.15g}" == "0.5"


def test_identity_numbers() -> None:
    assert resident_id_is_valid("11010519491231002X")  # the example of GB 11643
    assert not resident_id_is_valid("110105194912310021")
    assert not resident_id_is_valid("11010519490231002X")
    assert uscc_is_valid("91350100M000100Y43")  # the example of GB 32100
    assert not uscc_is_valid("91350100M000100Y44")


def test_generated_parties_pass_their_own_check() -> None:
    maker = make_maker(random.Random(3), date(2024, 1, 31))
    world = make_world(maker, {"cases": 60})
    numbers = [str(unit.rows[0]["party_id"]) for unit in world.units["cases"]]
    plain = [number for number in numbers if len(number) == 18 and "*" not in number]
    assert len(plain) > 20
    assert all(resident_id_is_valid(number) or uscc_is_valid(number) for number in plain)


def test_tables_are_told_apart_by_their_headings() -> None:
    assert recognised_as({"案号", "程序类型", "决定日期", "处理结果"}) == "cases"
    assert recognised_as({"缴款流水号", "案号", "缴款日期", "缴款金额"}) == "payments"
    assert recognised_as({"案号", "程序类型", "决定日期"}) is None
