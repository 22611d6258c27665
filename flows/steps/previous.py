"""earlier build → ``previous``: what a new build is compared with."""

from __future__ import annotations

import duckdb

from flows.building.inputs import Inputs
from flows.building.loading import literal
from flows.release.causes import Known
from flows.release.changes import can_be_compared
from flows.release.compared import files_by_sha256
from flows.store.candidates import BUILD_FILE
from flows.store.files import read_json
from flows.store.layout import Warehouse
from flows.store.manifests import load


def attach_previous(connection: duckdb.DuckDBPyConnection, build_id: str | None, warehouse: Warehouse) -> bool:
    """The build that this one is compared with as ``previous``; whether its figures can be compared record by record.

    Without one, and where other code made it without the cells that the gates compare, ``previous`` is empty.
    """
    if build_id is not None:
        database = warehouse.candidate(build_id).database
        connection.execute(f"attach {literal(str(database))} as previous (read_only)")
        if can_be_compared(connection, ["figure_cells"]):
            return can_be_compared(connection)
        connection.execute("detach previous")
    connection.execute("attach ':memory:' as previous")
    connection.execute(
        "create table previous.figure_cells "
        "(figure varchar, year integer, month integer, org_unit varchar, field varchar, "
        "records bigint, numerator decimal(38, 2), denominator decimal(38, 2))"
    )
    return False


def what_is_known(connection: duckdb.DuckDBPyConnection, inputs: Inputs, warehouse: Warehouse) -> Known:
    """What is known of the earlier build and of this one, by which the causes of changes are told."""
    facts = read_json(warehouse.candidate(str(inputs.compared_with)).directory / BUILD_FILE)
    manifest = load(warehouse.manifests / f"{facts['run']:06d}.json")
    return Known(
        then=facts["settings"],
        now=inputs.settings,
        code_then=facts["code_files"],
        code_now=inputs.code_files,
        files_then={entry.sha256: entry for entry in manifest.entries},
        files_now=files_by_sha256(connection),
        paths_then=manifest.declared_paths,
    )
