"""shards in force → candidate: a new DuckDB file of core tables, figures, and what happened to the rows."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path

import duckdb

from flows.building.database import fill_database
from flows.building.draft import open_draft
from flows.building.inputs import Inputs
from flows.building.loading import literal
from flows.building.privacy import find_exposures
from flows.building.shape import shape
from flows.steps.beside import write_beside
from flows.steps.check import check_database
from flows.store.access import open_build
from flows.store.candidates import BUILD_FILE, DATABASE_NAME, Verdict
from flows.store.files import sync, sync_tree, write_json
from flows.store.layout import Warehouse
from flows.store.sums import write_sums


def prepare_build(code: str) -> None:
    """Have ready what every build by this code takes, whatever its inputs."""
    shape(code)


def build_candidate(inputs: Inputs, warehouse: Warehouse, key: bytes) -> Verdict:
    """Build the database of these inputs and check it.

    A build is made in the scratch folder, listed with its sha256s, and renamed into place complete.
    """
    candidate = warehouse.candidate(inputs.build_id)
    beside = warehouse.scratch / inputs.build_id
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    verdict = write_database(beside, inputs, warehouse, key)
    write_beside(beside, inputs)
    write_sums(beside)
    open_build(beside)
    sync_tree(beside)
    _put_in_place(beside, candidate.directory)
    return verdict


def _put_in_place(beside: Path, place: Path) -> None:
    """Give a build its place. One that is there is replaced file by file: whoever opens it finds the old or the new."""
    if place.exists():
        made = {path.name for path in beside.iterdir()}
        for path in place.iterdir():
            if path.name not in made:
                path.unlink()
        for path in beside.iterdir():
            path.replace(place / path.name)
        beside.rmdir()
        sync(place)
    else:
        place.parent.mkdir(exist_ok=True)
        beside.replace(place)
    sync(place.parent)


def write_database(directory: Path, inputs: Inputs, warehouse: Warehouse, key: bytes) -> Verdict:
    """Run ``sql/`` and the checks over the shards; leave a closed, checkpointed database that nobody edits."""
    database = directory / DATABASE_NAME
    database.write_bytes(shape(inputs.code))
    with open_draft(database) as draft:
        _attach_previous(draft.connection, inputs.compared_with, warehouse)
        fill_database(draft, inputs, warehouse, key)
        find_exposures(draft.connection)
        verdict = check_database(draft.connection)
        figures = literal(str(directory / "figures.parquet"))
        draft.connection.execute(f"copy (from figures order by year, position, figure) to {figures} (format parquet)")
    shutil.rmtree(directory / "spill", ignore_errors=True)
    facts = {"build_id": inputs.build_id, "run": inputs.manifest.run, "as_of": str(inputs.as_of)}
    facts |= {"settings": inputs.settings, "code_files": dict(inputs.code_files)}
    facts |= {"compared_with": inputs.compared_with, "unread": dict(inputs.unread)}
    facts |= {"releases": [release.name for release in inputs.releases]}
    write_json(directory / BUILD_FILE, facts | {"findings": [asdict(finding) for finding in verdict.findings]})
    return verdict


def _attach_previous(connection: duckdb.DuckDBPyConnection, build_id: str | None, warehouse: Warehouse) -> None:
    """The build that this one is compared with as ``previous``; without one, an empty one of the same shape."""
    if build_id is not None:
        database = warehouse.candidate(build_id).database
        connection.execute(f"attach {literal(str(database))} as previous (read_only)")
        return
    connection.execute("attach ':memory:' as previous")
    connection.execute(
        "create table previous.figure_cells "
        "(figure varchar, year integer, month integer, org_unit varchar, field varchar, "
        "records bigint, numerator decimal(38, 2), denominator decimal(38, 2))"
    )
