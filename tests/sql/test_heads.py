"""Every figure of the report and of the statistics is there, under its title, unit and measure, with its definition."""

from pathlib import Path

import pytest
import sqlglot

from schemas import CONTRACTS
from tests.sql.warehouse import DEFAULTS, SQL, Warehouse, head_of, sql_of

# name, title, unit, measure, the date that decides its year; in the order of the report, then of the other statistics.
REPORT = """
cases_penalized 查处各类违法案件 起 count decided_on
fines_collected 收缴罚没款 万元 sum paid_on
inspection_visits 检查企业 家次 count inspected_on
inspection_tasks 掌上执法检查 次 count first_inspected_on
random_inspections 双随机抽查 次 count first_inspected_on
special_inspections 专项检查 次 count first_inspected_on
instant_inspections 即时检查 次 count first_inspected_on
cross_department_inspections 跨部门检查 次 count first_inspected_on
random_inspection_rate 双随机抽查占比 % share first_inspected_on
cross_department_rate 跨部门检查占比 % share first_inspected_on
credit_rule_rate 应用信用规则率 % share first_inspected_on
mobile_inspection_rate 掌上执法检查率 % share first_inspected_on
permits_handled 行政许可办件 件 count finished_on
filings_handled 行政备案 件 count finished_on
other_powers_handled 其他行政权力事项 件 count finished_on
acceptance_rate 受理率 % share applied_on
on_time_rate 当场或承诺期内办结率 % share finished_on
overdue_items 滞办拖办 件 count finished_on
service_complaints 服务对象投诉 件 count received_on
unlawful_acts 违法行政案件 件 count concluded_on
reconsiderations 行政复议 件 count accepted_on
lawsuits 行政诉讼 件 count accepted_on
outreach_participants 普法活动参与 人次 sum held_on
outreach_materials 发放宣传资料 份 sum held_on
"""
STATISTICS = """
cases_filed 立案 起 count filed_on
cases_closed 结案 起 count closed_on
cases_carried_in 上年结转 起 count carried_on
simplified_cases 简易程序案件 起 count decided_on
ordinary_cases 普通程序案件 起 count decided_on
simplified_rate 简易程序占比 % share decided_on
off_site_rate 非现场执法占比 % share decided_on
off_site_cases 非现场执法案件 起 count decided_on
fines_levied 罚没款(决定) 万元 sum decided_on
average_fine 案均罚没款 元/起 mean decided_on
collection_rate 罚没款执行率 % ratio decided_on
non_penalty_cases 不予处罚 起 count decided_on
minor_leniency_cases 轻微不罚、首违不罚 起 count decided_on
mitigated_cases 减轻处罚 起 count decided_on
hearings 听证 起 count decided_on
legal_reviews 法制审核 起 count decided_on
collective_discussions 集体讨论 起 count decided_on
legal_review_rate 法制审核率 % share decided_on
transfers_to_police 移送公安 起 count transferred_on
cases_withdrawn 撤销立案 起 count closed_on/filed_on
penalties_revoked 撤销处罚 起 count revoked_on
within_90_days_rate 九十日内办结率 % share decided_on
publication_rate 处罚公示率 % share decided_on
publication_on_time_rate 公示及时率 % share decided_on
inspections_with_findings 发现问题 家次 count inspected_on
finding_rate 问题发现率 % share inspected_on
rectification_rate 整改率 % share inspected_on
inspection_to_case_rate 检查转立案率 % share inspected_on
objects_inspected 检查对象 家 count inspected_on
case_inspections 个案检查 次 count first_inspected_on
inspection_count_statutory 行政检查次数 次 count inspected_on
permits_refused 不予许可 件 count finished_on
permits_revoked 撤销许可 件 count finished_on
early_completion_rate 提前办结率 % share finished_on
on_the_spot_rate 即办率 % share finished_on
online_rate 网办率 % share finished_on
promise_compression 承诺时限压缩比 % ratio finished_on
reconsiderations_corrected 复议纠错 件 count concluded_on
correction_rate 复议纠错率 % share concluded_on
lawsuits_lost 诉讼败诉 件 count concluded_on
chief_attendance_rate 负责人出庭率 % share concluded_on
upheld_complaints 属实投诉 件 count received_on
coercive_measures 行政强制措施 宗 count decided_on
coercive_executions 行政强制执行 宗 count completed_on
court_applications 申请法院强制执行 宗 count applied_on
"""
# Not in the specification's tables: the same thing on the basis of a neighbour, for the definition cards.
OTHER_BASES = """
random_cross_department_rate 双随机抽查中跨部门占比 % share first_inspected_on
"""
FIGURES = {path.stem: path for path in (SQL / "figures").glob("*.sql")}
FILES = sorted(SQL.rglob("*.sql"))
QUERIES = [path for path in FILES if path.parent.name in {"core", "figures", "checks", "rules"}]
NEEDED = {"count": set(), "sum": {"quantity"}, "share": {"counted"}, "mean": {"numerator", "denominator"}}
NEEDED["ratio"] = NEEDED["mean"]
PROVENANCE = {"file_sha256", "sheet", "row", "record_key", "shown_key", "occurred_on"}


@pytest.fixture(scope="module")
def empty() -> Warehouse:
    return Warehouse()


def test_the_figures_are_those_of_the_two_tables_in_their_order() -> None:
    heads = sorted(((head_of(path), name) for name, path in FIGURES.items()), key=lambda pair: pair[0]["order"])
    for hundred, table in ((1, REPORT), (2, STATISTICS), (3, OTHER_BASES)):
        listed = [tuple(line.split()) for line in table.split("\n") if line]
        found = [
            (name, head["title"], head["unit"], head["measure"], head["date"].replace(" ", ""))
            for head, name in heads
            if head["order"] // 100 == hundred
        ]
        assert found == listed
    orders = [head["order"] for head, _ in heads]
    assert len(set(orders)) == len(orders) == len(FIGURES)


def test_figures_of_one_thing_on_several_bases_name_the_difference_alike() -> None:
    bases: dict[str, set[str]] = {}
    for name, path in FIGURES.items():
        if basis := head_of(path).get("other_basis"):
            bases.setdefault(basis, set()).add(name)
    assert sorted(map(sorted, bases.values())) == [
        ["cases_closed", "cases_filed", "cases_penalized"],
        ["cross_department_rate", "random_cross_department_rate"],
        ["fines_collected", "fines_levied"],
        ["inspection_count_statutory", "inspection_tasks", "inspection_visits", "objects_inspected"],
    ]


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_figure_defines_itself_and_yields_what_its_measure_needs(name: str, empty: Warehouse) -> None:
    head = head_of(FIGURES[name])
    assert head["definition"].endswith("。")
    assert "归年" in head["definition"] or "年度" in head["definition"] or "年初" in head["definition"]
    assert head["basis"]
    assert "{value}" in head["phrase"]
    described = empty.connection.execute(f"select * from ({sql_of(FIGURES[name])}) as records").description or []
    columns = {column[0] for column in described}
    assert PROVENANCE | NEEDED[head["measure"]] <= columns
    assert len(columns) == len(described)


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_is_one_select_with_a_head_and_no_long_line(path: Path) -> None:
    head_of(path)
    (statement,) = sqlglot.parse(sql_of(path), read="duckdb")
    assert isinstance(statement, sqlglot.exp.Query)
    too_long = [line for line in sql_of(path).splitlines() if len(line) > 120]
    assert too_long == []


@pytest.mark.parametrize("path", list(FIGURES.values()), ids=lambda path: path.stem)
def test_a_figure_reads_core_tables_alone(path: Path) -> None:
    statement = sqlglot.parse_one(sql_of(path), read="duckdb")
    names = {cte.alias for cte in statement.find_all(sqlglot.exp.CTE)}
    read = [table for table in statement.find_all(sqlglot.exp.Table) if table.name not in names]
    assert {table.db for table in read} == {"core"}


def test_figures_of_two_exports_read_both_so_that_the_cover_of_either_is_asked_for() -> None:
    for name in ("collection_rate", "inspection_to_case_rate"):
        tables = sqlglot.parse_one(sql_of(FIGURES[name]), read="duckdb").find_all(sqlglot.exp.Table)
        contracts = {head_of(SQL / "core" / f"{table.name}.sql")["contract"] for table in tables if table.db == "core"}
        assert "cases" in contracts
        assert len(contracts) == 2


def test_every_core_table_says_what_a_row_is_and_of_which_contract() -> None:
    heads = {path.stem: head_of(path) for path in (SQL / "core").glob("*.sql")}
    assert {head["contract"] for head in heads.values()} == set(CONTRACTS)
    assert all(head["title"] and head["description"].startswith("一行是") for head in heads.values())


@pytest.mark.parametrize("contract", list(DEFAULTS))
def test_a_core_table_has_every_column_of_its_contract(contract: str, empty: Warehouse) -> None:
    table = {"inspections": "inspection_visits"}.get(contract, contract)
    columns = {column[0] for column in empty.connection.execute(f"select * from core.{table}").description or []}
    assert set(CONTRACTS[contract].columns) - {"change", "is_test"} <= columns


@pytest.mark.parametrize("path", [*(SQL / "staging" / "rules").glob("*.sql")], ids=lambda path: path.stem)
def test_a_rule_names_columns_of_its_contract_and_yields_the_place(path: Path, empty: Warehouse) -> None:
    head = head_of(path)
    assert (head["rule"], head["level"]) == (path.stem, "warning")
    described = empty.connection.execute(f"select * from ({sql_of(path)}) as findings").description or []
    assert [column[0] for column in described] == ["contract", "file_sha256", "sheet", "row", "column", "value"]
    contract = sql_of(path).split("' as contract")[0].rpartition("'")[2]
    assert set(head["columns"]) <= set(CONTRACTS[contract].columns)
