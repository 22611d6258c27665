"""The columns behind each figure, worked out from its SQL and held against what is known of some of them."""

from __future__ import annotations

import duckdb
import pytest

from flows.building.lineage import Column, Lineage
from flows.building.models import Model
from schemas import CONTRACTS

# figure → part → core column → headings of the exports, by reading the SQL.
KNOWN = {
    "cases_penalized": {
        ("condition", "core.cases", "is_penalized"): {"处理结果", "处罚决定日期"},
        ("occurred_on", "core.cases", "decided_on"): {"处罚决定日期"},
    },
    "fines_collected": {
        ("condition", "core.payments", "is_collected"): {"款项类别"},
        ("quantity", "core.payments", "amount"): {"缴款金额"},
        ("occurred_on", "core.payments", "paid_on"): {"缴款日期"},
    },
    "collection_rate": {
        ("condition", "core.cases", "is_penalized"): {"处理结果", "处罚决定日期"},
        ("numerator", "core.payments", "amount"): {"缴款金额"},
        ("numerator", "core.payments", "is_collected"): {"款项类别"},
        ("numerator", "core.payments", "case_no"): {"案号"},
        ("numerator", "core.cases", "case_no"): {"案号"},
        ("denominator", "core.cases", "levied_yuan"): {"罚款金额", "没收违法所得金额", "没收非法财物金额"},
        ("occurred_on", "core.cases", "decided_on"): {"处罚决定日期"},
    },
    "rectification_rate": {
        ("condition", "core.inspection_visits", "has_problem"): {"检查结果"},
        ("counted", "core.inspection_visits", "finding"): {"检查结果"},
        ("occurred_on", "core.inspection_visits", "inspected_on"): {"检查日期"},
    },
    # A stock: which cases there are is decided in the core table, and by the day of the build.
    "cases_carried_in": {
        ("condition", "core.carried_in_cases", None): {"立案日期"},
        ("occurred_on", "core.carried_in_cases", "carried_on"): {
            *("立案日期", "结案日期", "移送日期", "程序类型", "处理结果", "处罚决定日期"),
            "截止日",
        },
    },
}


@pytest.mark.parametrize("figure", KNOWN)
def test_a_figure_comes_from_the_columns_that_its_sql_reads(connection: duckdb.DuckDBPyConnection, figure: str) -> None:
    found: dict[tuple[str, str, str | None], set[str]] = {}
    query = "select part, core_table, core_column, source_heading from figure_lineage where figure = $1"
    for *core, heading in connection.execute(query, [figure]).fetchall():
        found.setdefault(tuple(core), set()).add(heading)
    assert found == KNOWN[figure]


def test_every_computed_figure_has_a_date_and_reads_the_contracts_that_cover_it(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    query = """
        select definitions.figure, contracts, list(distinct lineage.contract), bool_or(lineage.part = 'occurred_on')
        from figure_definitions as definitions
        left join figure_lineage as lineage using (figure)
        where definitions.measure <> 'declared'
        group by all
    """
    for figure, contracts, found, has_date in connection.execute(query).fetchall():
        assert has_date, figure
        assert set(filter(None, found)) == set(contracts), figure


def test_every_source_is_a_column_of_its_contract_and_every_core_column_of_its_table(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    rows = connection.execute("select distinct contract, source_column, source_heading from figure_lineage").fetchall()
    for contract, column, heading in rows:
        assert CONTRACTS[contract].columns[column].title == heading if contract else column == "as_of"
    strangers = """
        select core_table, core_column from figure_lineage where core_column is not null
        except select 'core.' || table_name, column_name from duckdb_columns() where schema_name = 'core'
    """
    assert connection.execute(strangers).fetchall() == []


def test_lineage_follows_the_sql() -> None:
    """What is not selected, filtered or joined by is no part; what stands behind a derived column is."""
    core = Model("core.cases", "select case_no, fine + waived_fine as total, outcome, filed_on from shards.cases")
    figure = Model(
        "records.one",
        "with kinds as (select case_no, max(amount) as most from shards.payments where kind = '罚款' group by case_no) "
        "select cases.filed_on as occurred_on, cases.total + kinds.most as quantity from core.cases as cases "
        "left join kinds on cases.case_no = kinds.case_no where cases.outcome = '行政处罚'",
    )
    lineage = Lineage([core, figure])
    assert lineage.sources(Column("core.cases", "total")) == {
        Column("shards.cases", "fine"),
        Column("shards.cases", "waived_fine"),
    }
    behind = lineage.sources(Column("records.one", "quantity"))
    assert {(column.table.partition(".")[2], column.name) for column in behind} == {
        *(("cases", name) for name in ("fine", "waived_fine", "case_no")),
        *(("payments", name) for name in ("amount", "kind", "case_no")),
    }
    assert lineage.sources(Column("records.one")) == {Column("shards.cases", "outcome")}


def test_the_view_needs_no_join(connection: duckdb.DuckDBPyConnection) -> None:
    query = "select distinct 来源列名 from 指标来源列 where 指标 = '查处各类违法案件' and 部分 = '计入条件' order by 1"
    assert connection.execute(query).fetchall() == [("处理结果",), ("处罚决定日期",)]
