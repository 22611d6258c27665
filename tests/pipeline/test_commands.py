"""The commands as the design has them: exit status, fields, decimal strings (design, "Commands")."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from tests.bureau import AS_OF, Bureau
from tests.exports import cases, put
from tests.pipeline.mixture import mixture

FIGURE = {"figure", "year", "title", "unit", "value", "numerator", "denominator", "status"}
TRACED = {"file", "sheet", "row", "key", "occurred_on", "value"}
REJECTED = {"file", "sheet", "row", "cell", "column", "value", "rule", "message"}
FILE = {"file", "sha256", "contract", "status", "reason", "read", "accepted", "rejected", "skipped"}
STATES = {"正常", "部分", "无对象", "无数据", "不适用"}


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Bureau:
    """One run of the command over a mixture, a refused file, a copy and some wrong rows."""
    bureau = Bureau(tmp_path_factory.mktemp("commands"))
    for contract, rows in mixture(size=30).items():
        bureau.put(f"{contract}_20240105.csv", contract, *rows)
    bureau.put(
        "=错误.csv", "cases", {"case_no": "=1+1", "procedure": "不知"}, {"case_no": "A", "decided_on": "5/6/2023"}
    )
    put(bureau.raw / "坏.xlsx", b"nothing of the kind")
    put(bureau.raw / "[/]" / "[red]坏.xlsx", b"nothing either")
    put(bureau.raw / "又一份" / "cases_20240105.csv", (bureau.raw / "cases_20240105.csv").read_bytes())
    done = bureau.command("run", "--as-of", str(AS_OF))
    assert done.returncode == 0, done.stderr
    assert "已发布" in done.stdout
    assert "拒收 坏.xlsx" in done.stdout
    assert "拒收 [/]/[red]坏.xlsx" in done.stdout  # brackets in a name are no marks of colour
    return bureau


def test_a_run_with_nothing_new_says_so_and_succeeds(bureau: Bureau) -> None:
    done = bureau.command("run", "--as-of", str(AS_OF))
    assert done.returncode == 0
    assert "没有新的数据" in done.stdout


# -- figures ---------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def figures(bureau: Bureau) -> list[dict[str, Any]]:
    return list(bureau.json("figures", "2023"))


def test_figures_have_their_fields_and_decimal_strings(figures: list[dict[str, Any]]) -> None:
    for row in figures:
        assert row.keys() >= FIGURE
        assert row["status"] in STATES
        assert row["year"] == 2023
        for name in ("value", "numerator", "denominator"):
            assert row[name] is None or str(Decimal(row[name])).upper().find("E") == -1
            assert row[name] is None or isinstance(row[name], str)


def test_counts_and_sums_have_no_parts_and_the_others_always(figures: list[dict[str, Any]]) -> None:
    for row in figures:
        parts = {row["numerator"] is None, row["denominator"] is None}
        assert parts == {row["measure"] in ("count", "sum")}, row["figure"]


def test_shares_are_in_percent_with_six_decimals_and_sums_in_ten_thousands(
    figures: list[dict[str, Any]], traces: dict[str, list[dict[str, Any]]]
) -> None:
    by_name = {row["figure"]: row for row in figures}
    for row in figures:
        if row["unit"] == "%" and row["value"]:
            assert len(row["value"].partition(".")[2]) >= 6
            quotient = Decimal(row["numerator"]) * 100 / Decimal(row["denominator"])
            assert abs(Decimal(row["value"]) - quotient) < Decimal("0.000001")
    paid = sum(Decimal(row["value"]) for row in traces["fines_collected"])
    assert Decimal(by_name["fines_collected"]["value"]) == paid / 10000


@pytest.fixture(scope="module")
def traces(bureau: Bureau) -> dict[str, list[dict[str, Any]]]:
    names = ("fines_collected", "simplified_rate", "average_fine", "inspection_tasks")
    return {name: bureau.json("trace", name, "2023") for name in names}


def test_figures_of_a_year_without_data_are_null(bureau: Bureau) -> None:
    rows = bureau.json("figures", "2019")
    assert {(row["status"], row["value"]) for row in rows} == {("无数据", None)}


def test_figures_up_to_a_month(bureau: Bureau, figures: list[dict[str, Any]]) -> None:
    half = {row["figure"]: row for row in bureau.json("figures", "2023", "--through", "2023-06")}
    whole = {row["figure"]: row for row in figures}
    assert 0 < int(half["cases_filed"]["value"]) < int(whole["cases_filed"]["value"])
    assert half["cases_carried_in"]["value"] == whole["cases_carried_in"]["value"]
    for wrong in ("2022-06", "2023-13", "June"):
        assert bureau.command("figures", "2023", "--through", wrong).returncode not in (0, 3)


# -- trace -----------------------------------------------------------------------------------------
def test_a_trace_has_its_fields_and_values(traces: dict[str, list[dict[str, Any]]]) -> None:
    for rows in traces.values():
        assert rows
        for row in rows:
            assert row.keys() >= TRACED
            assert row["occurred_on"].startswith("2023-")
            assert isinstance(row["row"], int)
    assert {row["value"] for row in traces["simplified_rate"]} == {"0", "1"}
    assert {row["value"] for row in traces["inspection_tasks"]} == {"1"}
    assert all(isinstance(row["value"], str) for row in traces["fines_collected"])
    assert all(row["value"].keys() == {"numerator", "denominator"} for row in traces["average_fine"])


def test_an_unknown_figure_fails_and_names_those_that_resemble_it(bureau: Bureau) -> None:
    done = bureau.command("trace", "cases_penalised", "2023")
    assert done.returncode == 1
    assert "cases_penalized" in done.stderr
    assert "Traceback" not in done.stderr


# -- rejects and files -----------------------------------------------------------------------------
def test_rejections_have_their_fields(bureau: Bureau) -> None:
    rows = bureau.json("rejects")
    assert all(row.keys() >= REJECTED for row in rows)
    found = {(row["file"], row["row"], row["cell"], row["column"], row["value"], row["rule"]) for row in rows}
    assert found >= {
        ("=错误.csv", 2, "B2", "procedure", "不知", "unknown-value"),
        ("=错误.csv", 3, "C3", "decided_on", "5/6/2023", "date-day-first"),
    }


def test_files_have_their_fields_and_every_path_one_object(bureau: Bureau) -> None:
    rows = bureau.json("files")
    assert all(row.keys() >= FILE for row in rows)
    assert sorted(row["file"] for row in rows) == sorted(
        str(path.relative_to(bureau.raw)) for path in bureau.raw.rglob("*") if path.is_file()
    )
    by_path = {row["file"]: row for row in rows}
    refused = by_path["坏.xlsx"]
    assert refused["status"] == "refused"
    assert refused["reason"]
    assert [refused[name] for name in ("read", "accepted", "rejected", "skipped")] == [None] * 4
    assert by_path["又一份/cases_20240105.csv"]["sha256"] == by_path["cases_20240105.csv"]["sha256"]
    for row in rows:
        if row["status"] == "in force":
            assert row["read"] == row["accepted"] + row["rejected"] + row["skipped"]


# -- as CSV and as tables --------------------------------------------------------------------------
def test_text_in_csv_cannot_become_a_formula(bureau: Bureau) -> None:
    done = bureau.command("rejects", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows[0].keys() >= REJECTED
    assert {row["file"] for row in rows} == {"'=错误.csv"}


@pytest.mark.parametrize(
    "command", [("figures", "2023"), ("trace", "cases_penalized", "2023"), ("rejects",), ("files",)]
)
def test_every_list_is_printed_in_every_format(bureau: Bureau, command: tuple[str, ...]) -> None:
    for form in ("table", "csv"):
        done = bureau.command(*command, "--format", form)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


# -- what fails ------------------------------------------------------------------------------------
def test_questions_before_the_first_run_fail_and_say_what_to_do(tmp_path: Any) -> None:
    done = Bureau(tmp_path).command("figures", "2023")
    assert done.returncode == 1
    assert "enfstat run" in done.stderr
    assert "Traceback" not in done.stderr


def test_validation_switched_off_fails_the_run(bureau: Bureau) -> None:
    done = bureau.command("run", "--as-of", str(AS_OF), PANDERA_VALIDATION_ENABLED="False")
    assert done.returncode == 1
    assert "PANDERA_VALIDATION_ENABLED" in done.stderr


def test_a_held_run_has_a_status_of_its_own_and_retract_goes_by_path(tmp_path: Any) -> None:
    bureau = Bureau(tmp_path)
    bureau.put("案件.csv", "cases", *cases(range(1, 21)))
    assert bureau.command("run", "--as-of", str(AS_OF)).returncode == 0
    bureau.put("案件.csv", "cases", *cases(range(1, 3)))
    held = bureau.command("run", "--as-of", str(AS_OF))
    assert held.returncode == 3
    assert "未发布" in held.stdout
    assert "案件.csv" in held.stdout
    assert bureau.value("cases_penalized") == "20"
    wrong = bureau.command("retract", "没有.csv")
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (1, False)
    done = bureau.command("retract", "案件.csv")
    assert done.returncode == 0
    assert "案件.csv" in done.stdout
    assert bureau.command("retract", "案件.csv", "--undo").returncode == 0
