"""Each check finds its offender and is empty where all is well."""

from datetime import date
from typing import Any

import pytest

from tests.sql.warehouse import SQL, Warehouse, head_of

CELLS = """(figure varchar, year integer, month integer, org_unit varchar, field varchar,
            records bigint, numerator decimal(38, 2), denominator decimal(38, 2))"""
TABLES = f"""
create schema previous;
create table figure_cells {CELLS};
create table previous.figure_cells {CELLS};
create table figure_totals (figure varchar, year integer, records bigint,
                            numerator decimal(38, 2), denominator decimal(38, 2));
create table figures (figure varchar, title varchar, year integer, position integer, note varchar);
create table figure_definitions (figure varchar, measure varchar, unit varchar, title varchar, synonyms varchar[]);
create table files (file varchar, sha256 varchar, contract varchar, status varchar,
                    read bigint, accepted bigint, rejected bigint, skipped bigint);
create table staging.file_cover (file_sha256 varchar, contract varchar, month date, is_stated boolean);
create table staging.table_columns (sha256 varchar, sheet varchar, contract varchar, "column" varchar, heading varchar);
create table staging.replaced_files (path varchar, old_sha256 varchar, new_sha256 varchar);
create table staging.exposures (object varchar, "column" varchar, kind varchar, texts bigint, example varchar);
create table staging.entries (path varchar, sha256 varchar, status varchar, reason varchar, export_at timestamp,
                              is_returned boolean);
create table staging.entry_contracts (sha256 varchar, contract varchar, accepted bigint, rejected bigint);
create table staging.counted_before (sha256 varchar);
create table staging.required_sources (contract varchar, stale_days integer);
create table covered_months (contract varchar, month date, files bigint);
create table rejections (file varchar, file_sha256 varchar, contract varchar, sheet varchar, row integer, cell varchar,
                         rule varchar, status varchar);
create table staging.file_keys (file_sha256 varchar, contract varchar, record_key varchar);
create schema annual;
create table annual_values (form varchar, year integer, table_name varchar, role varchar, value decimal(38, 6),
                            status varchar);
create table annual_kinds (form varchar);
create table corrections (file varchar, row integer, key varchar, title varchar, status varchar, message varchar);
create table unknown_units (contract varchar, org_unit varchar, records bigint, first_dated_on date,
                            last_dated_on date, example_file varchar);
create table annual.penalty_classes (form varchar, record_key varchar);
create or replace table staging.parameters as
    select as_of, 0.05::decimal(9, 4) as moved_share, 5 as moved_records, 0.1::decimal(9, 4) as vanished_share,
           0.1::decimal(9, 4) as rejected_share, 20 as rejected_rows, true as is_compared
    from staging.parameters;
"""
FILE = "a" * 64


class Checked(Warehouse):
    """A warehouse with the tables that the build makes around core."""

    def __init__(self, **contracts: list[dict[str, Any]]) -> None:
        super().__init__(as_of=date(2024, 3, 15), **contracts)
        self.connection.execute(TABLES)
        self.insert("files", ("a.xlsx", FILE, "cases", "in force", 10, 7, 2, 1))
        for figure, measure, unit in (
            ("cases_penalized", "count", "起"),
            ("fines_levied", "sum", "万元"),
            ("finding_rate", "share", "%"),
            ("collection_rate", "ratio", "%"),
        ):
            self.insert("figure_definitions", (figure, measure, unit, figure, []))

    def insert(self, table: str, *rows: tuple[Any, ...]) -> None:
        for row in rows:
            self.connection.execute(f"insert into {table} values ({', '.join('?' for _ in row)})", list(row))

    def cell(self, figure: str, records: int, numerator: Any = None, denominator: Any = None, **at: Any) -> None:
        table, year = at.get("table", "figure_cells"), at.get("year", 2023)
        value = records if numerator is None else numerator
        self.insert(table, (figure, year, at.get("month", 1), at.get("org_unit"), None, records, value, denominator))

    def offences(self, check: str) -> list[dict[str, Any]]:
        return self.offenders(f"checks/{check}.sql")


@pytest.mark.parametrize("path", sorted((SQL / "checks").glob("*.sql")), ids=lambda path: path.stem)
def test_a_check_has_title_level_and_advice_and_is_empty_over_nothing(path: Any) -> None:
    head = head_of(path)
    assert head["title"]
    assert head["message"]
    assert head["level"] in {"hold", "report"}
    assert Checked().offences(path.stem) == []


def test_kinds_and_procedures_add_up_by_year() -> None:
    build = Checked()
    for figure, records in (("inspection_tasks", 3), ("random_inspections", 1), ("case_inspections", 2)):
        build.cell(figure, records)
        build.cell(figure, records, year=2022)
    for figure, records in (("cases_penalized", 5), ("simplified_cases", 3), ("ordinary_cases", 2)):
        build.cell(figure, records)
    assert build.offences("task-kinds-add-up") == build.offences("procedures-add-up") == []
    build.cell("random_inspections", 1, year=2022)
    build.cell("ordinary_cases", 1, month=2)
    assert [row["year"] for row in build.offences("task-kinds-add-up")] == [2022]
    assert [row["year"] for row in build.offences("procedures-add-up")] == [2023]


def test_tasks_are_no_more_than_visits() -> None:
    build = Checked()
    build.cell("inspection_tasks", 2)
    build.cell("inspection_visits", 2)
    assert build.offences("tasks-within-visits") == []
    build.cell("inspection_tasks", 1, month=2)
    assert len(build.offences("tasks-within-visits")) == 1


def test_cells_add_up_to_the_whole() -> None:
    build = Checked()
    build.cell("cases_penalized", 2, org_unit="一中队")
    build.cell("cases_penalized", 1, month=2)
    build.insert("figure_totals", ("cases_penalized", 2023, 3, 3, None))
    assert build.offences("cells-add-up") == []
    build.insert("figure_totals", ("fines_levied", 2023, 3, "12.30", None))
    build.cell("fines_levied", 3, "12.29")
    assert [row["figure"] for row in build.offences("cells-add-up")] == ["fines_levied"]


def test_facts_join_a_file_in_force_and_keys_are_unique() -> None:
    paid = {"receipt_no": "P1", "paid_on": date(2023, 5, 4)}
    build = Checked(
        cases=[{"case_no": "A"}, {"case_no": "B", "file_sha256": "b" * 64}],
        payments=[{**paid, "kind": "罚款"}, {**paid, "kind": "没收违法所得"}],
        outreach=[{"record_key": "same"}, {"record_key": "same"}],
    )
    assert [(row["core_table"], row["record_key"]) for row in build.offences("facts-join-files")] == [("cases", "B")]
    assert [(row["core_table"], row["key"]) for row in build.offences("keys-unique")] == [("outreach", "same")]


def test_rows_are_accounted_for() -> None:
    build = Checked()
    build.insert("files", ("refused.xlsx", "c" * 64, None, "refused", None, None, None, None))
    assert build.offences("rows-accounted-for") == []
    build.insert("files", ("b.xlsx", "b" * 64, "cases", "in force", 10, 7, 2, 0))
    assert [row["file"] for row in build.offences("rows-accounted-for")] == ["b.xlsx"]


def test_rows_vanished_are_more_than_a_tenth_of_the_old_file() -> None:
    build = Checked()
    build.insert("staging.replaced_files", ("案件.xlsx", "old", "new"), ("缴款.xlsx", "old", "newer"))
    build.insert("staging.file_keys", *(("old", "cases", str(number)) for number in range(10)))
    build.insert("staging.file_keys", *(("new", "cases", str(number)) for number in range(1, 12)))
    build.insert("staging.file_keys", *(("newer", "cases", str(number)) for number in range(2, 10)))
    assert [(row["path"], row["vanished_keys"]) for row in build.offences("rows-vanished")] == [("缴款.xlsx", 2)]


@pytest.mark.parametrize(
    ("year", "old", "new", "is_held"),
    [
        (2023, 100, 106, True),
        (2023, 100, 94, True),
        (2023, 100, 105, False),
        (2023, 200, 208, False),
        (2023, 10, 15, False),
        (2023, 100, 0, True),
        (2023, 0, 100, False),
        (2024, 100, 94, True),
        (2024, 100, 200, False),
    ],
)
def test_a_figure_that_moved(year: int, old: int, new: int, is_held: bool) -> None:
    build = Checked()
    if old:
        build.cell("cases_penalized", old, year=year, table="previous.figure_cells")
    if new:
        build.cell("cases_penalized", new, year=year)
    assert [row["figure"] for row in build.offences("figure-moved")] == ["cases_penalized"] * is_held


def test_a_share_moves_by_its_counted_records() -> None:
    build = Checked()
    build.cell("finding_rate", 100, 50, 100, table="previous.figure_cells")
    build.cell("finding_rate", 100, 56, 100)
    assert len(build.offences("figure-moved")) == 1


def test_a_share_of_the_running_year_may_fall_while_its_records_grow() -> None:
    build = Checked()
    build.cell("finding_rate", 10, 5, 10, table="previous.figure_cells", year=2024)
    build.cell("finding_rate", 100, 10, 100, year=2024)
    assert build.offences("figure-moved") == []


def test_rates_out_of_bounds_and_payments_without_case_are_reported() -> None:
    build = Checked(payments=[{"paid_on": date(2023, 5, 4), "case_no": "不在册"}])
    build.cell("collection_rate", 1, "1000.01", "1000.00")
    build.cell("finding_rate", 4, 4, 4)
    assert [row["figure"] for row in build.offences("share-out-of-bounds")] == ["collection_rate"]
    assert [row["case_no"] for row in build.offences("payments-without-case")] == ["不在册"]


def test_rows_more_than_a_year_outside_what_their_file_states() -> None:
    build = Checked(
        cases=[
            {"case_no": "in", "decided_on": date(2023, 5, 4), "filed_on": date(2020, 1, 1)},
            {"case_no": "just before", "decided_on": date(2022, 1, 1)},
            {"case_no": "before", "decided_on": date(2021, 12, 31)},
            {"case_no": "just after", "decided_on": date(2024, 12, 31)},
            {"case_no": "after", "decided_on": date(2025, 1, 1)},
        ]
    )
    build.insert(
        "staging.file_cover",
        (FILE, "cases", date(2023, 1, 1), True),
        (FILE, "cases", date(2023, 12, 1), True),
        (FILE, "cases", date(2021, 12, 1), False),
    )
    assert sorted(row["row"] for row in build.offences("rows-outside-cover")) == [4, 6]


def test_more_items_accepted_than_applied_for() -> None:
    build = Checked(
        permits=[
            {"applied_on": date(2022, 12, 30), "accepted_on": date(2023, 1, 3)},
            {"applied_on": date(2022, 12, 30), "accepted_on": date(2022, 12, 30)},
        ]
    )
    assert [(row["year"], row["applied"], row["accepted"]) for row in build.offences("accepted-more-than-applied")] == [
        (2023, 0, 1)
    ]


# -- what is new since the published build ----------------------------------------------------------
NEW, OLD = "n" * 64, "o" * 64


def with_rejections(build: Checked, sha256: str, rejected: int, accepted: int, status: str = "open") -> Checked:
    """A file of cases with so many rejected records, each with two findings."""
    build.insert("staging.entry_contracts", (sha256, "cases", accepted, rejected))
    for row in range(rejected):
        for rule in ("required", "unknown-value"):
            build.insert("rejections", ("案件.xlsx", sha256, "cases", "明细", row, f"A{row}", rule, status))
    return build


@pytest.mark.parametrize(
    ("rejected", "accepted", "is_held"),
    [(20, 0, False), (21, 189, False), (21, 188, True), (300, 2700, False), (301, 2699, True)],
)
def test_of_new_files_a_tenth_may_be_rejected_and_twenty_records_always(
    rejected: int, accepted: int, is_held: bool
) -> None:
    found = with_rejections(Checked(), NEW, rejected, accepted).offences("rejections-over-share")
    assert bool(found) is is_held
    assert len(found) == (2 * rejected if is_held else 0)
    for offender in found[:1]:
        assert (offender["contract"], offender["rejected"], offender["records"]) == (
            "cases",
            rejected,
            rejected + accepted,
        )
        assert (offender["file"], offender["cell"], offender["rule"]) == ("案件.xlsx", "A0", "required")


def test_rejections_that_were_published_before_hide_and_hold_nothing() -> None:
    build = with_rejections(Checked(), OLD, 500, 0)
    build.insert("staging.counted_before", (OLD,))
    assert build.offences("rejections-over-share") == []
    build.insert("staging.entry_contracts", (FILE, "permits", 100_000, 0))
    assert len(with_rejections(build, NEW, 30, 70).offences("rejections-over-share")) == 60


def test_rejections_that_were_mended_and_a_backlog_hold_nothing() -> None:
    assert with_rejections(Checked(), NEW, 30, 0, status="mended").offences("rejections-over-share") == []
    backlog = with_rejections(Checked(), NEW, 30, 0)
    backlog.insert("staging.required_sources", ("permits", 40))
    backlog.connection.execute("update staging.parameters set is_compared = false")
    assert backlog.offences("rejections-over-share") == backlog.offences("sources-stale") == []


def test_a_required_source_is_stale_after_so_many_days_without_cover() -> None:
    build = Checked()  # on 15 March 2024
    for contract, month in (("cases", date(2024, 1, 1)), ("payments", date(2024, 1, 1)), ("permits", date(2024, 3, 1))):
        build.insert("covered_months", (contract, month, 1))
    for contract, days in (("cases", 44), ("payments", 43), ("permits", 0), ("complaints", 400)):
        build.insert("staging.required_sources", (contract, days))
    found = {row["contract"]: row["days_without_cover"] for row in build.offences("sources-stale")}
    assert found == {"payments": 44, "complaints": None}


def test_a_file_that_counted_and_is_refused_now_is_lost() -> None:
    build = Checked()
    build.insert("staging.entries", ("甲.xlsx", OLD, "refused", "内存", None, False))
    build.insert("staging.entries", ("乙.xlsx", NEW, "refused", "缺列", None, False))
    build.insert("staging.counted_before", (OLD,))
    assert build.offences("files-lost") == [{"file": "甲.xlsx", "reason": "内存"}]


def test_a_column_that_the_last_export_lacks_is_named() -> None:
    build = Checked()
    for sha256, day, returned in (("a", 1, False), ("b", 2, False), ("c", 3, False), ("d", 4, True)):
        build.insert("staging.entries", ("案件.xlsx", sha256, "in force", None, date(2024, 1, day), returned))
    columns = [("a", "hearing_held"), ("b", "fine"), ("b", "case_no"), ("c", "case_no"), ("d", "case_no")]
    for sha256, name in columns:
        build.insert("staging.table_columns", (sha256, "明细", "cases", name, f"{name} 列"))
    (found,) = build.offences("columns-vanished")
    assert (found["column"], found["heading"], found["last_exported_on"]) == ("fine", "fine 列", date(2024, 1, 2))
