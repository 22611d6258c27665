"""``sql/`` over the shards of a manifest: every table and view of the published database, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from flows.building.annual import fill_annual_tables
from flows.building.calendar import calendar_rows
from flows.building.draft import Draft
from flows.building.figures import fill_figures
from flows.building.input_tables import load_inputs
from flows.building.inputs import Inputs
from flows.building.keyed import BadKey, keyed_macro
from flows.building.loading import create_filled, literal, union
from flows.building.models import SQL, Model, in_order, read_models
from flows.building.releases import fill_releases
from flows.building.rules import load_contract_facts, rule_findings
from flows.building.sources import source_models
from flows.building.views import create_views
from flows.store.layout import Warehouse
from flows.store.readings import AMENDMENTS_FILE, FINDINGS_FILE, ORIGINS_FILE
from flows.store.runs import recorded_runs

_RUN_COLUMNS = {
    "started_at": "timestamptz",
    "ended_at": "timestamptz",
    "as_of": "date",
    "outcome": "varchar",
    "run": "integer",
    "build_id": "varchar",
    "reason": "varchar",
    "override": "varchar",
    "is_backlog": "boolean",
    "damage": "varchar[]",
}
_CHANGES = {
    "figure": "varchar",
    "year": "integer",
    "title": "varchar",
    "unit": "varchar",
    "value_before": "decimal(38, 6)",
    "value_now": "decimal(38, 6)",
    "printed_before": "varchar",
    "printed_now": "varchar",
    "status_before": "varchar",
    "status_now": "varchar",
    "cause": "varchar",
    "cause_title": "varchar",
    "why": "varchar",
    "records": "bigint",
    "numerator_change": "decimal(38, 2)",
    "denominator_change": "decimal(38, 2)",
}
_CHANGE_RECORDS = {
    "figure": "varchar",
    "year": "integer",
    "cause": "varchar",
    "cause_title": "varchar",
    "why": "varchar",
    "contract": "varchar",
    "key": "varchar",
    "file_before": "varchar",
    "sheet_before": "varchar",
    "row_before": "integer",
    "file_now": "varchar",
    "sheet_now": "varchar",
    "row_now": "integer",
    "numerator_change": "decimal(38, 2)",
    "denominator_change": "decimal(38, 2)",
}
_FINDING = dict.fromkeys(
    ("level", "contract", "sheet", "cell", "column", "heading", "value", "rule", "message", "record_key"), "varchar"
) | {"row": "integer"}
CHECKS = {"check": "varchar", "level": "varchar", "title": "varchar", "message": "varchar", "offenders": "bigint"}


def fill_database(draft: Draft, inputs: Inputs, warehouse: Warehouse, key: bytes) -> None:
    """Everything that ``sql/`` makes of the inputs; what is staged is left open beside it, for the checks.

    The catalogs ``shards`` and ``staging`` are attached and empty, that of the draft is in use.
    """
    load_inputs(draft.connection, inputs)
    load_contract_facts(draft.connection, SQL / "staging" / "rules")
    _create_macros(draft, inputs, key)
    _run_models(draft, inputs, warehouse)
    fill_figures(draft, inputs)
    fill_annual_tables(draft, inputs)
    draft.rows("runs", _RUN_COLUMNS, recorded_runs(warehouse.runs))
    fill_releases(draft, inputs.releases)
    # Empty: what documents the database, what compares it and what is checked must find them.
    draft.rows("figure_changes", _CHANGES, [])
    draft.rows("figure_change_records", _CHANGE_RECORDS, [])
    draft.rows("checks", CHECKS, [])
    create_views(draft)


def _create_macros(draft: Draft, inputs: Inputs, key: bytes) -> None:
    """The calendar and the macros that the models use. ``keyed`` is temporary: it holds the key."""
    years: dict[int, str] = {}
    for day, is_workday in calendar_rows(2000, inputs.as_of.year + 2, inputs.own_calendar):
        years[day.year] = years.get(day.year, "") + "01"[is_workday]
    rows = [{"year": year, "days": days} for year, days in years.items()]
    create_filled(draft.connection, "staging.years", {"year": "integer", "days": "varchar"}, rows)
    draft.table(Model("calendar", _CALENDAR))
    draft.define((SQL / "calendar_macros.sql").read_text(encoding="utf-8"))
    _define_keyed(draft.connection, key)
    draft.define((SQL / "macros.sql").read_text(encoding="utf-8"))


def _define_keyed(connection: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Define ``keyed``. An error of the database quotes the statement, and that holds the key: it is not let through.

    Raises:
        BadKey: the database does not take it.
    """
    try:
        connection.execute(keyed_macro(key))
    except duckdb.Error:
        raise BadKey("数据库不接受散列用的密钥;请把此情况告诉维护程序的人") from None


# A year is known as one digit a day: 1 is a working day.
_CALENDAR = """
    with days as (
        select
            make_date(year, 1, 1) + cast(unnest(range(length(days))) as integer) as day,
            unnest(string_split(days, '')) = '1' as is_workday
        from staging.years
    )
    select day, is_workday, cast(sum(cast(is_workday as integer)) over (order by day) as integer) as workdays_so_far
    from days
    order by day
"""


def _run_models(draft: Draft, inputs: Inputs, warehouse: Warehouse) -> None:
    shards = {
        contract: [_shard(sha256, inputs, warehouse) / f"{contract}.parquet" for sha256 in sha256s]
        for contract, sha256s in inputs.shards.items()
    }
    draft.define("create schema core")
    core = read_models("core", SQL / "core")
    models = [
        *source_models(shards, has_names=bool(inputs.names)),
        *read_models("staging", SQL / "staging").values(),
        *core.values(),
        rule_findings(SQL / "staging" / "rules"),
        _findings(inputs, warehouse),
        _origins(inputs, warehouse),
        _amendments(inputs),
        _uncorrected(inputs, warehouse),
        _file_keys(inputs, warehouse),
    ]
    for model in in_order(models):
        if model.name in core:
            draft.table(model)
        else:
            _stage(draft.connection, model)
    for model in read_models("main", SQL / "published").values():
        draft.table(Model(model.stem, model.select, model.head))


def _file_keys(inputs: Inputs, warehouse: Warehouse) -> Model:
    """``staging.file_keys``: the keys of files that were replaced, and of those that stand in their place."""
    files = {sha256 for entry, old in inputs.replaced for sha256 in (entry.sha256, old)}
    selects = [
        f"select distinct file_sha256, {literal(contract)} as contract, record_key "
        f"from read_parquet({literal(str(_shard(sha256, inputs, warehouse) / f'{contract}.parquet'))})"
        for sha256 in sorted(files)
        for contract in sorted({table.contract for table in inputs.readings[sha256].tables})
    ]
    nothing = "select '' as file_sha256, '' as contract, '' as record_key where false"
    return Model("staging.file_keys", union(selects or [nothing]))


def _findings(inputs: Inputs, warehouse: Warehouse) -> Model:
    """``shards.findings``: what the reading of the files rejected, warned of or skipped."""
    read = [entry.sha256 for entry in inputs.manifest.entries if inputs.readings[entry.sha256].is_accepted]
    files = [_shard(sha256, inputs, warehouse) / FINDINGS_FILE for sha256 in read]
    return _beside_the_rows("shards.findings", _FINDING, files)


def _uncorrected(inputs: Inputs, warehouse: Warehouse) -> Model:
    """``shards.uncorrected_findings``: what was found in files with declared corrections before these."""
    files = [warehouse.shard(sha256) / FINDINGS_FILE for sha256 in inputs.amended]
    return _beside_the_rows("shards.uncorrected_findings", _FINDING, files)


def _amendments(inputs: Inputs) -> Model:
    """``shards.amendments``: which rows the declared corrections named, and what stood there."""
    types = dict.fromkeys(("edit", "contract", "sheet", "found", "outcome"), "varchar") | {"row": "integer"}
    files = [folder / AMENDMENTS_FILE for folder in inputs.amended.values()]
    return _beside_the_rows("shards.amendments", types, files)


def _shard(sha256: str, inputs: Inputs, warehouse: Warehouse) -> Path:
    """What was read of a file, with the corrections that were declared of it."""
    return inputs.amended.get(sha256) or warehouse.shard(sha256)


def _origins(inputs: Inputs, warehouse: Warehouse) -> Model:
    """``shards.origins``: where the rows of the correction workbooks came from."""
    returned = [entry.sha256 for entry in inputs.manifest.entries if inputs.readings[entry.sha256].is_returned]
    types = {"origin_sha256": "varchar", "origin_sheet": "varchar", "origin_row": "integer"}
    columns = {"sheet": "varchar", "row": "integer"} | types
    return _beside_the_rows("shards.origins", columns, [warehouse.shard(sha256) / ORIGINS_FILE for sha256 in returned])


def _beside_the_rows(name: str, types: Mapping[str, str], paths: Iterable[Path]) -> Model:
    """A view over one kind of file of the shards, with the sha256 of the bytes that each was read from."""
    files = ", ".join(literal(str(path)) for path in paths)
    if not files:
        columns = ", ".join(f'cast(null as {kind}) as "{column}"' for column, kind in types.items())
        return Model(name, f"select {columns}, cast(null as varchar) as file_sha256 where false", is_view=True)
    columns = ", ".join(f'"{column}"' for column in types)
    sha256 = "split_part(filename, '/', -2)"  # a shard lies in a folder named after the bytes it was read from
    select = f"select {columns}, {sha256} as file_sha256 from read_parquet([{files}], filename = true)"
    return Model(name, select, is_view=True)


def _stage(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    kind = "view" if model.is_view else "table"
    connection.execute(f"create {kind} {model.name} as {model.select}")
