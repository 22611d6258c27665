"""Figures that each trace adds up to, and that do not depend on how the records arrived."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows import published
from flows.published import Period
from flows.settings import Settings
from flows.store.limits import ReadingLimits
from tests.bureau import Bureau
from tests.exports import csv_file, put, table, workbook
from tests.pipeline.mixture import PEOPLE, PLATES, RESIDENT_IDS, Records, mixture

RECORDS = mixture()
YEARS = (2022, 2023, 2024)
EXPORTS = ("20230630", "20240105")


def split(records: Records) -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """File name → contract and records: two exports of each contract, the second with a third of the first again."""
    files = {}
    for contract, rows in records.items():
        half = len(rows) // 2
        files[f"{contract}_{EXPORTS[0]}.csv"] = (contract, rows[:half])
        files[f"{contract}_{EXPORTS[1]}.csv"] = (contract, rows[half // 3 * 2 :])
    return files


FILES = split(RECORDS)


def deliver(bureau: Bureau, files: dict[str, tuple[str, list[dict[str, Any]]]] = FILES) -> None:
    for name, (contract, rows) in files.items():
        bureau.put(name, contract, *rows)


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    bureau = Bureau(tmp_path_factory.mktemp("mixture"))
    deliver(bureau)
    bureau.night()
    return bureau


# -- traces ----------------------------------------------------------------------------------------
def added_up(figure: dict[str, Any], records: list[dict[str, Any]]) -> Any:
    """What the records of a trace come to, by the measure of their figure."""
    if figure["measure"] in ("count", "sum"):
        total = sum((Decimal(record["value"]) for record in records), Decimal(0))
        return total / 10000 if figure["unit"] == "万元" else total
    if figure["measure"] == "share":
        return sum(Decimal(record["value"]) for record in records), Decimal(len(records))
    parts = [(Decimal(record["numerator"]), Decimal(record["denominator"])) for record in records]
    return tuple(sum(column, Decimal(0)) for column in zip(*parts, strict=True)) if parts else (0, 0)


@pytest.mark.parametrize(("year", "month"), [(2022, 12), (2023, 12), (2024, 12), (2023, 6)])
def test_every_trace_adds_up_to_its_figure(bureau: Bureau, year: int, month: int) -> None:
    with published.published_database(bureau.warehouse) as connection:
        for figure in published.figures(connection, Period(year, month)):
            records = published.trace(connection, figure["figure"], Period(year, month))
            found = added_up(figure, records)
            if figure["measure"] in ("count", "sum"):
                assert found == Decimal(figure["value"]), figure["figure"]
            else:
                assert found == (Decimal(figure["numerator"]), Decimal(figure["denominator"])), figure["figure"]
            assert len(records) == figure["records"], figure["figure"]


def test_most_figures_have_something_to_count(bureau: Bureau) -> None:
    filled = [name for name, figure in bureau.figures(2023).items() if figure["records"]]
    assert len(filled) > 50


def test_a_traced_row_is_the_row_of_its_file(bureau: Bureau) -> None:
    for record in bureau.trace("cases_penalized", 2023):
        lines = (bureau.raw / record["file"]).read_text("utf-8").splitlines()
        assert record["key"] in lines[record["row"] - 1]
        assert str(record["occurred_on"]) in lines[record["row"] - 1]


def test_splits_add_up_to_counts_and_sums(bureau: Bureau) -> None:
    rows = bureau.rows(
        "select figure, year, sum(records) as records, sum(numerator) as numerator from figure_cells group by all"
    )
    cells = {(row["figure"], row["year"]): row for row in rows}
    for year in YEARS:
        for name, figure in bureau.figures(year).items():
            assert cells.get((name, year), {"records": 0})["records"] == figure["records"]


# -- permutations ----------------------------------------------------------------------------------
def permuted_rows(bureau: Bureau) -> None:
    for name, (contract, rows) in FILES.items():
        bureau.put(name, contract, *random.Random(1).sample(rows, len(rows)))
    bureau.night()


def permuted_columns_as_workbooks(bureau: Bureau) -> None:
    for name, (contract, rows) in FILES.items():
        cells = table(contract, *rows)
        order = random.Random(2).sample(range(len(cells[0])), len(cells[0]))
        content = workbook({"某页": [[row[index] for index in order] for row in cells]}, first_row=3, first_column=2)
        put(bureau.raw / name.replace(".csv", ".xlsx"), content)
    bureau.night()


def other_names(bureau: Bureau) -> None:
    for number, (name, (contract, rows)) in enumerate(reversed(FILES.items())):
        stem, _, day = name.removesuffix(".csv").partition("_")
        put(bureau.raw / f"{number % 3}" / f"{99 - number}_{stem[::-1]}_{day}.csv", csv_file(contract, *rows))
    bureau.night()


def split_into_more_files(bureau: Bureau) -> None:
    for name, (contract, rows) in FILES.items():
        for part in range(3):
            bureau.put(f"{part}/{name}", contract, *rows[part::3])
    bureau.night()


def one_worker(bureau: Bureau) -> None:
    bureau.settings = Settings(workbook_years=0, pages_years=0, reading=replace(ReadingLimits(), workers=1))
    deliver(bureau)
    bureau.night()


def several_nights_the_later_exports_first(bureau: Bureau) -> None:
    names = sorted(FILES, key=lambda name: name.partition("_")[2], reverse=True)
    for night in range(4):
        deliver(bureau, {name: FILES[name] for name in names[night::4]})
        bureau.night(date(2024, 3, 12 + night))


VARIANTS: list[Callable[[Bureau], None]] = [
    permuted_rows,
    permuted_columns_as_workbooks,
    other_names,
    split_into_more_files,
    one_worker,
    several_nights_the_later_exports_first,
]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.__name__)
def test_the_same_records_give_the_same_bytes(
    bureau: Bureau, tmp_path: Path, variant: Callable[[Bureau], None]
) -> None:
    other = Bureau(tmp_path)
    variant(other)
    assert {row["read"] == row["accepted"] for row in other.files().values()} == {True}
    for year in YEARS:
        mine = {name: (row["value"], row["status"]) for name, row in other.figures(year).items()}
        assert mine == {name: (row["value"], row["status"]) for name, row in bureau.figures(year).items()}
    assert other.figures_file() == bureau.figures_file()


# -- personal data ---------------------------------------------------------------------------------
def test_nothing_personal_stands_in_clear_in_any_text_of_the_published_database(tmp_path: Path) -> None:
    bureau = Bureau(tmp_path)
    deliver(bureau)
    person = {"party_name": PEOPLE[0], "party_kind": "自然人", "party_id": RESIDENT_IDS[0], "plate_no": PLATES[0]}
    wrong = [
        {"case_no": "错1", "procedure": "不知"} | person,
        {"case_no": "错2", "decided_on": RESIDENT_IDS[0], "org_unit": f"{PLATES[1]}号车"} | person,
        {"case_no": "错3", "party_id": "330000199001011237"},
        {"case_no": "重1", "fine": 1} | person,
        {"case_no": "重1", "fine": 2} | person,
        {"case_no": "对1", "officers": PEOPLE[2], "procedure": "普通程序", "offence": f"{PLATES[2]}超限"} | person,
    ]
    bureau.put("错误.csv", "cases", *wrong)
    visit = {"task_no": "T900", "object_name": PEOPLE[1], "object_id": RESIDENT_IDS[1]}
    bureau.put("检查.csv", "inspections", visit, visit | {"terminal": "PC"}, visit | {"inspected_on": RESIDENT_IDS[1]})
    bureau.night()
    tables = bureau.rows(
        "select schema_name || '.' || table_name as name from duckdb_tables() where database_name = current_database()"
    )
    secrets = [*PEOPLE, *RESIDENT_IDS, "330000199001011237", *PLATES, "G12345", "6Z789", "54321"]
    for name in (row["name"] for row in tables):
        text = str(bureau.rows(f"from {name}"))
        assert [secret for secret in secrets if secret in text] == [], name
    assert bureau.rejections()
