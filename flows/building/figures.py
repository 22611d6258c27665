"""Figures from their definitions: a view of the records of each, and one grouping for every split."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb

from flows.building.draft import Draft
from flows.building.inputs import Inputs
from flows.building.loading import columns_of, literal, union
from flows.building.models import SQL, Model, read_models
from schemas.shared import FIELD

_CELL = "figure varchar, year integer, month integer, org_unit varchar, field varchar"
_SUMS = "records bigint, numerator decimal(38, 2), denominator decimal(38, 2)"
_NONE = "cast(null as varchar)"
# Of each measure the columns that its figures have, and the sums of them: numerator, denominator.
_QUANTITIES: Mapping[str, tuple[tuple[str, ...], str, str]] = {
    "count": ((), "count(*)", "null"),
    "sum": (("quantity",), "sum(quantity)", "null"),
    "share": (("counted",), "count(*) filter (where counted)", "count(*)"),
    "mean": (("numerator", "denominator"), "sum(numerator)", "sum(denominator)"),
    "ratio": (("numerator", "denominator"), "sum(numerator)", "sum(denominator)"),
}


def fill_figures(draft: Draft, inputs: Inputs) -> None:
    """Views of the records of each figure, and the tables of definitions, cells, totals, figures and the build."""
    draft.define("create schema records")
    models = list(read_models("records", SQL / "figures").values())
    for model in models:
        draft.define(f"create view {model.name} as {model.select}")
    columns = columns_of(draft.connection, "records")
    contracts = {path.stem: path.head["contract"] for path in read_models("core", SQL / "core").values()}
    draft.rows(
        "figure_definitions",
        _DEFINITION,
        [_definition(model, columns[model.stem], contracts, inputs) for model in models],
    )
    draft.define(f"create table figure_cells ({_CELL}, {_SUMS})")
    draft.define(f"create table figure_totals (figure varchar, year integer, {_SUMS})")
    _fill_sums(draft.connection, models, columns)
    draft.connection.execute(_declared_definitions())
    _fill_build(draft, inputs)
    draft.define(f"create view figure_records as {_records(models, columns)}")
    draft.define((SQL / "figure_macros.sql").read_text(encoding="utf-8"))
    draft.table(Model("figures", _FIGURES))


_FIGURES = """
    from figures_between(
        coalesce((select min(year(month)) from covered_months), year((select as_of from build))),
        greatest(coalesce((select max(year(month)) from covered_months), 0), year((select as_of from build))),
        12
    )
    order by year, position, figure
"""

# What one record is worth in its figure: value, numerator, denominator.
_WORTH = {
    "count": ("1", "null", "null"),
    "sum": ("quantity", "null", "null"),
    "share": ("cast(counted as integer)", "null", "null"),
    "mean": ("null", "numerator", "denominator"),
    "ratio": ("null", "numerator", "denominator"),
}
_FIRST_DECLARED = 900  # in the order of the report: after every figure of sql/figures
_DEFINITION = {
    "figure": "varchar",
    "position": "integer",
    "title": "varchar",
    "unit": "varchar",
    "measure": "varchar",
    "date": "varchar",
    "definition": "varchar",
    "basis": "varchar",
    "phrase": "varchar",
    "synonyms": "varchar[]",
    "other_basis": "varchar",
    "rounds_down": "boolean",
    "uses_calendar": "boolean",
    "is_not_applicable": "boolean",
    "contracts": "varchar[]",
    "has_months": "boolean",
    "has_org_unit": "boolean",
    "has_field": "boolean",
}


def _definition(model: Model, columns: set[str], contracts: dict[str, str], inputs: Inputs) -> dict[str, object]:
    """A figure's head as a row. It reads the contracts of its core tables, unless its head names them."""
    head = model.head
    tables = sorted(name.partition(".")[2] for name in model.references if name.startswith("core."))
    return {
        **{name: head[name] for name in ("title", "unit", "measure", "date", "definition", "basis", "phrase")},
        "figure": model.stem,
        "position": head["order"],
        "synonyms": head.get("synonyms", []),
        "other_basis": head.get("other_basis"),
        "rounds_down": head.get("round_down", False),
        "uses_calendar": head.get("uses_calendar", False),
        "is_not_applicable": model.stem in inputs.not_applicable,
        "contracts": head.get("contracts") or sorted({contracts[table] for table in tables}),
        "has_months": not head.get("stock", False),
        "has_org_unit": "org_unit" in columns,
        "has_field": "field" in columns,
    }


def _declared_definitions() -> str:
    """Every indicator that is declared by hand and not computed, after the figures, under its own name."""
    nothing = ", ".join(f"false as {name}" for name, kind in _DEFINITION.items() if kind == "boolean")
    return f"""
        insert into figure_definitions by name
        select
            indicator as figure,
            cast({_FIRST_DECLARED} + row_number() over (order by indicator) as integer) as position,
            indicator as title,
            arg_max(unit, last_month_on) as unit,
            'declared' as measure,
            '统计期间' as date,
            '手工填报的指标,没有业务系统可以核对;只在填报的统计期间有数值,不由各期相加得出。' as definition,
            '手工填报' as basis,
            indicator || '{{value}}' || arg_max(unit, last_month_on) as phrase,
            [] as synonyms,
            ['declared'] as contracts,
            {nothing}
        from core.declared as declared
        anti join figure_definitions as known
            on list_contains([known.figure, known.title] || known.synonyms, declared.indicator)
        group by indicator
    """


def _fill_sums(connection: duckdb.DuckDBPyConnection, models: Iterable[Model], columns: Mapping[str, set[str]]) -> None:
    """Cells and totals of all figures by one statement: each alone costs more in planning than in counting."""
    groups = union(_groups(model, columns[model.stem]) for model in models)
    connection.execute(f"create table staging.figure_groups as {groups}")
    connection.execute(
        "insert into figure_cells select * exclude (is_total) from staging.figure_groups where not is_total"
    )
    sums = "figure, year, records, numerator, denominator"
    connection.execute(f"insert into figure_totals select {sums} from staging.figure_groups where is_total")


def _groups(model: Model, columns: set[str]) -> str:
    """A figure by all that it is split by, and by year alone; a blank is 未填, a field that nobody knows 未识别."""
    measured, numerator, denominator = _QUANTITIES[model.head["measure"]]
    known = ", ".join(f"'{name}'" for name in FIELD.synonyms)
    org_unit = "coalesce(org_unit, '未填')"
    field = f"case when field is null then '未填' when field in ({known}) then field else '未识别' end"
    asked = {
        "in_year": "year(occurred_on)",
        "in_month": "cast(null as bigint)" if model.head.get("stock") else "month(occurred_on)",
        "of_org_unit": org_unit if "org_unit" in columns else _NONE,
        "of_field": field if "field" in columns else _NONE,
    }
    # Named one by one: to plan all columns of all figures takes longer than to group a small bureau's records.
    records = ", ".join([*(f"{what} as {name}" for name, what in asked.items()), *measured])
    return (
        f"select {literal(model.stem)} as figure, in_year as year, in_month as month, of_org_unit as org_unit, "
        f"of_field as field, count(*) as records, {numerator} as numerator, {denominator} as denominator, "
        "grouping(in_month) = 1 as is_total "
        f"from (select {records} from {model.name} where occurred_on is not null) as records "
        f"group by grouping sets (({', '.join(asked)}), (in_year))"
    )


def _records(models: Iterable[Model], columns: Mapping[str, set[str]]) -> str:
    """The records of every figure under one another. Asked for one figure, DuckDB reads no other."""
    records = union(_records_of(model, columns[model.stem]) for model in models)
    return (
        "select records.figure, records.title, records.year, records.month, files.file, records.sheet, records.row, "
        "records.key, records.occurred_on, records.org_unit, records.field, "
        "records.value, records.numerator, records.denominator, records.file_sha256, records.record_key, "
        "corrected.correction "
        f"from (\n{records}\n) as records "
        "inner join files as files on records.file_sha256 = files.sha256 and files.status = 'in force' "
        "left join corrections_by_row as corrected on records.file_sha256 = corrected.file_sha256 "
        "and records.sheet = corrected.sheet and records.row = corrected.row"
    )


def _records_of(model: Model, columns: set[str]) -> str:
    worth = zip(_WORTH[model.head["measure"]], ("value", "numerator", "denominator"), strict=True)
    parts = [f"cast({part} as decimal(18, 2)) as {name}" for part, name in worth]
    splits = [name if name in columns else f"{_NONE} as {name}" for name in ("org_unit", "field")]
    return (
        f"select {literal(model.stem)} as figure, {literal(model.head['title'])} as title, "
        "cast(year(occurred_on) as integer) as year, cast(month(occurred_on) as integer) as month, "
        f"file_sha256, sheet, row, record_key, shown_key as key, occurred_on, {', '.join(splits)}, {', '.join(parts)} "
        f"from {model.name} where occurred_on is not null"
    )


def _fill_build(draft: Draft, inputs: Inputs) -> None:
    """One row about this build: what it is made of, and for which years working days are known."""
    columns = {
        "build_id": "varchar",
        "run": "integer",
        "as_of": "date",
        "code": "varchar",
        "calendar_years": "integer[]",
    }
    found = draft.connection.execute("select distinct year(day) from calendar order by 1").fetchall()
    row = {"build_id": inputs.build_id, "run": inputs.manifest.run, "as_of": inputs.as_of, "code": inputs.code}
    draft.rows("build", columns, [row | {"calendar_years": [year for (year,) in found]}])
