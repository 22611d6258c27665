"""shards in force → candidate: a new DuckDB file of core tables, figures, and what happened to the rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import duckdb

from flows.building.annual import fill_annual_tables
from flows.building.calendar import calendar_rows
from flows.building.documentation import document
from flows.building.figures import fill_figures
from flows.building.input_tables import load_inputs
from flows.building.inputs import Inputs
from flows.building.keyed import keyed_macro
from flows.building.loading import create_filled, literal
from flows.building.models import SQL, Model, in_order, read_models
from flows.building.privacy import find_exposures
from flows.building.releases import fill_releases
from flows.building.rules import load_contract_facts, rule_findings
from flows.building.sources import source_models
from flows.building.views import create_views
from flows.steps.beside import write_beside
from flows.steps.check import check_database, create_checks
from flows.store.candidates import BUILD_FILE, DATABASE_NAME, Verdict
from flows.store.files import sync_directory, write_json
from flows.store.layout import Warehouse
from flows.store.readings import FINDINGS_FILE, ORIGINS_FILE
from flows.store.runs import recorded_runs

_READ_ONLY = 0o444
STORAGE_VERSION = "v1.2.0"  # analysts' tools from DuckDB 1.2 on open the file


_RUN_COLUMNS = {
    "started_at": "timestamptz",
    "ended_at": "timestamptz",
    "as_of": "date",
    "outcome": "varchar",
    "run": "integer",
    "build_id": "varchar",
    "reason": "varchar",
    "override": "varchar",
}


def build_candidate(inputs: Inputs, warehouse: Warehouse, key: bytes) -> Verdict:
    """Build the database of these inputs and check it.

    A build is made in the scratch folder and renamed into place complete, so one that is there is whole.
    """
    candidate = warehouse.candidate(inputs.build_id)
    beside = warehouse.scratch / inputs.build_id
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    verdict = write_database(beside, inputs, warehouse, key)
    write_beside(beside, inputs)
    warehouse.builds.mkdir(exist_ok=True)
    shutil.rmtree(candidate.directory, ignore_errors=True)
    beside.replace(candidate.directory)
    sync_directory(warehouse.builds)
    return verdict


def write_database(directory: Path, inputs: Inputs, warehouse: Warehouse, key: bytes) -> Verdict:
    """Run ``sql/`` and the checks over the shards; leave a closed, checkpointed database that nobody edits."""
    database = directory / DATABASE_NAME
    with duckdb.connect(config={"python_enable_replacements": "false"}) as connection:
        connection.execute(f"set temp_directory = {literal(str(directory / 'spill'))}")
        connection.execute(f"attach {literal(str(database))} as enforcement (storage_version '{STORAGE_VERSION}')")
        for catalog in ("shards", "staging"):
            connection.execute(f"attach ':memory:' as {catalog}")
        _attach_previous(connection, warehouse)
        connection.execute("use enforcement")
        load_inputs(connection, inputs)
        load_contract_facts(connection, SQL / "staging" / "rules")
        _create_macros(connection, inputs, key)
        _run_models(connection, inputs, warehouse)
        fill_figures(connection, inputs)
        fill_annual_tables(connection, inputs)
        create_filled(connection, "runs", _RUN_COLUMNS, recorded_runs(warehouse.runs))
        fill_releases(connection, inputs.releases)
        create_checks(connection)
        create_views(connection)
        document(connection)
        find_exposures(connection)
        verdict = check_database(connection)
        figures = literal(str(directory / "figures.parquet"))
        connection.execute(f"copy (from figures order by year, position, figure) to {figures} (format parquet)")
        connection.execute("checkpoint enforcement")
        connection.execute("use memory")
        connection.execute("detach enforcement")
    shutil.rmtree(directory / "spill", ignore_errors=True)
    if database.with_name(f"{DATABASE_NAME}.wal").exists():
        raise RuntimeError("the candidate was not checkpointed: a write-ahead log is left")
    facts = {"build_id": inputs.build_id, "run": inputs.manifest.run, "as_of": str(inputs.as_of)}
    facts |= {"settings": inputs.settings, "code_files": dict(inputs.code_files)}
    database.chmod(_READ_ONLY)
    write_json(directory / BUILD_FILE, facts | {"findings": [asdict(finding) for finding in verdict.findings]})
    return verdict


def _attach_previous(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> None:
    """The last published build as ``previous``; before the first, an empty one of the same shape."""
    published = warehouse.database.resolve()
    if published.exists():
        connection.execute(f"attach {literal(str(published))} as previous (read_only)")
        return
    connection.execute("attach ':memory:' as previous")
    connection.execute(
        "create table previous.figure_cells "
        "(figure varchar, year integer, month integer, org_unit varchar, field varchar, "
        "records bigint, numerator decimal(38, 2), denominator decimal(38, 2))"
    )


def _create_macros(connection: duckdb.DuckDBPyConnection, inputs: Inputs, key: bytes) -> None:
    """The calendar and the macros that the models use. ``keyed`` is temporary: it holds the key."""
    rows = calendar_rows(2000, inputs.as_of.year + 2, inputs.own_calendar)
    days = [{"day": day, "is_workday": is_workday} for day, is_workday in rows]
    create_filled(connection, "staging.days", {"day": "date", "is_workday": "boolean"}, days)
    connection.execute(
        "create table calendar as select day, is_workday, "
        "cast(sum(cast(is_workday as integer)) over (order by day) as integer) as workdays_so_far "
        "from staging.days order by day"
    )
    connection.execute((SQL / "calendar_macros.sql").read_text(encoding="utf-8"))
    connection.execute(keyed_macro(key))
    connection.execute((SQL / "macros.sql").read_text(encoding="utf-8"))


def _run_models(connection: duckdb.DuckDBPyConnection, inputs: Inputs, warehouse: Warehouse) -> None:
    shards = {
        contract: [warehouse.shard(sha256) / f"{contract}.parquet" for sha256 in sha256s]
        for contract, sha256s in inputs.shards.items()
    }
    connection.execute("create schema core")
    models = [
        *source_models(shards),
        *read_models("staging", SQL / "staging").values(),
        *read_models("core", SQL / "core").values(),
        rule_findings(SQL / "staging" / "rules"),
        _findings(inputs, warehouse),
        _origins(inputs, warehouse),
        _file_keys(inputs, warehouse),
    ]
    for model in in_order(models):
        _create(connection, model)
    for model in read_models("main", SQL / "published").values():
        _create(connection, Model(model.stem, model.select, model.head))


def _file_keys(inputs: Inputs, warehouse: Warehouse) -> Model:
    """``staging.file_keys``: the keys of files that were replaced, and of those that stand in their place."""
    files = {sha256 for entry, old in inputs.replaced for sha256 in (entry.sha256, old)}
    selects = [
        f"select distinct file_sha256, {literal(contract)} as contract, record_key "
        f"from read_parquet({literal(str(warehouse.shard(sha256) / f'{contract}.parquet'))})"
        for sha256 in sorted(files)
        for contract in sorted({table.contract for table in inputs.readings[sha256].tables})
    ]
    nothing = "select '' as file_sha256, '' as contract, '' as record_key where false"
    return Model("staging.file_keys", "\nunion all\n".join(selects or [nothing]))


def _findings(inputs: Inputs, warehouse: Warehouse) -> Model:
    """``shards.findings``: what the reading of the files rejected, warned of or skipped."""
    read = [entry.sha256 for entry in inputs.manifest.entries if inputs.readings[entry.sha256].is_accepted]
    names = ("level", "contract", "sheet", "row", "cell", "column", "heading", "value", "rule", "message", "record_key")
    return _beside_the_rows("shards.findings", dict.fromkeys(names, "varchar"), FINDINGS_FILE, read, warehouse)


def _origins(inputs: Inputs, warehouse: Warehouse) -> Model:
    """``shards.origins``: where the rows of the correction workbooks came from."""
    returned = [entry.sha256 for entry in inputs.manifest.entries if inputs.readings[entry.sha256].is_returned]
    types = {"origin_sha256": "varchar", "origin_sheet": "varchar", "origin_row": "integer"}
    columns = {"sheet": "varchar", "row": "integer"} | types
    return _beside_the_rows("shards.origins", columns, ORIGINS_FILE, returned, warehouse)


def _beside_the_rows(
    name: str, types: Mapping[str, str], file: str, sha256s: Iterable[str], warehouse: Warehouse
) -> Model:
    """A view over one kind of file of the shards, with the sha256 of the bytes that each was read from."""
    files = ", ".join(literal(str(warehouse.shard(sha256) / file)) for sha256 in sha256s)
    if not files:
        columns = ", ".join(f'cast(null as {kind}) as "{column}"' for column, kind in types.items())
        return Model(name, f"select {columns}, cast(null as varchar) as file_sha256 where false", is_view=True)
    columns = ", ".join(f'"{column}"' for column in types)
    sha256 = "split_part(filename, '/', -2)"  # a shard lies in a folder named after the bytes it was read from
    select = f"select {columns}, {sha256} as file_sha256 from read_parquet([{files}], filename = true)"
    return Model(name, select, is_view=True)


def _create(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    kind = "view" if model.is_view else "table"
    connection.execute(f"create {kind} {model.name} as {model.select}")
